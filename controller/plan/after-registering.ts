import type { Deregistration, Plan } from '../model/plan.ts';
import { byTarget } from '../model/target.ts';
import { held } from './held.ts';

/**
 * A plan after its registrations: unless all of them succeeded, only strangers may still go, whose eviction waits for
 * nothing (rule 4). What stays is held, with why.
 */
export function afterRegistering(plan: Plan, complete: boolean): Plan {
  return complete ? plan : holdRemovals(plan, waitsForRegistrations, 'not every registration succeeded');
}

function waitsForRegistrations({ rule }: Deregistration): boolean {
  return rule !== 'stranger';
}

/** A plan whose removals could not be decided again on the group and its seal as they are now: nothing goes. */
export function withoutRenewal(plan: Plan): Plan {
  return holdRemovals(plan, () => true, 'the group and its seal could not be read again');
}

function holdRemovals(plan: Plan, stays: (removal: Deregistration) => boolean, why: string): Plan {
  const stay = plan.deregister.filter(stays).map((removal) => held(removal, 'waiting', why));
  return {
    ...plan,
    deregister: plan.deregister.filter((removal) => !stays(removal)),
    hold: [...plan.hold, ...stay].toSorted((a, b) => byTarget(a.target, b.target)),
  };
}
