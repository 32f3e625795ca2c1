import { parseRule } from './composite.ts';
import { type AlarmState, evaluateAlarm, type MetricAlarm } from './evaluate-alarm.ts';
import type { MetricStore } from './metric-store.ts';

/** An alarm on the states of others. */
export type CompositeAlarm = { readonly name: string; readonly rule: string };

/** Alarms as they are defined. Names are unique. */
export type AlarmDefinitions = {
  readonly metric: readonly MetricAlarm[];
  readonly composite: readonly CompositeAlarm[];
};

/** Alarms at work. */
export type Alarms = {
  /** Evaluates all of them, as CloudWatch does every minute, and returns their states by name. */
  readonly evaluate: (store: MetricStore, now: number) => ReadonlyMap<string, AlarmState>;
};

/** Creates alarms. Each has insufficient data until it is first evaluated. */
export function createAlarms({ metric, composite }: AlarmDefinitions): Alarms {
  const rules = composite.map(({ name, rule }) => ({ name, holds: parseRule(rule) }));
  const states = new Map<string, AlarmState>();
  const stateOf = (name: string): AlarmState => states.get(name) ?? 'INSUFFICIENT_DATA';
  return {
    evaluate: (store, now) => {
      for (const alarm of metric)
        states.set(alarm.name, evaluateAlarm(alarm, { store, now, state: stateOf(alarm.name) }));
      for (const { name, holds } of rules) states.set(name, holds(stateOf) ? 'ALARM' : 'OK');
      return new Map(states);
    },
  };
}
