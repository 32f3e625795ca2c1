import type { Deregistration, Hold, Plan } from '../model/plan.ts';

/**
 * A plan after its registrations: unless all of them succeeded, only strangers may still go, whose eviction waits for
 * nothing (rule 4). What stays is held, with why.
 */
export function afterRegistering(plan: Plan, complete: boolean): Plan {
  if (complete) return plan;
  const stays = ({ rule }: Deregistration): boolean => rule !== 'stranger';
  return holdRemovals(plan, stays, 'not every registration succeeded');
}

/** A plan whose removals could not be decided again on the group and its seal as they are now: nothing goes. */
export function withoutRenewal(plan: Plan): Plan {
  return holdRemovals(plan, () => true, 'the group and its seal could not be read again');
}

function holdRemovals(plan: Plan, stays: (removal: Deregistration) => boolean, why: string): Plan {
  const held = plan.deregister.filter(stays).map(
    ({ target, rule, reason }): Hold => ({
      target,
      kind: 'waiting',
      reason: `${why}; else it would go: ${reason}`,
      ...(rule === 'stranger' && { stranger: true }),
    }),
  );
  return {
    ...plan,
    deregister: plan.deregister.filter((removal) => !stays(removal)),
    hold: [...plan.hold, ...held],
  };
}
