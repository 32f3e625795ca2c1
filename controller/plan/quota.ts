import type { Deregistration, Plan, Refusal } from '../model/plan.ts';
import type { TargetGroup } from '../model/target-group.ts';

/** The removals that may come before a registration at the quota: those of rules 5 and 6, as many as are needed. */
export function makeRoom(plan: Plan, needed: number): readonly Deregistration[] {
  const strangers = plan.deregister.filter(({ rule }) => rule === 'stranger');
  const gone = plan.deregister.filter(({ rule }) => rule === 'gone');
  return [...strangers, ...gone].slice(0, needed);
}

/** Refuses because AWS accepts no more targets, with the numbers and the quotas to raise. */
export function refuseAtQuota(
  group: TargetGroup,
  numbers: { readonly listed: number; readonly missing: number; readonly freed: number },
): Refusal {
  return {
    code: 'quota',
    reason:
      `AWS accepts no more targets (TooManyTargets): ${numbers.listed} listed in the group, ${numbers.missing} missing, ` +
      `${numbers.freed} removed to make room.`,
    remedy:
      `Raise the quota that is reached in ${group.region} ("Targets per Target Group per Region", "Targets per Network Load Balancer", ` +
      '"Targets per Availability Zone per Network Load Balancer"), ' +
      'or deregister foreign and retired targets by hand.',
  };
}
