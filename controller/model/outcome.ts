import type { Plan } from './plan.ts';
import type { Problem } from './reading.ts';
import type { Identity } from './spec.ts';
import type { Target } from './target.ts';

/** One word for a pass over one binding, the worst of what happened. Worst first. */
export const OUTCOMES = ['faulted', 'refused', 'blocked', 'waiting', 'changed', 'planned', 'in-sync'] as const;

/** One of {@link OUTCOMES}. */
export type OutcomeWord = (typeof OUTCOMES)[number];

/** Desired and registered, compared. Targets on another port than the binding's are foreign. */
export type Drift = {
  /** Desired but not registered. */
  readonly missing: readonly Target[];
  /** Registered but not desired. */
  readonly surplus: readonly Target[];
};

/** What a pass wrote and AWS accepted. `unconfirmed`: AWS said yes, but its listing did not show it within the read-back time. */
export type Changes = {
  readonly registered: readonly Target[];
  readonly deregistered: readonly Target[];
  readonly unconfirmed: readonly Target[];
};

/** What stands between a group and one that serves from its source alone. The gate waits for it; a pass does not. */
export type Pending = {
  /** False while the group is attached to nothing, so that no target can become healthy. */
  readonly attached: boolean;
  /** Desired targets in zones that the load balancer enables: of the others none can become healthy. */
  readonly serviceable: readonly Target[];
  /** Serviceable targets that are not healthy yet, missing ones included. */
  readonly unhealthy: readonly Target[];
  /** Retired targets still registered, and all that drain and are not desired: a pass learns no fate of those. */
  readonly leaving: readonly Target[];
};

/** A call that failed, or a defect, and what to do about it. */
export type Fault = { readonly problem: Problem; readonly remedy: string };

/** The report of one pass over one binding. */
export type Outcome = Identity & {
  readonly outcome: OutcomeWord;
  /** False where the source or the group could not be read, or was refused: then drift and health say nothing. */
  readonly observed: boolean;
  /** As found, before any change. */
  readonly drift: Drift;
  readonly plan: Plan;
  readonly changes: Changes;
  readonly foreign: readonly Target[];
  /** Targets the source calls for, and how many of them were healthy when last read. In sync is membership; this stands beside it. */
  readonly health: { readonly desired: number; readonly healthy: number };
  readonly pending: Pending;
  /** What failed, and what to do. Not empty where the outcome is `faulted`. */
  readonly faults: readonly Fault[];
};

/** A pass that did nothing. */
export const NO_CHANGES: Changes = { registered: [], deregistered: [], unconfirmed: [] };

/** Nothing is known of what is pending. */
export const UNKNOWN_PENDING: Pending = { attached: false, serviceable: [], unhealthy: [], leaving: [] };

/** No drift, or none known. */
export const NO_DRIFT: Drift = { missing: [], surplus: [] };
