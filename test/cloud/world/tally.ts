/** Client-seconds by what became of them. */
export type Tally = { readonly served: number; readonly failed: number; readonly stranger: number };

export const emptyTally: Tally = { served: 0, failed: 0, stranger: 0 };

/** Adds tallies. */
export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (total, { served, failed, stranger }) => ({
      served: total.served + served,
      failed: total.failed + failed,
      stranger: total.stranger + stranger,
    }),
    emptyTally,
  );
}

/** What came on top of an earlier tally. */
export function subtract(later: Tally, earlier: Tally): Tally {
  return {
    served: later.served - earlier.served,
    failed: later.failed - earlier.failed,
    stranger: later.stranger - earlier.stranger,
  };
}

/** A tally for reading: shares of a connection add up to whole numbers again. */
export function rounded({ served, failed, stranger }: Tally): Tally {
  return { served: round(served), failed: round(failed), stranger: round(stranger) };
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
