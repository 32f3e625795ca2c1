import { describe, expect, it } from 'vitest';
import { EMPTY_PLAN } from '../../../controller/model/plan.ts';
import { read, unread } from '../../../controller/model/reading.ts';
import { targetKey } from '../../../controller/model/target.ts';
import { decide, knowNothing, suspects } from '../../../controller/plan/decide.ts';
import {
  evidence,
  goes,
  group,
  IP_1,
  IP_2,
  listed,
  observed,
  OLD_1,
  OLD_2,
  planFor,
  problem,
  retiredInterfaces,
  situation,
  spec,
  strangerInterface,
} from '../builders.ts';

describe('a group that is not ours to change', () => {
  const worlds = [
    ['is unsealed', { tags: {} }, 'unsealed'],
    ['is not of type ip', { group: group({ type: 'alb' }) }, 'group-unsuitable'],
    ['is neither sealed nor of type ip', { tags: {}, group: group({ type: 'alb' }) }, 'unsealed'],
  ] as const;

  it.each(worlds)('is refused when it %s, strangers and all, and its drift is shown', (_, world, code) => {
    const targets = [listed(OLD_1, 'unhealthy')];
    const facts = evidence(targets, { others: [strangerInterface(OLD_1)] });
    const decision = decide(situation({ targets, evidence: facts, ...world }));
    expect(decision.plan).toMatchObject({ register: [], deregister: [], hold: [], refusal: { code } });
    expect(decision.drift).toEqual({
      missing: [
        { ip: IP_1, port: 443 },
        { ip: IP_2, port: 443 },
      ],
      surplus: [{ ip: OLD_1, port: 443 }],
    });
    expect(decision.observed).toBe(true);
  });

  it.each(worlds)(
    'shows no drift, and says that none was observed, when it %s and the source is unread',
    (_, world) => {
      const decision = decide(situation({ targets: [listed(OLD_1)], source: unread(problem()), ...world }));
      expect(decision.drift).toEqual({ missing: [], surplus: [] });
      expect(decision.observed).toBe(false);
    },
  );

  it.each(worlds)('has no suspects when it %s: no evidence is read for nothing', (_, world) => {
    expect(suspects(situation({ targets: [listed(OLD_1)], ...world }))).toEqual([]);
  });
});

describe('a pass that could read nothing of its group', () => {
  const nothing = {
    observed: false,
    drift: { missing: [], surplus: [] },
    foreign: [],
    health: { desired: 0, healthy: 0 },
    pending: { attached: false, serviceable: [], unhealthy: [], leaving: [] },
  };

  it('changes nothing and knows nothing, be it refused or a fault', () => {
    const refusal = { code: 'group-unreadable', reason: 'Why.', remedy: 'Do this.' } as const;
    expect(knowNothing(refusal)).toStrictEqual({ ...nothing, plan: { ...EMPTY_PLAN, refusal } });
    expect(knowNothing()).toStrictEqual({ ...nothing, plan: EMPTY_PLAN });
  });
});

describe('the suspects of a sealed group', () => {
  const targets = [listed(OLD_1), listed(OLD_2), listed(IP_1), listed('10.0.1.9', 'draining')];

  it.each([
    ['are its surplus', {}, [`${OLD_1}:443`, `${OLD_2}:443`]],
    ['are no kept ones', { spec: spec({ keep: [OLD_2] }) }, [`${OLD_1}:443`]],
    [
      'are all it lists when the source is refused',
      { source: unread(problem()) },
      [`${IP_1}:443`, `${OLD_1}:443`, `${OLD_2}:443`],
    ],
  ])('%s', (_, world, expected) => {
    expect(suspects(situation({ targets, ...world })).map(targetKey)).toEqual(expected);
  });
});

describe('the drift of a source that is refused', () => {
  it('is no more than its strangers: of the others nothing is known', () => {
    const targets = [listed(OLD_1), listed('10.0.1.60')];
    const world = { targets, evidence: evidence(targets, { others: [strangerInterface('10.0.1.60')] }) };
    const decision = decide(situation({ ...world, source: unread(problem()) }));
    expect(decision.drift).toEqual({ missing: [], surplus: [{ ip: '10.0.1.60', port: 443 }] });
    expect(decision.observed).toBe(false);
  });
});

describe('a binding whose keep lists the other family', () => {
  it('is refused, and a stranger goes all the same', () => {
    const held = planFor([listed(OLD_1, 'unhealthy')], {
      facts: { others: [strangerInterface(OLD_1)] },
      spec: spec({ keep: ['2001:db8::1'] }),
    });
    expect(held.refusal?.code).toBe('group-unsuitable');
    expect(goes(held)).toEqual([`${OLD_1}:443`]);
  });

  it('is no binding whose keep lists the group’s own', () => {
    expect(planFor([], { spec: spec({ keep: ['10.0.1.77'] }) }).refusal).toBeUndefined();
  });
});

describe('a source that is the wrong one', () => {
  const facts = { others: retiredInterfaces() };

  it.each([
    [
      'of another service',
      { spec: spec({ source: { ...spec().source, serviceName: 'com.amazonaws.eu-west-1.sqs' } }) },
      'source-of-other-service',
    ],
    [
      'of another VPC, without cross-zone',
      { source: read(observed([IP_1, IP_2], { vpcId: 'vpc-2' })), crossZone: read('off' as const) },
      'cross-zone-off',
    ],
    [
      'of another account',
      { source: read(observed([IP_1, IP_2], { ownerId: '999999999999' })) },
      'source-of-other-owner',
    ],
  ])('%s is refused, and the targets of the right endpoint stay, behind TLS too', (_, world, code) => {
    const right = [listed(OLD_1), listed(OLD_2, 'unhealthy')];
    const held = planFor(right, { facts, group: group({ protocol: 'TLS' }), ...world });
    expect(held.refusal?.code).toBe(code);
    expect(held.deregister).toEqual([]);
  });
});
