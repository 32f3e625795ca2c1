import type { MetricId, MetricStore, Statistic } from './metric-store.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** What a missing data point counts as. */
export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

/** The operators of alarms with one threshold. */
export type Comparison =
  | 'GreaterThanThreshold'
  | 'GreaterThanOrEqualToThreshold'
  | 'LessThanThreshold'
  | 'LessThanOrEqualToThreshold';

/** An alarm on one metric: ALARM once M (`datapointsToAlarm`) of N (`evaluationPeriods`) data points breach. */
export type MetricAlarm = {
  readonly name: string;
  readonly metric: MetricId;
  readonly statistic: Statistic;
  readonly periodSeconds: number;
  readonly comparison: Comparison;
  readonly threshold: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly missingData: MissingData;
};

/** One data point of the evaluation range, seen from the threshold; undefined where it is missing. */
export type Point = 'ok' | 'breaching' | undefined;

/**
 * How many data points CloudWatch retrieves beyond N. AWS says that it is some, and that the number depends on the period;
 * in both of its examples it is 2.
 */
const EXTRA_PERIODS = 2;

/**
 * An alarm at a time, after the state it was in. It is evaluated every minute over windows that end now, whatever its
 * period: "at the end of minute 6, the alarm is evaluated based on the data from minutes 2 to 6".
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function evaluateAlarm(
  alarm: MetricAlarm,
  { store, now, state }: { readonly store: MetricStore; readonly now: number; readonly state: AlarmState },
): AlarmState {
  const length = alarm.evaluationPeriods + EXTRA_PERIODS;
  const range = Array.from({ length }, (_, index): Point => {
    const to = now - (length - 1 - index) * alarm.periodSeconds * 1_000;
    const value = store.statistic(alarm.metric, alarm.statistic, { from: to - alarm.periodSeconds * 1_000, to });
    if (value === undefined) return undefined;
    return COMPARISONS[alarm.comparison](value, alarm.threshold) ? 'breaching' : 'ok';
  });
  return evaluateRange(range, alarm, state);
}

/**
 * The state that follows from an evaluation range, its oldest data point first, as documented row by row in
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function evaluateRange(
  range: readonly Point[],
  {
    evaluationPeriods,
    datapointsToAlarm,
    missingData,
  }: Pick<MetricAlarm, 'evaluationPeriods' | 'datapointsToAlarm' | 'missingData'>,
  state: AlarmState,
): AlarmState {
  // Of more than N real data points, the extra ones from farther back are not needed.
  const real = range.filter((point) => point !== undefined).slice(-evaluationPeriods);
  const breaching = real.filter((point) => point === 'breaching').length;
  const filled = evaluationPeriods - real.length;
  const outcome = (count: number): AlarmState => (count >= datapointsToAlarm ? 'ALARM' : 'OK');

  if (filled === 0) return outcome(breaching);
  if (missingData === 'breaching') return outcome(breaching + filled);
  if (missingData === 'notBreaching') return outcome(breaching);
  if (missingData === 'missing' && real.length === 0) return 'INSUFFICIENT_DATA';
  if (missingData === 'missing' && hasLastedLongEnough(range, datapointsToAlarm)) return 'ALARM';
  if (breaching >= datapointsToAlarm) return 'ALARM';
  // `missing` "does not go immediately into ALARM": where it stays instead is not documented; here where it is, as `ignore`.
  return breaching === real.length ? state : 'OK';
}

/**
 * "Avoiding premature transitions": with too few real data points, an alarm waits until the oldest of them is as old as M
 * periods, and every other breaches as well or is missing. The text asks it of the oldest *breaching* point, which its own
 * table (`0 - X - -`, 2 of 3: OK) contradicts; here the table wins.
 * https://github.com/awsdocs/amazon-cloudwatch-user-guide/issues/129
 */
function hasLastedLongEnough(range: readonly Point[], datapointsToAlarm: number): boolean {
  const oldest = range.findIndex((point) => point !== undefined);
  return range.length - oldest >= datapointsToAlarm && range.every((point) => point !== 'ok');
}

const COMPARISONS: Readonly<Record<Comparison, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};
