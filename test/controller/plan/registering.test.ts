import { describe, expect, it } from 'vitest';
import { EMPTY_PLAN } from '../../../controller/model/plan.ts';
import { read, unread } from '../../../controller/model/reading.ts';
import { targetKey } from '../../../controller/model/target.ts';
import { decide } from '../../../controller/plan/decide.ts';
import { IP_1, IP_2, listed, observed, OURS, planFor, problem, situation, spec } from '../builders.ts';

describe('registrations', () => {
  it('register what is missing and nothing else', () => {
    const { register, deregister, hold } = planFor([]);
    expect(register.map(({ target }) => targetKey(target))).toEqual([`${IP_1}:443`, `${IP_2}:443`]);
    expect([...deregister, ...hold]).toEqual([]);
  });

  it('are none in sync, whatever the health', () => {
    expect(planFor([listed(IP_1, 'unhealthy'), listed(IP_2, 'initial')]).register).toEqual([]);
  });

  it('and all else are nothing in sync: the plan does not even name a pause, a gap or a refusal (rule 12)', () => {
    expect(planFor([listed(IP_1), listed(IP_2)])).toStrictEqual(EMPTY_PLAN);
  });

  it('go on while the source is partial, and say so', () => {
    const partial = planFor([], { source: read(observed([IP_1], { state: 'pending' })) });
    expect(partial.register.map(({ target }) => targetKey(target))).toEqual([`${IP_1}:443`]);
    expect(partial.partial).toContain('pending');
  });

  it('are none without a source', () => {
    const refused = planFor([], { source: unread(problem()) });
    expect(refused.register).toEqual([]);
    expect(refused.refusal?.code).toBe('source-unreadable');
  });

  it('take the binding’s port over the group’s', () => {
    expect(planFor([], { spec: spec({ port: 8443 }) }).register.map(({ target }) => target.port)).toEqual([8443, 8443]);
  });

  it('give the interface that carries the address as their reason', () => {
    const { register } = planFor([listed(IP_1)]);
    expect(register.map(({ reason }) => reason)).toEqual([`eni-${IP_2} of ${OURS} carries it`]);
  });
});

describe('the health of what is desired', () => {
  it.each([
    ['one missing, one initial', [listed(IP_1, 'initial')], { desired: 2, healthy: 0 }],
    ['one missing, one healthy', [listed(IP_1)], { desired: 2, healthy: 1 }],
    ['one draining, one healthy', [listed(IP_1, 'draining'), listed(IP_2)], { desired: 2, healthy: 1 }],
    ['two initial beside a healthy surplus', [listed(IP_1, 'initial'), listed('10.0.1.9')], { desired: 2, healthy: 0 }],
    ['both healthy', [listed(IP_1), listed(IP_2)], { desired: 2, healthy: 2 }],
  ])('counts the desired targets and the healthy ones among them: %s', (_, targets, health) => {
    expect(decide(situation({ targets })).health).toEqual(health);
  });
});
