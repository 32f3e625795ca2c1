import type { Measurement, MetricName } from './metrics.ts';
import type { Audit } from './model/audit-outcome.ts';
import { type CheckResult, isAdvice, type Severity } from './model/finding.ts';
import type { Outcome } from './model/outcome.ts';
import { mayServe, targetKey } from './model/target.ts';

/** A pass beside its bindings: whose it was, and the changes of which nobody could be told. */
export type SyncPass = { readonly functionName: string; readonly failedNotifications: number };

type Values = Readonly<Partial<Record<MetricName, number>>>;

/** What a sync pass measured, of each binding and of itself. Of a binding of which nothing is known there is nothing. */
export function measureSync(
  outcomes: readonly Outcome[],
  { functionName, failedNotifications }: SyncPass,
): readonly Measurement[] {
  const faults = outcomes.filter(({ outcome }) => outcome === 'faulted').length;
  const changes = sumOf(
    outcomes,
    ({ changes: { registered, deregistered } }) => registered.length + deregistered.length,
  );
  return [
    ...outcomes.flatMap((outcome) => ofBinding(outcome.binding, measureOutcome(outcome))),
    ofFunction(functionName, {
      CompletedPasses: faults === 0 ? 1 : 0,
      Faults: faults,
      Changes: changes,
      FailedNotifications: failedNotifications,
    }),
  ];
}

/** What an audit pass measured. Without audits it was refused: completed, and of bindings nothing is known. */
export function measureAudit(audits: readonly Audit[], functionName: string): readonly Measurement[] {
  const faults = audits.filter((audit) => audit.faults.length > 0).length;
  return [
    ...audits
      .filter((audit) => audit.faults.length === 0)
      .flatMap(({ binding, results }) => ofBinding(binding, measureResults(results))),
    ofFunction(functionName, {
      CompletedPasses: faults === 0 ? 1 : 0,
      Faults: faults,
      LesserFindings: sumOf(audits, ({ results }) => countFindings(results, 'err', 'warn', 'info')),
    }),
  ];
}

function measureOutcome(outcome: Outcome): Values {
  const { drift, health } = outcome;
  const serving = strangersServing(outcome);
  return {
    ...(outcome.observed && { Drift: drift.missing.length + drift.surplus.length, HealthyDesired: health.healthy }),
    ...((serving > 0 || knowsFates(outcome)) && { StrangersServing: serving }),
    ...(outcome.outcome !== 'faulted' && {
      Blocked: outcome.outcome === 'refused' || outcome.outcome === 'blocked' ? 1 : 0,
    }),
  };
}

/** A refusal leaves fates unlearnt, but for that at the quota, which comes after them: then zero would be a guess. */
function knowsFates({ observed, plan }: Outcome): boolean {
  return observed && (plan.refusal === undefined || plan.refusal.code === 'quota');
}

/** Those held, and those whose eviction failed or does not show yet. */
function strangersServing({ plan, changes }: Outcome): number {
  const unconfirmed = new Set(changes.unconfirmed.map(targetKey));
  const gone = new Set(changes.deregistered.map(targetKey).filter((key) => !unconfirmed.has(key)));
  const held = plan.hold.filter(({ stranger }) => stranger === true);
  const left = plan.deregister.filter(({ rule, target }) => rule === 'stranger' && !gone.has(targetKey(target)));
  return [...held, ...left].filter(({ target }) => mayServe(target)).length;
}

function measureResults(results: readonly CheckResult[]): Values {
  const zones = results.filter(({ code }) => code === 'ZONE_DARK');
  const dark = zones.filter(({ kind }) => kind === 'finding').length;
  const known = zones.every(({ kind }) => kind !== 'unknown');
  // Where the pass ended before the turn of the binding, nothing was looked at: a zero would clear its alarm.
  const reached = results.some((result) => result.kind !== 'unknown' && !isAdvice(result));
  return {
    ...((dark > 0 || known) && { DarkZones: dark }),
    ...(reached && { CriticalFindings: countFindings(results, 'crit') }),
  };
}

function countFindings(results: readonly CheckResult[], ...severities: readonly Severity[]): number {
  const wrong = results.filter((result) => !isAdvice(result));
  return wrong.filter((result) => result.kind === 'finding' && severities.includes(result.severity)).length;
}

function sumOf<T>(items: readonly T[], count: (item: T) => number): number {
  return items.reduce((sum, item) => sum + count(item), 0);
}

function ofBinding(value: string, values: Values): readonly Measurement[] {
  return Object.keys(values).length === 0 ? [] : [{ dimension: { name: 'Binding', value }, values }];
}

function ofFunction(value: string, values: Values): Measurement {
  return { dimension: { name: 'Function', value }, values };
}
