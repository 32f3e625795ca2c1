import type { Ground } from './ground.ts';

/** A way of keeping a target group true to its source. */
export type Policy<S extends Ground = Ground> = {
  /** Named for what it does. */
  readonly name: string;
  /** What it is measured as, good sides included. */
  readonly does: string;
  /** Takes up a steady ground. What it remembers from pass to pass it keeps for itself. */
  readonly begin: (site: S) => Acts;
};

/** When a policy acts. What it throws is a failed run, and the next one comes as ever. */
export type Acts = {
  /** Once every virtual minute. */
  readonly minute?: () => Promise<void>;
  /** In a deployment that changes the spec, right after the change. */
  readonly deployed?: () => Promise<void>;
};
