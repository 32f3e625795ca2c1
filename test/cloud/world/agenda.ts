/** What happens later: deletions that end, interfaces that vanish, endpoints that become available. */
export type Agenda = {
  /** Plans an event at a time in milliseconds. */
  readonly at: (time: number, event: () => void) => void;
  /** Runs, in order, what is due; true if anything was. */
  readonly runDue: (now: number) => boolean;
};

export function createAgenda(): Agenda {
  const planned: { readonly time: number; readonly event: () => void }[] = [];
  return {
    at: (time, event) => {
      const earlier = planned.findLastIndex((each) => each.time <= time);
      planned.splice(earlier + 1, 0, { time, event });
    },
    runDue: (now) => {
      const isAnyDue = planned[0] !== undefined && planned[0].time <= now;
      // An event may plan the next one, for the same second.
      for (let next = planned[0]; next !== undefined && next.time <= now; next = planned[0]) {
        planned.shift();
        next.event();
      }
      return isAnyDue;
    },
  };
}
