import { AUDIT_SCHEDULE_MINUTES, SCHEDULE_MINUTES } from '../../controller/model/limits.ts';

/** The functions that a schedule invokes, by their names. */
export const FUNCTIONS = ['sync', 'audit'] as const;

/** One of {@link FUNCTIONS}. */
export type FunctionName = (typeof FUNCTIONS)[number];

/** One schedule by rate for each function. Times are milliseconds since 1970. */
export type Schedules = {
  /** Creates a schedule anew. Without a start date it begins at once. */
  readonly create: (functionName: FunctionName, now: number) => void;
  /** The schedule's own time of an invocation that is due, once; undefined if none is. */
  readonly takeDue: (functionName: FunctionName, now: number) => number | undefined;
};

const INTERVAL_MS = { sync: SCHEDULE_MINUTES * 60_000, audit: AUDIT_SCHEDULE_MINUTES * 60_000 };

/** Creates both. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#rate-based */
export function createSchedules(now: number): Schedules {
  const schedules = { sync: { since: now, taken: 0 }, audit: { since: now, taken: 0 } };
  return {
    create: (functionName, at) => {
      schedules[functionName] = { since: at, taken: 0 };
    },
    takeDue: (functionName, at) => {
      const { since, taken } = schedules[functionName];
      const scheduled = since + taken * INTERVAL_MS[functionName];
      if (scheduled + lateness(taken) > at) return undefined;
      schedules[functionName] = { since, taken: taken + 1 };
      return scheduled;
    },
  };
}

/** EventBridge Scheduler is precise to 60 seconds: by so many an invocation is late, in no regular order. */
function lateness(count: number): number {
  return ((count * 41) % 60) * 1_000;
}
