import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from './model/clock.ts';

/** The clock on the wall. */
export const wallClock: Clock = {
  now: () => new Date(),
  sleepUntil: async (at) => {
    await sleep(Math.max(0, at.getTime() - Date.now()));
  },
  abortAt: (at) => AbortSignal.timeout(Math.max(0, at.getTime() - Date.now())),
};
