import type { Deregistration, Plan, Refusal } from '../model/plan.ts';
import type { TargetGroup } from '../model/target-group.ts';

/**
 * The removals that may come before a registration at the quota: those of rules 5 and 6, as many as are needed. Rule 6 waits
 * for a desired target to stand registered; where none does, waiting for it would keep it out for ever.
 */
export function makeRoom({ deregister, hold }: Plan, needed: number): readonly Deregistration[] {
  const strangers = deregister.filter(({ rule }) => rule === 'stranger');
  const dead = deregister.filter((removal) => removal.dead === true);
  const waiting = hold.flatMap(({ target, reason, kind, dead: rule }): readonly Deregistration[] =>
    rule === undefined || kind !== 'waiting' ? [] : [{ target, rule, reason: `${reason}: it makes room`, dead: true }],
  );
  return [...strangers, ...dead, ...waiting].slice(0, needed);
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
      'or deregister by hand what need not stay: foreign, retired and strangers’ targets.',
  };
}
