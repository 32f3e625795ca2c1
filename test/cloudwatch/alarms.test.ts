import { expect, it } from 'vitest';
import { createAlarms } from './alarms.ts';
import type { MetricAlarm } from './evaluate-alarm.ts';
import { createMetricStore } from './metric-store.ts';

const alarm = (name: string, missingData: MetricAlarm['missingData']): MetricAlarm => ({
  name,
  metric: { namespace: 'TargetSync', name: 'Drift', dimensions: { Binding: 'a' } },
  statistic: 'Maximum',
  periodSeconds: 60,
  comparison: 'GreaterThanOrEqualToThreshold',
  threshold: 1,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  missingData,
});

it('alarms are evaluated from one minute to the next, and a composite on what came of the others', () => {
  const store = createMetricStore();
  const alarms = createAlarms({
    metric: [alarm('drift', 'notBreaching'), alarm('kept', 'ignore')],
    composite: [{ name: 'both', rule: 'ALARM(drift) AND ALARM(kept)' }],
  });
  const at = (minutes: number) => [...alarms.evaluate(store, minutes * 60_000)];
  expect(at(1)).toEqual([
    ['drift', 'OK'],
    ['kept', 'INSUFFICIENT_DATA'],
    ['both', 'OK'],
  ]);
  store.put(alarm('drift', 'ignore').metric, { at: 60_000, value: 1 });
  expect(at(2).map(([, state]) => state)).toEqual(['ALARM', 'ALARM', 'ALARM']);
  // Out of the evaluation range: one of them remembers.
  expect(at(9)).toEqual([
    ['drift', 'OK'],
    ['kept', 'ALARM'],
    ['both', 'OK'],
  ]);
});
