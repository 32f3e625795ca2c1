/** What happens later: deletions that end, interfaces that vanish, endpoints that become available. */
export type Agenda = {
  /** Plans an event at a time in milliseconds. */
  readonly at: (time: number, event: () => void) => void;
  /** Runs, in order, what is due. */
  readonly runDue: (now: number) => void;
};

export function createAgenda(): Agenda {
  let planned: readonly { readonly time: number; readonly event: () => void }[] = [];
  return {
    at: (time, event) => {
      planned = [...planned, { time, event }].toSorted((a, b) => a.time - b.time);
    },
    runDue: (now) => {
      // An event may plan the next one, for the same second.
      for (let next = planned[0]; next !== undefined && next.time <= now; next = planned[0]) {
        planned = planned.slice(1);
        next.event();
      }
    },
  };
}
