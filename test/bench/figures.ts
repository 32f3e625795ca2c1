import type { Played } from './play.ts';
import type { Second } from './observe.ts';
import type { Ground } from './ground.ts';
import type { Trace } from './trace.ts';

/** What a policy cost on a trace. Client-seconds: one client a second for each fixed IP. */
export type Figures = {
  /** Client-seconds that nobody answered. */
  readonly failed: number;
  /** Client-seconds served while no registered target was healthy; see {@link Second}. */
  readonly failingOpen: number;
  /** Client-seconds that reached a stranger: before a run could have seen it, left registered after, by AWS's lag. */
  readonly stranger: { readonly unseen: number; readonly left: number; readonly straggling: number };
  /** Seconds in which a stranger stood registered after a run that rule 5 lets evict it. */
  readonly strangerPastRule5: number;
  /** Virtual seconds to the last one in which the group did not serve as the source says; `never`: to the trace’s end. */
  readonly healSeconds: number | 'never';
  /** Requests to AWS a minute, retries included, over the whole trace; questions to DNS are none. */
  readonly callsPerMinute: number;
  /** Requests that write, in the last ten minutes, times 144. */
  readonly writesPerDay: number;
};

const LAST_SECONDS = 600;
const DAY_SECONDS = 86_400;

/** Adds a trace up. */
export function toFigures<S extends Ground>(trace: Trace<S>, { seconds, runs, calls, strangerAt }: Played): Figures {
  const total = (count: (second: Second) => number): number =>
    Math.round(seconds.reduce((sum, second) => sum + count(second), 0) * 10) / 10;
  const seenAt = runs.find(({ beganAt }) => strangerAt !== undefined && beganAt >= strangerAt)?.endedAt ?? 0;
  const mayGoAt = runs.find(({ mayEvict }) => mayEvict)?.endedAt ?? Number.POSITIVE_INFINITY;
  const lastSeconds = trace.minutes * 60 - LAST_SECONDS;
  const lateWrites = calls.filter(({ at, write }) => write && at >= lastSeconds).length;
  return {
    failed: total(({ failed }) => failed),
    failingOpen: total(({ failingOpen }) => failingOpen),
    stranger: {
      unseen: total(({ at, stranger, strangerRegistered }) => (strangerRegistered && at <= seenAt ? stranger : 0)),
      left: total(({ at, stranger, strangerRegistered }) => (strangerRegistered && at > seenAt ? stranger : 0)),
      straggling: total(({ stranger, strangerRegistered }) => (strangerRegistered ? 0 : stranger)),
    },
    strangerPastRule5: seconds.filter(({ at, strangerRegistered }) => strangerRegistered && at > mayGoAt).length,
    healSeconds: healing(seconds, trace.mendableAt ?? trace.happenings[0]?.at ?? 0),
    callsPerMinute: Math.round((calls.length / trace.minutes) * 10) / 10,
    writesPerDay: (lateWrites * DAY_SECONDS) / LAST_SECONDS,
  };
}

/** Client-seconds that reached a stranger, however. */
export function strangerTotal({ stranger: { unseen, left, straggling } }: Figures): number {
  return unseen + left + straggling;
}

/** What policies are compared by, by name; less is better. Calls are left out: they are a price, not a loss. */
export const COMPARED = {
  failed: ({ failed }) => failed,
  'failed or failing open': ({ failed, failingOpen }) => failed + failingOpen,
  stranger: strangerTotal,
  healed: ({ healSeconds }) => (healSeconds === 'never' ? Number.POSITIVE_INFINITY : healSeconds),
} as const satisfies Record<string, (figures: Figures) => number>;

/** One of the figures that policies are compared by. */
export type Compared = keyof typeof COMPARED;

function healing(seconds: readonly Second[], from: number): number | 'never' {
  const lastBroken = seconds.findLast(({ asSourceSays }) => !asSourceSays)?.at ?? 0;
  return lastBroken === seconds.length ? 'never' : Math.max(0, lastBroken - from);
}
