/** A metric by its identity: CloudWatch knows it under exactly these dimensions, whatever their order, and no others. */
export type MetricId = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
};

/** A value at a time in milliseconds since 1970. */
export type Datapoint = { readonly at: number; readonly value: number };

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html */
export type Statistic = 'Sum' | 'Minimum' | 'Maximum' | 'Average' | 'SampleCount';

/** From `from` on, until just before `to`, in milliseconds since 1970. */
export type Window = { readonly from: number; readonly to: number };

/** What was measured so far. */
export type MetricStore = {
  readonly put: (metric: MetricId, datapoint: Datapoint) => void;
  /** Undefined where nothing was measured in the window: a gap, not a zero. */
  readonly statistic: (metric: MetricId, statistic: Statistic, window: Window) => number | undefined;
  /** Every metric that was measured, sorted. */
  readonly metrics: () => readonly MetricId[];
};

export function createMetricStore(): MetricStore {
  const series = new Map<string, { readonly metric: MetricId; readonly datapoints: Datapoint[] }>();
  return {
    put: (metric, datapoint) => {
      const key = metricKey(metric);
      const known = series.get(key) ?? { metric, datapoints: [] };
      known.datapoints.push(datapoint);
      series.set(key, known);
    },
    statistic: (metric, statistic, { from, to }) => {
      const values = (series.get(metricKey(metric))?.datapoints ?? [])
        .filter(({ at }) => at >= from && at < to)
        .map(({ value }) => value);
      return values.length === 0 ? undefined : STATISTICS[statistic](values);
    },
    metrics: () => [...series].toSorted(([a], [b]) => a.localeCompare(b)).map(([, { metric }]) => metric),
  };
}

/** A metric as one line, equal for equal identities: `AWS/SQS ApproximateNumberOfMessagesVisible QueueName=dead`. */
export function metricKey({ namespace, name, dimensions }: MetricId): string {
  const pairs = Object.entries(dimensions).map(([key, value]) => `${key}=${value}`);
  return [namespace, name, ...pairs.toSorted()].join(' ');
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const STATISTICS: Readonly<Record<Statistic, (values: readonly number[]) => number>> = {
  Sum: total,
  Minimum: (values) => Math.min(...values),
  Maximum: (values) => Math.max(...values),
  Average: (values) => total(values) / values.length,
  SampleCount: ({ length }) => length,
};
