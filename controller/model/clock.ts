/** Time as a pass sees it, so that a simulated cloud can carry its own. */
export type Clock = {
  readonly now: () => Date;
  /** Ends earlier, without an error, when a signal fires. */
  readonly sleepUntil: (at: Date, signal?: AbortSignal) => Promise<void>;
  /** A signal that fires at a time, to end what is still under way. */
  readonly abortAt: (at: Date) => AbortSignal;
};
