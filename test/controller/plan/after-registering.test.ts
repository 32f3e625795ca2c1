import { describe, expect, it } from 'vitest';
import { type Deregistration, EMPTY_PLAN, type RemovalRule } from '../../../controller/model/plan.ts';
import { afterRegistering } from '../../../controller/plan/after-registering.ts';
import { listed } from '../builders.ts';

const removal = (ip: string, rule: RemovalRule): Deregistration => ({ target: listed(ip), rule, reason: 'r' });
const plan = {
  ...EMPTY_PLAN,
  deregister: [removal('10.0.1.1', 'gone'), removal('10.0.1.2', 'retired'), removal('10.0.1.3', 'stranger')],
};

describe('removals after the registrations', () => {
  it('are all that are planned when every registration succeeded and the group was listed again', () => {
    expect(afterRegistering(plan, { complete: true, listed: true })).toBe(plan);
  });

  it.each([
    [{ complete: false, listed: true }, 'not every registration succeeded'],
    [{ complete: true, listed: false }, 'could not be listed'],
    [{ complete: false, listed: false }, 'not every registration succeeded'],
  ])('are strangers alone after %j; the others are held, none is lost', (registering, why) => {
    const after = afterRegistering(plan, registering);
    expect(after.deregister.map(({ target }) => target.ip)).toEqual(['10.0.1.3']);
    expect(after.hold.map(({ target, kind }) => [target.ip, kind])).toEqual([
      ['10.0.1.1', 'waiting'],
      ['10.0.1.2', 'waiting'],
    ]);
    expect(after.hold[0]?.reason).toContain(why);
  });
});
