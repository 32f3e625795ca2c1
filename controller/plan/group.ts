import { familyOf } from '../model/ip.ts';
import type { Refusal } from '../model/plan.ts';
import { isLasting, type Problem, problemText } from '../model/reading.ts';
import type { Spec } from '../model/spec.ts';
import type { TargetGroup } from '../model/target-group.ts';
import { remedyFor } from './remedies.ts';

/** Refuses where the group, its tags or its health could not be read and only an operator can help; else it is a fault. */
export function judgeUnreadGroup(spec: Spec, problem: Problem): Refusal | undefined {
  if (!isLasting(problem)) return undefined;
  return {
    code: 'group-unreadable',
    reason: `The target group could not be read: ${problemText(problem)}`,
    remedy: remedyFor(problem, 'group', spec),
    unread: problem.kind,
  };
}

/** Refuses a group that cannot hold IPs. */
export function checkType({ type }: TargetGroup): Refusal | undefined {
  if (type === 'ip') return undefined;
  return {
    code: 'group-unsuitable',
    reason: `The target group is of type ${type}; only type ip holds addresses.`,
    remedy: 'Bind a target group of type ip.',
  };
}

/** Refuses a binding whose `keep` lists what the group can never hold: one of the two is mistaken. */
export function checkKeep(spec: Spec, group: TargetGroup): Refusal | undefined {
  const alien = spec.keep.filter((ip) => familyOf(ip) !== group.family);
  if (alien.length === 0) return undefined;
  return {
    code: 'group-unsuitable',
    reason: `keep lists ${alien.join(', ')}, but the target group is of family ${group.family} and can never hold it.`,
    remedy: 'Remove these from keep, or correct targetGroupArn.',
  };
}
