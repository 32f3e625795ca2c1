import type { LoadBalancerView, TargetGroupView } from '../cloud/verbs/views.ts';
import { type AlarmDefinitions, type Alarms, createAlarms } from '../cloudwatch/alarms.ts';
import type { AlarmState } from '../cloudwatch/evaluate-alarm.ts';
import { invokeScheduled, type Scheduled } from './invoke-scheduled.ts';
import { reportLoadBalancer } from '../cloudwatch/load-balancer-metrics.ts';
import { createMetricStore, type MetricStore } from '../cloudwatch/metric-store.ts';
import { reportQueue } from '../cloudwatch/schedule-metrics.ts';
import { createSchedules, type FunctionName, FUNCTIONS } from './schedules.ts';

const MINUTE_MS = 60_000;
/** Between two looks at the load balancer: its health checks come no faster. */
const STEP_SECONDS = 10;

/** What is put into operation. */
export type Operated = Omit<Scheduled, 'store' | 'obstacle'> & {
  readonly loadBalancer: LoadBalancerView;
  readonly group: TargetGroupView;
  /** Name of the queue for what the schedules could not deliver. */
  readonly deadLetters: string;
};

/** What goes wrong beside the cloud. A scenario changes it while time passes. */
export type Trouble = {
  /** Functions whose schedule is switched off. */
  readonly disabled: Set<FunctionName>;
  /** Functions that EventBridge Scheduler may not invoke. */
  readonly undeliverable: Set<FunctionName>;
  /** Functions that find no capacity. */
  readonly throttled: Set<FunctionName>;
  /** Connections that find no free port, each time the load balancer is looked at. */
  portErrors: number;
  /** Messages in the dead-letter queue; undefined until there was one. */
  deadLetters: number | undefined;
};

/** The alarms at the end of a minute, by name. One that has never had data is not among them: it has told nobody yet. */
export type Minute = ReadonlyMap<string, AlarmState>;

/** A path in operation: its schedules invoke the functions, and CloudWatch watches. */
export type Operations = {
  readonly store: MetricStore;
  readonly trouble: Trouble;
  /** Every minute so far. */
  readonly minutes: readonly Minute[];
  /** Creates the alarms: from the next minute on they are evaluated. */
  readonly watch: (definitions: AlarmDefinitions) => void;
  /** Creates a schedule now, in place of the one there is. */
  readonly schedule: (functionName: FunctionName) => void;
  /** Catches up with what is due by now: for whoever lets time pass by himself. */
  readonly tick: () => Promise<void>;
  /** Lets a minute pass; returns the alarms at its end. */
  readonly minute: () => Promise<Minute>;
};

/** Puts a path into operation. Everything of it may change meanwhile. */
export function operate(operated: Operated): Operations {
  const { cloud, deadLetters: name } = operated;
  const now = (): number => cloud.clock.now().getTime();
  const began = now();
  const store = createMetricStore();
  const schedules = createSchedules(began);
  const trouble: Trouble = {
    disabled: new Set(),
    undeliverable: new Set(),
    throttled: new Set(),
    portErrors: 0,
    deadLetters: undefined,
  };
  const minutes: Minute[] = [];
  const told = new Set<string>();
  let alarms: Alarms | undefined;

  const endMinute = (end: number): Minute => {
    reportQueue(store, { name, at: end - 1, messages: trouble.deadLetters });
    const states = [...(alarms?.evaluate(store, end) ?? [])];
    for (const [alarm, state] of states) if (state !== 'INSUFFICIENT_DATA') told.add(alarm);
    return new Map(states.filter(([alarm]) => told.has(alarm)));
  };
  const invokeDue = async (functionName: FunctionName): Promise<void> => {
    const scheduled = schedules.takeDue(functionName, now());
    if (scheduled === undefined) return;
    if (!trouble.disabled.has(functionName)) {
      const obstacle = (['undeliverable', 'throttled'] as const).find((each) => trouble[each].has(functionName));
      const end = await invokeScheduled(functionName, scheduled, { ...operated, store, obstacle });
      if (end === 'undeliverable') trouble.deadLetters = (trouble.deadLetters ?? 0) + 1;
    }
    await invokeDue(functionName);
  };
  const tick = async (): Promise<void> => {
    while (began + (minutes.length + 1) * MINUTE_MS <= now()) {
      minutes.push(endMinute(began + (minutes.length + 1) * MINUTE_MS));
    }
    reportLoadBalancer(cloud, { ...operated, store, portErrors: trouble.portErrors });
    for (const functionName of FUNCTIONS) {
      // oxlint-disable-next-line no-await-in-loop -- time goes on in order
      await invokeDue(functionName);
    }
  };
  return {
    store,
    trouble,
    minutes,
    watch: (definitions) => {
      alarms = createAlarms(definitions);
    },
    schedule: (functionName) => {
      schedules.create(functionName, now());
      trouble.disabled.delete(functionName);
    },
    tick,
    minute: async () => {
      const { length } = minutes;
      while (minutes.length === length) {
        cloud.advance(STEP_SECONDS);
        // oxlint-disable-next-line no-await-in-loop -- time goes on in order
        await tick();
      }
      return minutes.at(-1) ?? new Map();
    },
  };
}
