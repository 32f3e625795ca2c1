import type { Site } from './site.ts';

/** A way of keeping a target group true to an endpoint. */
export type Policy = {
  /** Named for what it does. */
  readonly name: string;
  /** What it is measured as, good sides included. */
  readonly does: string;
  /** Takes up a steady site. What it remembers from pass to pass it keeps for itself. */
  readonly begin: (site: Site) => Acts;
};

/** When a policy acts. What it throws is a failed run, and the next one comes as ever. */
export type Acts = {
  /** Once every virtual minute. */
  readonly minute?: () => Promise<void>;
  /** In a deployment that changes the spec, right after the change. */
  readonly deployed?: () => Promise<void>;
};
