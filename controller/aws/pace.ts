import type { Clock } from '../model/clock.ts';

/** Waits until the next call may go out. */
export type Pace = () => Promise<void>;

/**
 * Least time between two calls: five a second, since older accounts have no more for all of Route 53.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html
 */
const GAP_MS = 200;
/** Chance adds up to so much, so that two audits that begin together do not go on in step. */
const JITTER_MS = 50;

/**
 * The pace of one pass towards Route 53 and what belongs to it. One for all: the quota is the account's. Once the pass is
 * over nobody waits: each call then fails at once, and the pass can report.
 */
export function createPace(clock: Clock, signal?: AbortSignal): Pace {
  let free = 0;
  return async () => {
    if (signal?.aborted === true) return;
    const turn = Math.max(free, clock.now().getTime());
    free = turn + GAP_MS + Math.random() * JITTER_MS;
    await clock.sleepUntil(new Date(turn));
  };
}
