import { describe, expect, it } from 'vitest';
import { goes, IP_1, IP_2, listed, OLD_1, planFor, spec, stays } from '../builders.ts';

describe('a gone target (rule 6)', () => {
  it.each(['healthy', 'initial', 'unhealthy'] as const)('goes beside a desired target that is %s', (health) => {
    expect(goes(planFor([listed(OLD_1, 'unhealthy'), listed(IP_1, health)]))).toEqual([`${OLD_1}:443`]);
  });

  it.each([
    ['none is registered', []],
    ['the only one is draining', [listed(IP_1, 'draining')]],
    ['a foreign one alone is registered', [listed(IP_1, 'healthy', { port: 80 })]],
  ])('waits while, of the desired targets, %s', (_, others) => {
    expect(stays(planFor([listed(OLD_1, 'unhealthy'), ...others]))).toEqual([[`${OLD_1}:443`, 'waiting']]);
  });

  it('goes with what was found: no interface, and who stands registered', () => {
    const target = listed(OLD_1, 'unhealthy');
    expect(planFor([target, listed(IP_1), listed(IP_2, 'initial')]).deregister).toEqual([
      { target, rule: 'gone', reason: `no interface carries ${OLD_1}; 2 desired stand registered`, dead: true },
    ]);
    expect(planFor([target]).hold).toEqual([
      {
        target,
        kind: 'waiting',
        reason: `no interface carries ${OLD_1}, but 0 of 2 desired stand registered`,
        dead: 'gone',
      },
    ]);
  });

  it('is blocked where keep leaves it no replacement, with the remedy', () => {
    const held = planFor([listed(OLD_1, 'unhealthy')], { spec: spec({ keep: [IP_1, IP_2] }) });
    expect(held.hold[0]).toMatchObject({ kind: 'blocked', remedy: expect.stringContaining('keep') });
  });
});
