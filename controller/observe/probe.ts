import { calledName } from '../model/called-name.ts';
import type { ProbeReport } from '../model/probe.ts';
import { addressesToProbe } from '../model/probe-addresses.ts';
import { type Reading, unread } from '../model/reading.ts';
import type { Live } from './live.ts';
import type { ObservedPath } from './path.ts';

/** Asks the probe, if there is one, to call the first hostname, or else the API's own name, at every address. */
export async function observeProbe(
  path: ObservedPath,
  live: Pick<Live, 'probe'>,
): Promise<Reading<ProbeReport> | undefined> {
  const { spec } = path;
  const settings = spec.audit?.probe;
  if (settings === undefined) return undefined;
  const hostname = calledName(spec);
  if (hostname === undefined) {
    return unread({
      kind: 'invalid',
      doing: `asking ${settings.functionArn}`,
      code: 'NoNameToCall',
      message: 'the binding has neither a hostname nor audit.restApiId: set one of them',
    });
  }
  return live.probe(settings.functionArn, {
    hostname,
    resolve: spec.hostnames[0]?.privateZoneId !== undefined,
    path: settings.path,
    addresses: addressesToProbe(path),
  });
}
