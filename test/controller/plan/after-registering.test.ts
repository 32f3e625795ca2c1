import { describe, expect, it } from 'vitest';
import { type Deregistration, EMPTY_PLAN, type RemovalRule } from '../../../controller/model/plan.ts';
import { afterRegistering, withoutRenewal } from '../../../controller/plan/after-registering.ts';
import { listed } from '../builders.ts';

const removal = (ip: string, rule: RemovalRule): Deregistration => ({ target: listed(ip), rule, reason: 'r' });
const plan = {
  ...EMPTY_PLAN,
  deregister: [removal('10.0.1.1', 'gone'), removal('10.0.1.2', 'retired'), removal('10.0.1.3', 'stranger')],
};

describe('removals after the registrations', () => {
  it('are all that are planned when every registration succeeded', () => {
    expect(afterRegistering(plan, true)).toBe(plan);
  });

  it('are strangers alone when one did not; the others are held with the reason, none is lost', () => {
    const after = afterRegistering(plan, false);
    expect(after.deregister.map(({ target }) => target.ip)).toEqual(['10.0.1.3']);
    const reason = 'not every registration succeeded; else it would go: r';
    expect(after.hold).toEqual([
      { target: listed('10.0.1.1'), kind: 'waiting', reason },
      { target: listed('10.0.1.2'), kind: 'waiting', reason },
    ]);
  });

  it('stand beside what was held before, in the order of their targets', () => {
    const before = { target: listed('10.0.1.0'), kind: 'blocked', reason: 'b' } as const;
    const between = { ...before, target: listed('10.0.1.15') };
    const after = afterRegistering({ ...plan, hold: [between, before] }, false);
    expect(after.hold.map(({ target, kind }) => [target.ip, kind])).toEqual([
      ['10.0.1.0', 'blocked'],
      ['10.0.1.15', 'blocked'],
      ['10.0.1.1', 'waiting'],
      ['10.0.1.2', 'waiting'],
    ]);
  });

  it('are none when the group and its seal could not be read again, and a stranger that stays is named one', () => {
    const after = withoutRenewal(plan);
    expect(after.deregister).toEqual([]);
    expect(after.hold.map(({ target, kind, stranger = false }) => [target.ip, kind, stranger])).toEqual([
      ['10.0.1.1', 'waiting', false],
      ['10.0.1.2', 'waiting', false],
      ['10.0.1.3', 'waiting', true],
    ]);
    expect(after.hold[0]?.reason).toBe('the group and its seal could not be read again; else it would go: r');
  });
});
