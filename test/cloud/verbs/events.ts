import type { BusEvent } from '../world/events.ts';
import type { World } from '../world/state.ts';

/** EventBridge, as far as its default buses go. */
export type EventVerbs = {
  /** Every event that was taken, oldest first. */
  readonly events: readonly BusEvent[];
  /** Which events are rejected, one by one, as by a bus that failed with them. Until told: none. */
  readonly rejectEvents: (test: (event: BusEvent) => boolean) => void;
};

export function createEventVerbs(world: World): EventVerbs {
  return {
    events: world.events,
    rejectEvents: (test) => {
      world.rejectsEvent = test;
    },
  };
}
