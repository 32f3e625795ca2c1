import { type Measurement, NAMESPACE } from '../../controller/metrics.ts';
import type { Cloud } from '../cloud/cloud.ts';
import type { Surroundings } from '../path/surroundings.ts';
import { invokeAudit } from '../scenarios/audit-stage.ts';
import { invoke } from '../scenarios/stage.ts';
import type { MetricStore } from '../cloudwatch/metric-store.ts';
import { type Invoked, reportFunction, reportSchedule } from '../cloudwatch/schedule-metrics.ts';
import type { FunctionName } from './schedules.ts';

/** What a schedule invokes, and what stands in its way. */
export type Scheduled = {
  readonly cloud: Cloud;
  readonly surroundings: Surroundings;
  /** The binding as each schedule carries it. */
  readonly binding: (functionName: FunctionName) => Readonly<Record<string, unknown>>;
  readonly scheduleGroup: string;
  readonly store: MetricStore;
  readonly obstacle: 'undeliverable' | 'throttled' | undefined;
};

/** Invokes the real handler as its schedule does, and hands to CloudWatch what it measured and what AWS counts of it. */
export async function invokeScheduled(
  functionName: FunctionName,
  scheduled: number,
  { cloud, surroundings, binding, scheduleGroup, store, obstacle }: Scheduled,
): Promise<Invoked['end']> {
  const at = cloud.clock.now().getTime();
  const count = (end: Invoked['end']): Invoked['end'] => {
    const invoked = { functionName, scheduleGroup, at, end, durationMs: cloud.clock.now().getTime() - at };
    reportSchedule(store, invoked);
    reportFunction(store, invoked);
    return end;
  };
  if (obstacle !== undefined) return count(obstacle);
  const event = () => ({ asOf: new Date(scheduled).toISOString(), bindings: [binding(functionName)] });
  const { measurements, fault } =
    functionName === 'sync' ? await invoke(cloud, event) : await invokeAudit({ cloud, surroundings }, event);
  putMeasurements(store, measurements, cloud.clock.now().getTime());
  return count(fault === undefined ? 'succeeded' : 'failed');
}

/** As CloudWatch reads them from the log. */
function putMeasurements(store: MetricStore, measurements: readonly Measurement[], at: number): void {
  for (const { dimension, values } of measurements) {
    const dimensions = { [dimension.name]: dimension.value };
    for (const [name, value] of Object.entries(values)) {
      store.put({ namespace: NAMESPACE, name, dimensions }, { at, value });
    }
  }
}
