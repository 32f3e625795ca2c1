import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

/** The kinds of alarms. Each says its direction, ends the names of its alarms, and is a section of the runbook. */
export type AlarmKind =
  | 'path-at-risk'
  | 'completed-sync-passes-too-few'
  | 'completed-audit-passes-too-few'
  | 'healthy-hosts-too-few'
  | 'serving-strangers-too-many'
  | 'dark-zones-too-many'
  | 'critical-findings-too-many'
  | 'drift-too-high'
  | 'blocked-passes-too-many'
  | 'changes-too-many'
  | 'failed-notifications-too-many'
  | 'faults-too-many'
  | 'errors-too-many'
  | 'throttles-too-many'
  | 'dropped-invocations-too-many'
  | 'target-errors-too-many'
  | 'dead-letters-too-many'
  | 'port-allocation-errors-too-many';

/** An alarm, in full: nothing of it is left to a default of CloudWatch. The metric has the statistic and the period. */
export type AlarmSpec = {
  readonly kind: AlarmKind;
  /** Unique in account and Region; it says the kind. */
  readonly name: string;
  readonly metric: IMetric;
  readonly breaching: { readonly atLeast: number } | { readonly below: number };
  /** M of N: so many of the last so many periods. */
  readonly periods: { readonly breaching: number; readonly of: number };
  /** What a period without data counts as. `missing`: as nothing, and where all are missing the state says so. */
  readonly missing: 'breaching' | 'notBreaching' | 'missing';
  /** What it means, in a sentence or two. */
  readonly means: string;
  /** The first command to run, to be pasted. */
  readonly first: string;
};

const MISSING = {
  breaching: TreatMissingData.BREACHING,
  notBreaching: TreatMissingData.NOT_BREACHING,
  missing: TreatMissingData.MISSING,
} as const;

/** Makes an alarm. It has no action yet: who hears of it is decided where all of them are known. */
export function alarm(scope: Construct, id: string, spec: AlarmSpec): Alarm {
  const { name, metric, breaching, periods, missing } = spec;
  return new Alarm(scope, id, {
    alarmName: name,
    alarmDescription: describeAlarm(spec),
    metric,
    ...('below' in breaching
      ? { threshold: breaching.below, comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD }
      : { threshold: breaching.atLeast, comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD }),
    datapointsToAlarm: periods.breaching,
    evaluationPeriods: periods.of,
    treatMissingData: MISSING[missing],
  });
}

/** What whoever is woken reads: what it means, what to run first, where to read on. */
export function describeAlarm({ kind, means, first }: Pick<AlarmSpec, 'kind' | 'means' | 'first'>): string {
  return `${means} First: ${first} Then: infra/README.md#${kind}`;
}
