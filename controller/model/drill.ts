import type { Identity } from './spec.ts';
import type { HealthState, ListedTarget, Target } from './target.ts';

/** What a drill takes out, and what serves meanwhile. */
export type DrillPlan = {
  readonly target: ListedTarget;
  readonly zoneId: string;
  /** The other desired targets, all of them healthy. */
  readonly others: readonly Target[];
};

/** Why a drill takes nothing out. */
export type DrillRefusalCode =
  | 'unreadable'
  | 'mode'
  | 'pass-refuses'
  | 'paused'
  | 'partial'
  | 'not-in-sync'
  | 'unattached'
  | 'zonal-shift'
  | 'under-way'
  | 'unhealthy'
  | 'zones-unknown'
  | 'too-few'
  | 'last-of-its-zone'
  | 'changed-meanwhile'
  | 'not-permitted';

/** A drill that changes nothing: the numbers found, and the remedy. */
export type DrillRefusal = { readonly code: DrillRefusalCode; readonly reason: string; readonly remedy: string };

/** What the listing shows of the target taken out: its health, or nothing. */
export type Sighting = HealthState | 'absent';

/** A point of a drill's time line, in seconds since the deregistration. `registered-back` is the drill's own doing. */
export type Moment = { readonly seconds: number } & (
  | { readonly what: 'deregistered' | 'healthy' | 'registered-back' }
  | { readonly what: 'out' | 'registered-again'; readonly shows: Sighting }
);

/** How a drill ended. `not-healed` ends with the target registered, unless the reason says otherwise. */
export type Drill = Identity &
  (
    | { readonly outcome: 'refused'; readonly refusal: DrillRefusal }
    | { readonly outcome: 'declined'; readonly plan: DrillPlan }
    | { readonly outcome: 'healed'; readonly plan: DrillPlan; readonly moments: readonly Moment[] }
    | {
        readonly outcome: 'not-healed';
        readonly plan: DrillPlan;
        readonly moments: readonly Moment[];
        readonly reason: string;
        readonly remedy: string;
      }
  );
