import { describe, expect, it } from 'vitest';
import { type Deregistration, EMPTY_PLAN, type RemovalRule } from '../../../controller/model/plan.ts';
import { makeRoom, refuseAtQuota } from '../../../controller/plan/quota.ts';
import { group, listed } from '../builders.ts';

const removal = (ip: string, rule: RemovalRule): Deregistration => ({ target: listed(ip), rule, reason: '' });
const plan = {
  ...EMPTY_PLAN,
  deregister: [removal('10.0.1.1', 'gone'), removal('10.0.1.2', 'retired'), removal('10.0.1.3', 'stranger')],
};
const ips = (removals: readonly Deregistration[]): readonly string[] => removals.map(({ target }) => target.ip);

describe('room at the quota', () => {
  it.each([
    [0, []],
    [1, ['10.0.1.3']],
    [2, ['10.0.1.3', '10.0.1.1']],
    [9, ['10.0.1.3', '10.0.1.1']],
  ])('for %d comes from strangers, then gone targets, and never from retired ones', (needed, expected) => {
    expect(ips(makeRoom(plan, needed))).toEqual(expected);
  });

  it('is refused with the numbers and the quotas where there is not enough', () => {
    const refusal = refuseAtQuota(group(), { listed: 1000, missing: 2, freed: 0 });
    expect(refusal.reason).toContain('1000 listed in the group, 2 missing, 0 removed');
    expect(refusal.remedy).toContain('Targets per Target Group per Region');
  });
});
