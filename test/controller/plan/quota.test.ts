import { describe, expect, it } from 'vitest';
import { type Deregistration, EMPTY_PLAN, type Plan, type RemovalRule } from '../../../controller/model/plan.ts';
import { targetKey } from '../../../controller/model/target.ts';
import { makeRoom, refuseAtQuota } from '../../../controller/plan/quota.ts';
import { group, listed, OLD_1, planFor, spec } from '../builders.ts';

const removal = (ip: string, rule: RemovalRule): Deregistration => ({ target: listed(ip), rule, reason: '' });
const plan = {
  ...EMPTY_PLAN,
  deregister: [
    { ...removal('10.0.1.1', 'gone'), dead: true as const },
    removal('10.0.1.2', 'retired'),
    removal('10.0.1.3', 'stranger'),
  ],
};
const ips = (removals: readonly Deregistration[]): readonly string[] => removals.map(({ target }) => target.ip);

describe('room at the quota', () => {
  it.each([
    [0, []],
    [1, ['10.0.1.3']],
    [2, ['10.0.1.3', '10.0.1.1']],
    [9, ['10.0.1.3', '10.0.1.1']],
  ])(
    'for %d comes from strangers, then dead targets, and never from retired ones that may serve',
    (needed, expected) => {
      expect(ips(makeRoom(plan, needed))).toEqual(expected);
    },
  );

  it('comes from gone targets that only wait for a desired one to be registered, last of all', () => {
    const held: Plan = {
      ...plan,
      hold: [
        { target: listed('10.0.1.4'), kind: 'waiting', reason: 'w', dead: 'retired' },
        { target: listed('10.0.1.5'), kind: 'waiting', reason: 'w' },
      ],
    };
    expect(ips(makeRoom(held, 9))).toEqual(['10.0.1.3', '10.0.1.1', '10.0.1.4']);
    expect(makeRoom(held, 9).at(-1)).toEqual({
      target: listed('10.0.1.4'),
      rule: 'retired',
      reason: 'w: it makes room',
      dead: true,
    });
  });

  it.each([
    ['enforce', [`${OLD_1}:443`]],
    ['add', []],
  ] as const)('in mode %s comes from gone targets: %j', (mode, expected) => {
    const full = planFor([listed(OLD_1, 'unhealthy')], { spec: spec({ mode }) });
    expect(makeRoom(full, 1).map(({ target }) => targetKey(target))).toEqual(expected);
  });

  it('is refused with the numbers and the quotas where there is not enough', () => {
    const refusal = refuseAtQuota(group(), { listed: 1000, missing: 2, freed: 0 });
    expect(refusal.code).toBe('quota');
    expect(refusal.reason).toContain('1000 listed in the group, 2 missing, 0 removed to make room.');
    const remedies = [
      'is reached in eu-west-1',
      '"Targets per Target Group per Region"',
      '"Targets per Network Load Balancer"',
      '"Targets per Availability Zone per Network Load Balancer"',
      'or deregister by hand what need not stay: foreign, retired and strangers’ targets',
    ];
    expect(remedies.filter((remedy) => !refusal.remedy.includes(remedy))).toEqual([]);
  });
});
