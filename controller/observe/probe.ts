import type { AuditSpec } from '../model/audit-spec.ts';
import { canonicalName } from '../model/dns.ts';
import { familyOf } from '../model/ip.ts';
import type { ProbeAddress, ProbeReport } from '../model/probe.ts';
import { type Reading, unread } from '../model/reading.ts';
import { byTarget } from '../model/target.ts';
import { parseArn } from '../model/target-group.ts';
import type { Live } from './live.ts';
import type { ObservedPath } from './path.ts';

/** Asks the probe, if there is one, to call the first hostname, or else the API's own name, at every address. */
export async function observeProbe(
  spec: AuditSpec,
  path: ObservedPath,
  live: Pick<Live, 'probe'>,
): Promise<Reading<ProbeReport> | undefined> {
  const settings = spec.audit?.probe;
  if (settings === undefined) return undefined;
  const hostname = nameToCall(spec);
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
    addresses: [...desiredTargets(spec, path), ...loadBalancerAddresses(spec, path)],
  });
}

function nameToCall({ hostnames: [first], audit, targetGroupArn }: AuditSpec): string | undefined {
  if (first !== undefined) return canonicalName(first.name);
  const { region } = parseArn(targetGroupArn);
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return audit?.restApiId === undefined ? undefined : `${audit.restApiId}.execute-api.${region}.${domain}`;
}

function desiredTargets({ port, keep }: AuditSpec, { group, source }: ObservedPath): readonly ProbeAddress[] {
  if (group.kind === 'unread' || source.kind === 'unread') return [];
  const { family, port: groupPort } = group.value;
  return source.value.interfaces
    .flatMap(({ ips }) => ips)
    .filter((ip) => familyOf(ip) === family && !keep.includes(ip))
    .map((ip) => ({ of: 'target' as const, ip, port: port ?? groupPort }))
    .toSorted(byTarget);
}

function loadBalancerAddresses({ audit }: AuditSpec, { frontDoor }: ObservedPath): readonly ProbeAddress[] {
  const port = audit?.publicPort;
  const interfaces = frontDoor?.interfaces;
  if (port === undefined || interfaces?.kind !== 'read') return [];
  return interfaces.value
    .flatMap(({ ips }) => ips)
    .map((ip) => ({ of: 'load-balancer' as const, ip, port }))
    .toSorted(byTarget);
}
