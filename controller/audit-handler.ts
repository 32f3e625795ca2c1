import { Logger } from '@aws-lambda-powertools/logger';
import { audit as auditPass, type AuditMeans } from './audit.ts';
import { createAuditConnect } from './audit-connect.ts';
import { type AuditReport, toAuditReport } from './audit-report.ts';
import { readBindingDocument } from './binding-document.ts';
import { BindingsFaulted } from './bindings-faulted.ts';
import { wallClock } from './clock.ts';
import { createLive } from './live-answers.ts';
import { createMeter } from './emf.ts';
import { tracesOf } from './error-trace.ts';
import { toFaultReports } from './fault-report.ts';
import type { Invocation } from './invocation.ts';
import type { Log } from './log.ts';
import { measureAudit } from './measure.ts';
import type { Meter } from './metrics.ts';
import type { Audit } from './model/audit-outcome.ts';
import type { CheckResult, Severity } from './model/finding.ts';
import type { Refusal } from './model/plan.ts';
import { checkFreshness } from './plan/freshness.ts';

/** What the handler stands on. Production passes AWS, the wall clock, the internet, and Powertools' logger and metrics. */
export type AuditHandlerMeans = AuditMeans & { readonly logger: Log; readonly meter: Meter };

/** What an audit pass came to. A refused one has looked at nothing. */
export type AuditAnswer = { readonly audits: readonly AuditReport[]; readonly refusal?: Refusal };

/** The Lambda entry of the audit pass. Its event is a binding document whose `asOf` is the schedule's own time. */
export function createAudit({
  logger,
  meter,
  ...means
}: AuditHandlerMeans): (event: unknown, invocation: Invocation) => Promise<AuditAnswer> {
  return async (event, { functionName }) => {
    const beganAt = performance.now();
    const { asOf, bindings } = readBindingDocument(event, 'The event');
    const refusal = checkFreshness(asOf, means.clock.now());
    if (refusal !== undefined) {
      // A spec of yesterday would find fault with today's path.
      logger.warn('audit pass refused', { bindings: bindings.length, ...refusal });
      measureAudit([], functionName).forEach(meter);
      return { audits: [], refusal };
    }
    const audits = await auditPass(bindings, means);
    const reports = audits.map(toAuditReport);
    logPass(logger, reports, Math.round(performance.now() - beganAt));
    for (const each of audits) logFaults(logger, each);
    measureAudit(audits, functionName).forEach(meter);
    if (audits.some(({ faults }) => faults.length > 0)) throw new BindingsFaulted(audits, reports);
    return { audits: reports };
  };
}

const logger = new Logger({ serviceName: 'target-sync' });
const run = createAudit({
  connect: createAuditConnect(),
  clock: wallClock,
  live: createLive(),
  logger,
  meter: createMeter(),
});

/** The scheduled function. */
export const audit = (event: unknown, context: Parameters<Logger['addContext']>[0]): ReturnType<typeof run> => {
  logger.addContext(context);
  return run(event, context);
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
  if (result.kind === 'finding') {
    const { kind: _kind, ...fields } = result;
    logger[LEVELS[result.severity]]('finding', { binding, ...fields });
  }
  if (result.kind === 'unknown') {
    const { kind: _kind, ...fields } = result;
    logger.info('unknown', { binding, ...fields });
  }
}

function logFaults(logger: Log, { binding, faults }: Audit): void {
  if (faults.length === 0) return;
  logger.error('audit faulted', {
    binding,
    faults: toFaultReports(faults),
    errors: tracesOf(faults),
  });
}
