import { readBindingDocument } from '../../../controller/binding-document.ts';
import { BindingsFaulted } from '../../../controller/bindings-faulted.ts';
import { createSync } from '../../../controller/handler.ts';
import type { Log } from '../../../controller/log.ts';
import { logLine } from '../../../controller/log-lines.ts';
import { type Report, toReport } from '../../../controller/report.ts';
import { sync } from '../../../controller/sync.ts';
import type { Hands } from '../interleave.ts';
import { askDns } from '../dns-on-the-wire.ts';
import { bindingOf } from '../land/deployment.ts';
import type { Land } from '../land.ts';
import type { Pass } from '../life.ts';
import type { SwiftClients } from '../swift-clients.ts';

/** Invokes the real handler, or runs the real pass as the command line does. */
export async function invoke(
  land: Land,
  pass: Pass,
  { carry, clock }: Hands,
  { connect, connectTo }: SwiftClients,
): Promise<void> {
  let signal: AbortSignal | undefined;
  const timed = {
    ...clock,
    abortAt: (at: Date): AbortSignal => {
      signal = clock.abortAt(at);
      return signal;
    },
  };
  connectTo({
    carry: (request) => carry(request, signal === undefined ? {} : { abortSignal: signal }),
    assume: (request) => carry(request),
  });
  const document = { bindings: [bindingOf(land, pass.sourceId)] };
  const resolve = askDns(carry);
  try {
    if (pass.kind === 'command line') {
      const { bindings } = readBindingDocument(document, 'FILE');
      const outcomes = await sync(bindings, { connect, resolve, clock: timed, write: true });
      pass.failed = outcomes.some(({ outcome }) => outcome === 'faulted');
      const [report] = outcomes.map(toReport);
      if (report !== undefined) pass.report = report;
      return;
    }
    const logger = readLog(pass);
    const handle = createSync({
      connect,
      resolve,
      clock: timed,
      logger,
      meter: () => undefined,
      notify: async () => [],
    });
    const lateMs = pass.kind === 'late' ? 60_000 : 0;
    const asOf = new Date(clock.now().getTime() - lateMs).toISOString();
    const { outcomes } = await handle({ ...document, asOf }, { functionName: 'sync' });
    if (outcomes[0] !== undefined) pass.report = outcomes[0];
  } catch (error) {
    pass.failed = true;
    if (!(error instanceof BindingsFaulted)) pass.defect = error;
    else pass.report = reportOf(error);
  }
}

/** A binding faulted: what the pass says of it is in the error. */
function reportOf({ reports }: BindingsFaulted<unknown>): Report {
  const [report] = reports;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the handler throws it with reports of this type alone
  return report as Report;
}

/** A log that notes what nobody could know how to read. */
function readLog({ undocumented }: Pass): Log {
  const at =
    (level: string) =>
    (message: string, fields: Readonly<Record<string, unknown>>): void => {
      const { error } = logLine.safeParse({ ...fields, level, message });
      if (error !== undefined)
        undocumented.push(`“${message}”: ${error.issues.map((issue) => issue.message).join('; ')}`);
    };
  return { info: at('INFO'), warn: at('WARN'), error: at('ERROR') };
}
