import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from './model/clock.ts';

/** The clock on the wall. */
export const wallClock: Clock = {
  now: () => new Date(),
  sleepUntil: async (at, signal) => {
    try {
      await sleep(Math.max(0, at.getTime() - Date.now()), undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      if (signal?.aborted !== true) throw error;
    }
  },
  abortAt: (at) => AbortSignal.timeout(Math.max(0, at.getTime() - Date.now())),
};
