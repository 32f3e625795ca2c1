import { describe, expect, it } from 'vitest';
import type { ProblemKind } from '../../../controller/model/reading.ts';
import { checkKeep, checkType, judgeUnreadGroup } from '../../../controller/plan/group.ts';
import { group, problem, spec } from '../builders.ts';

describe('a group that could not be read', () => {
  it.each<[ProblemKind, string]>([
    ['credentials', 'aws sts get-caller-identity'],
    ['denied', 'elasticloadbalancing:DescribeTargetGroups'],
    ['not-found', 'correct targetGroupArn'],
    ['invalid', 'Correct targetGroupArn.'],
  ])('is refused where that failed as %s, with what an operator does', (kind, remedy) => {
    expect(judgeUnreadGroup(spec(), problem({ kind, doing: 'reading the group' }))).toEqual({
      code: 'group-unreadable',
      reason: 'The target group could not be read: reading the group failed: Throttling: Rate exceeded',
      remedy: expect.stringContaining(remedy),
      unread: kind,
    });
  });

  it.each<ProblemKind>(['unreachable', 'transient', 'other'])(
    'is a fault, and no refusal, where it failed as %s',
    (kind) => {
      expect(judgeUnreadGroup(spec(), problem({ kind }))).toBeUndefined();
    },
  );
});

describe('a group', () => {
  it.each(['instance', 'lambda', 'alb'])('of type %s is refused: it holds no addresses', (type) => {
    expect(checkType(group({ type }))).toEqual({
      code: 'group-unsuitable',
      reason: `The target group is of type ${type}; only type ip holds addresses.`,
      remedy: 'Bind a target group of type ip.',
    });
  });

  it('of type ip is accepted', () => {
    expect(checkType(group({ type: 'ip' }))).toBeUndefined();
  });
});

describe('what keep lists', () => {
  const keep = ['10.0.1.77', '2001:db8::1', '2001:db8::2'];

  it('is refused where the group can never hold it, naming that alone', () => {
    expect(checkKeep(spec({ keep }), group())).toEqual({
      code: 'group-unsuitable',
      reason: 'keep lists 2001:db8::1, 2001:db8::2, but the target group is of family ipv4 and can never hold it.',
      remedy: 'Remove these from keep, or correct targetGroupArn.',
    });
    expect(checkKeep(spec({ keep }), group({ family: 'ipv6' }))?.reason).toContain('keep lists 10.0.1.77, but');
  });

  it('is accepted where all of it is of the group’s family', () => {
    expect(checkKeep(spec({ keep: ['10.0.1.77'] }), group())).toBeUndefined();
    expect(checkKeep(spec({ keep: ['2001:db8::1'] }), group({ family: 'ipv6' }))).toBeUndefined();
  });
});
