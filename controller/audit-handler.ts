import { Logger } from '@aws-lambda-powertools/logger';
import { audit as auditPass, type AuditMeans } from './audit.ts';
import { type AuditReport, toAuditReport } from './audit-report.ts';
import { createAuditAws } from './aws/audit-clients.ts';
import { readBindingDocument } from './binding-document.ts';
import { BindingsFaulted } from './bindings-faulted.ts';
import { wallClock } from './clock.ts';
import { perRegion } from './connect.ts';
import { createLive } from './live-answers.ts';
import type { Log } from './log.ts';
import type { CheckResult, Severity } from './model/finding.ts';
import type { Refusal } from './model/plan.ts';
import { checkFreshness } from './plan/freshness.ts';

/** What the handler stands on. Production passes AWS, the wall clock, the internet and the Powertools logger. */
export type AuditHandlerMeans = AuditMeans & { readonly logger: Log };

/** What an audit pass came to. A refused one has looked at nothing. */
export type AuditAnswer = { readonly audits: readonly AuditReport[]; readonly refusal?: Refusal };

/** The Lambda entry of the audit pass. Its event is a binding document whose `asOf` is the schedule's own time. */
export function createAudit({ logger, ...means }: AuditHandlerMeans): (event: unknown) => Promise<AuditAnswer> {
  return async (event) => {
    const beganAt = performance.now();
    const { asOf, bindings } = readBindingDocument(event, 'The event');
    const refusal = checkFreshness(asOf, means.clock.now());
    if (refusal !== undefined) {
      // A spec of yesterday would find fault with today's path.
      logger.warn('audit pass refused', { bindings: bindings.length, ...refusal });
      return { audits: [], refusal };
    }
    const audits = await auditPass(bindings, means);
    const reports = audits.map(toAuditReport);
    logPass(logger, reports, Math.round(performance.now() - beganAt));
    for (const { binding, faults } of audits) {
      const errors = faults.map(({ problem }) => problem.cause);
      if (faults.length > 0) logger.error(`the audit of ${binding} faulted`, { faults: faults.length, errors });
    }
    if (audits.some(({ faults }) => faults.length > 0)) throw new BindingsFaulted(audits, reports);
    return { audits: reports };
  };
}

const logger = new Logger({ serviceName: 'target-sync' });
const run = createAudit({ connect: perRegion(createAuditAws), clock: wallClock, live: createLive(), logger });

/** The scheduled function. */
export const audit = (event: unknown, context: Parameters<Logger['addContext']>[0]): ReturnType<typeof run> => {
  logger.addContext(context);
  return run(event);
};

const LEVELS: Readonly<Record<Severity, 'info' | 'warn' | 'error'>> = {
  crit: 'error',
  err: 'error',
  warn: 'warn',
  info: 'info',
};

/** One line a pass, and one more for each finding and for each thing that is unknown. */
function logPass(logger: Log, reports: readonly AuditReport[], durationMs: number): void {
  const counts = reports.map(({ binding, verdict, counts: of }) => ({ binding, verdict, ...of }));
  logger.info('audit pass', { bindings: reports.length, audits: counts, durationMs });
  for (const { binding, results } of reports) for (const result of results) logResult(logger, binding, result);
}

function logResult(logger: Log, binding: string, result: CheckResult): void {
  const title = `${result.code} ${result.subject}`;
  if (result.kind === 'finding') logger[LEVELS[result.severity]](title, { binding, ...result });
  if (result.kind === 'unknown') logger.info(`${title} is unknown`, { binding, ...result });
}
