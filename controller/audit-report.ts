import { type FaultReport, toFaultReports } from './fault-report.ts';
import type { Audit, Path } from './model/audit-outcome.ts';
import { type CheckResult, isAdvice, SEVERITIES, type Severity } from './model/finding.ts';
import type { Identity } from './model/spec.ts';

/** How many results there are of each kind; findings by severity. */
export type Counts = Readonly<Record<Severity | 'ok' | 'unknown' | 'notConfigured', number>>;

/** An audit as people and pipelines read it, from the function and from `--json`. */
export type AuditReport = Identity & {
  /** `clean`: no finding, and nothing unknown but what cannot be told from here. Advice is neither. */
  readonly verdict: 'clean' | 'findings' | 'faulted';
  readonly counts: Counts;
  readonly paths: readonly Path[];
  /** Findings first, the worst on top; then what is unknown, what is not configured, and what is ok. */
  readonly results: readonly CheckResult[];
  readonly faults: readonly FaultReport[];
};

/** Writes an audit as an {@link AuditReport}. */
export function toAuditReport({ results, faults, ...rest }: Audit): AuditReport {
  return {
    ...rest,
    verdict: faults.length > 0 ? 'faulted' : results.every(isClean) ? 'clean' : 'findings',
    counts: countsOf(results),
    results: results.toSorted((a, b) => rankOf(a) - rankOf(b)),
    faults: toFaultReports(faults),
  };
}

/** Unknown is never ok. What is out of reach from here stays unknown however right everything is, and fails no pipeline. */
function isClean(result: CheckResult): boolean {
  if (isAdvice(result)) return true;
  return result.kind === 'unknown' ? result.outOfReach === true : result.kind !== 'finding';
}

function countsOf(results: readonly CheckResult[]): Counts {
  const count = (test: (result: CheckResult) => boolean): number => results.filter(test).length;
  const findings = (severity: Severity): number =>
    count((result) => result.kind === 'finding' && result.severity === severity);
  return {
    crit: findings('crit'),
    err: findings('err'),
    warn: findings('warn'),
    info: findings('info'),
    unknown: count(({ kind }) => kind === 'unknown'),
    notConfigured: count(({ kind }) => kind === 'not-configured'),
    ok: count(({ kind }) => kind === 'ok'),
  };
}

function rankOf(result: CheckResult): number {
  if (result.kind === 'finding') return SEVERITIES.indexOf(result.severity);
  return SEVERITIES.length + ['unknown', 'not-configured', 'ok'].indexOf(result.kind);
}
