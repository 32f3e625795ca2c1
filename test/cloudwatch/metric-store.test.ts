import { describe, expect, it } from 'vitest';
import { createMetricStore, metricKey, type MetricId, type Statistic } from './metric-store.ts';

const drift: MetricId = { namespace: 'TargetSync', name: 'Drift', dimensions: { Binding: 'a' } };
const statistics: readonly Statistic[] = ['Sum', 'Minimum', 'Maximum', 'Average', 'SampleCount'];

describe('a metric store', () => {
  it('takes each statistic over the datapoints of a window, the end of which is not part of it', () => {
    const store = createMetricStore();
    for (const [at, value] of [0, 4, 1, 100].entries()) store.put(drift, { at: at * 1_000, value });
    const taken = statistics.map((statistic) => store.statistic(drift, statistic, { from: 1_000, to: 3_000 }));
    expect(taken).toEqual([5, 1, 4, 2.5, 2]);
  });

  it('knows nothing where nothing was measured, which is not zero', () => {
    const store = createMetricStore();
    store.put(drift, { at: 60_000, value: 0 });
    expect(store.statistic(drift, 'Sum', { from: 0, to: 60_000 })).toBeUndefined();
    expect(store.statistic(drift, 'Sum', { from: 60_000, to: 120_000 })).toBe(0);
  });

  it.each([
    ['the same dimensions in another order are the same metric', { LoadBalancer: 'net/a/1', TargetGroup: 'b' }, 1],
    ['a dimension less is another metric', { TargetGroup: 'b' }, undefined],
    ['a dimension more is another metric', { TargetGroup: 'b', LoadBalancer: 'net/a/1', Zone: 'c' }, undefined],
    ['another value is another metric', { TargetGroup: 'b', LoadBalancer: 'net/a/2' }, undefined],
  ])('%s', (_, dimensions, expected) => {
    const store = createMetricStore();
    const metric = { namespace: 'AWS/NetworkELB', name: 'HealthyHostCount' };
    store.put({ ...metric, dimensions: { TargetGroup: 'b', LoadBalancer: 'net/a/1' } }, { at: 0, value: 1 });
    expect(store.statistic({ ...metric, dimensions }, 'Maximum', { from: 0, to: 1 })).toBe(expected);
  });

  it('names every metric that was measured', () => {
    const store = createMetricStore();
    store.put(drift, { at: 0, value: 0 });
    store.put(drift, { at: 1, value: 0 });
    store.put({ namespace: 'AWS/Scheduler', name: 'TargetErrorCount', dimensions: {} }, { at: 0, value: 1 });
    expect(store.metrics().map(metricKey)).toEqual(['AWS/Scheduler TargetErrorCount', 'TargetSync Drift Binding=a']);
  });
});
