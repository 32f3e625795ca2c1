/** Time as a pass sees it, so that a simulated cloud can carry its own. */
export type Clock = {
  readonly now: () => Date;
  readonly sleepUntil: (at: Date) => Promise<void>;
};
