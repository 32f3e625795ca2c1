import { familyOf } from '../model/address.ts';
import type { Refusal } from '../model/plan.ts';
import { type Problem, problemText } from '../model/reading.ts';
import type { Spec } from '../model/spec.ts';
import type { TargetGroup } from '../model/target-group.ts';

/** Refuses where the group, its tags or its health could not be read and only an operator can help; else it is a fault. */
export function judgeUnreadGroup(spec: Spec, problem: Problem): Refusal | undefined {
  const remedies: Partial<Record<Problem['kind'], string>> = {
    'not-found': 'Correct targetGroupArn, or create the target group again and seal it.',
    denied:
      'Grant the role elasticloadbalancing:DescribeTargetGroups, DescribeTags and DescribeTargetHealth, and look for an explicit deny.',
    invalid: 'Correct targetGroupArn.',
  };
  const remedy = remedies[problem.kind];
  if (remedy === undefined) return undefined;
  return {
    code: 'group-unreadable',
    reason: `The target group ${spec.targetGroupArn} could not be read: ${problemText(problem)}`,
    remedy,
  };
}

/** Refuses a group that cannot hold IPs, or whose family the binding's `keep` contradicts. */
export function checkGroup(spec: Spec, group: TargetGroup): Refusal | undefined {
  if (group.type !== 'ip') {
    return {
      code: 'group-unsuitable',
      reason: `The target group is of type ${group.type}; only type ip holds addresses.`,
      remedy: 'Bind a target group of type ip.',
    };
  }
  const alien = spec.keep.filter((ip) => familyOf(ip) !== group.family);
  if (alien.length === 0) return undefined;
  return {
    code: 'group-unsuitable',
    reason: `keep lists ${alien.join(', ')}, but the target group is of family ${group.family} and can never hold it.`,
    remedy: 'Remove these from keep, or correct targetGroupArn.',
  };
}
