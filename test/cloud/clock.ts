import type { World } from './world/state.ts';
import { tick } from './world/tick.ts';

/** Virtual time. Sleeping moves the world on, so that nothing in a test waits. */
export type Clock = {
  readonly now: () => Date;
  readonly sleepUntil: (at: Date) => Promise<void>;
  readonly abortAt: (at: Date) => AbortSignal;
};

/** Moves the world on, second by second. */
export function advance(world: World, seconds: number): void {
  for (let passed = 0; passed < seconds; passed += 1) tick(world);
}

export function createClock(world: World): Clock {
  return {
    now: () => new Date(world.now),
    sleepUntil: async (at) => {
      // Whole seconds: the world has no finer grain, and rounding down would wake a sleeper early.
      advance(world, Math.ceil((at.getTime() - world.now) / 1_000));
    },
    abortAt: (at) => {
      const controller = new AbortController();
      world.agenda.at(at.getTime(), () => {
        controller.abort();
      });
      return controller.signal;
    },
  };
}
