import type { Hold, Plan } from '../model/plan.ts';

/** How the registrations of a pass went. */
export type Registering = {
  /** True if AWS accepted every one of them. */
  readonly complete: boolean;
  /** True if the group could be listed after them, or there were none. */
  readonly listed: boolean;
};

/**
 * A plan after its registrations: unless all of them succeeded and the group could be listed again, only strangers may
 * still go, whose eviction waits for nothing. What stays is held, with why.
 */
export function afterRegistering(plan: Plan, { complete, listed }: Registering): Plan {
  if (complete && listed) return plan;
  const why = complete ? 'the group could not be listed after the registrations' : 'not every registration succeeded';
  const kept = plan.deregister.filter(({ rule }) => rule !== 'stranger');
  const held = kept.map(
    ({ target, reason }): Hold => ({ target, kind: 'waiting', reason: `${why}; else it would go: ${reason}` }),
  );
  return {
    ...plan,
    deregister: plan.deregister.filter(({ rule }) => rule === 'stranger'),
    hold: [...plan.hold, ...held],
  };
}
