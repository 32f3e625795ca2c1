import { describe, expect, it } from 'vitest';
import type { Hold, Plan } from '../../../controller/model/plan.ts';
import { read, unread } from '../../../controller/model/reading.ts';
import type { Situation } from '../../../controller/model/situation.ts';
import { type ListedTarget, targetKey } from '../../../controller/model/target.ts';
import { decide } from '../../../controller/plan/decide.ts';
import {
  endpointInterface,
  evidence,
  group,
  IP_1,
  IP_2,
  listed,
  observed,
  problem,
  RETIRED,
  situation,
  spec,
  strangerInterface,
} from '../builders.ts';

const OLD_1 = '10.0.1.50';
const OLD_2 = '10.0.2.50';
const retired = [endpointInterface(OLD_1, RETIRED), endpointInterface(OLD_2, RETIRED)];
const { loadBalancerArn: _, ...unattached } = group();
const bothHealthy = [listed(IP_1), listed(IP_2)];

type World = Partial<Situation> & { readonly facts?: Parameters<typeof evidence>[1] };

function plan(targets: readonly ListedTarget[], { facts, ...overrides }: World = {}): Plan {
  return decide(situation({ targets, evidence: evidence(targets, facts), ...overrides })).plan;
}
const goes = ({ deregister }: Plan): readonly string[] => deregister.map(({ target }) => targetKey(target));
const stays = ({ hold }: Plan): readonly [string, Hold['kind']][] =>
  hold.map(({ target, kind }) => [targetKey(target), kind]);

describe('registrations', () => {
  it('register what is missing and nothing else', () => {
    const { register, deregister, hold } = plan([]);
    expect(register.map(({ target }) => targetKey(target))).toEqual([`${IP_1}:443`, `${IP_2}:443`]);
    expect([...deregister, ...hold]).toEqual([]);
  });

  it('are none in sync, whatever the health', () => {
    expect(plan([listed(IP_1, 'unhealthy'), listed(IP_2, 'initial')]).register).toEqual([]);
  });

  it('go on while the source is partial, and say so', () => {
    const partial = plan([], { source: read(observed([IP_1], { state: 'pending' })) });
    expect(partial.register.map(({ target }) => targetKey(target))).toEqual([`${IP_1}:443`]);
    expect(partial.partial).toContain('pending');
  });

  it('are none without a source', () => {
    const refused = plan([], { source: unread(problem()) });
    expect(refused.register).toEqual([]);
    expect(refused.refusal?.code).toBe('source-unreadable');
  });

  it('take the binding’s port over the group’s', () => {
    expect(plan([], { spec: spec({ port: 8443 }) }).register.map(({ target }) => target.port)).toEqual([8443, 8443]);
  });
});

describe('a stranger (rule 5)', () => {
  const facts = { others: [strangerInterface(OLD_1)] };

  it.each([
    ['not healthy, and nothing else serves', [listed(OLD_1, 'unhealthy')], {}],
    [
      'not healthy, and the source cannot be read',
      [listed(OLD_1, 'unhealthy'), ...bothHealthy],
      { source: unread(problem()) },
    ],
    [
      'not healthy, and the source is partial',
      [listed(OLD_1, 'initial')],
      { source: read(observed([IP_1], { state: 'pending' })) },
    ],
    ['healthy, and a desired target is healthy', [listed(OLD_1), listed(IP_1)], {}],
    ['healthy behind TLS, with nothing else', [listed(OLD_1)], { group: group({ protocol: 'TLS' }) }],
    [
      'healthy behind clear text, with nothing else',
      [listed(OLD_1, 'healthy', { port: 80 })],
      { group: group({ port: 80 }) },
    ],
    ['not healthy, during a zonal shift', [listed(OLD_1, 'unhealthy', { zonalShift: true })], {}],
  ])('goes when it is %s', (_, targets, world) => {
    expect(goes(plan(targets, { facts, ...world }))).toContain(targetKey(targets[0] ?? listed(OLD_1)));
  });

  it('goes from a group attached to nothing', () => {
    const targets = [listed(OLD_1, 'unused')];
    expect(goes(plan(targets, { facts, group: unattached }))).toEqual([`${OLD_1}:443`]);
  });

  it.each([
    ['waits', 'nothing desired is healthy yet', {}, 'waiting'],
    ['is blocked', 'there is no source to replace it', { source: unread(problem()) }, 'blocked'],
  ])('%s when it is healthy behind TCP:443 and %s', (_, __, world, kind) => {
    const held = plan([listed(OLD_1), listed(IP_1, 'initial')], { facts, ...world });
    expect(stays(held)).toContainEqual([`${OLD_1}:443`, kind]);
    expect(held.deregister).toEqual([]);
  });
});

describe('a gone target (rule 6)', () => {
  it('goes once a desired target stands registered, healthy or not', () => {
    expect(goes(plan([listed(OLD_1, 'unhealthy'), listed(IP_1, 'initial')]))).toEqual([`${OLD_1}:443`]);
  });

  it('waits while none is registered', () => {
    expect(stays(plan([listed(OLD_1, 'unhealthy')]))).toEqual([[`${OLD_1}:443`, 'waiting']]);
  });
});

describe('a retired target (rule 7)', () => {
  const facts = { others: retired };

  it('goes when enough replacements are healthy, one zone’s worth a pass', () => {
    const release = plan([listed(OLD_1), listed(OLD_2), ...bothHealthy], { facts });
    expect(goes(release)).toEqual([`${OLD_1}:443`]);
    expect(stays(release)).toEqual([[`${OLD_2}:443`, 'waiting']]);
  });

  it.each([
    [1, 'initial', 'initial', false],
    [1, 'healthy', 'initial', true],
    [2, 'healthy', 'initial', false],
    [2, 'healthy', 'healthy', true],
    [9, 'healthy', 'initial', false],
    [9, 'healthy', 'healthy', true],
  ] as const)('with minHealthy %d and replacements %s and %s: goes is %s', (minHealthy, first, second, expected) => {
    const release = plan([listed(OLD_1), listed(IP_1, first), listed(IP_2, second)], {
      facts,
      spec: spec({ minHealthy }),
    });
    expect(goes(release)).toEqual(expected ? [`${OLD_1}:443`] : []);
  });

  it('goes from a zone without a healthy replacement, with cross-zone on: another zone’s serves it', () => {
    const release = plan([listed(OLD_2), listed(IP_1), listed(IP_2, 'initial')], { facts });
    expect(goes(release)).toEqual([`${OLD_2}:443`]);
  });

  it('clamps minHealthy to the desired targets that the load balancer can use', () => {
    const release = plan([listed(OLD_1), listed(IP_1), listed(IP_2, 'unused')], {
      facts: { ...facts, enabled: [1] },
      spec: spec({ minHealthy: 2 }),
    });
    expect(goes(release)).toEqual([`${OLD_1}:443`]);
  });

  it('is blocked when no desired target lies in an enabled zone', () => {
    const held = plan([listed(OLD_1), listed(IP_1, 'unused'), listed(IP_2, 'unused')], {
      facts: { ...facts, enabled: [3] },
    });
    expect(stays(held)).toEqual([[`${OLD_1}:443`, 'blocked']]);
  });

  describe('with cross-zone off', () => {
    const off = { ...facts, crossZone: false };

    it('goes when its own zone has a healthy replacement', () => {
      expect(goes(plan([listed(OLD_1), ...bothHealthy], { facts: off }))).toEqual([`${OLD_1}:443`]);
    });

    it('waits when its zone’s replacement is not healthy yet', () => {
      const held = plan([listed(OLD_2), listed(IP_1), listed(IP_2, 'initial')], { facts: off });
      expect(stays(held)).toEqual([[`${OLD_2}:443`, 'waiting']]);
    });

    it('is blocked when no desired target can serve its zone, with the remedy', () => {
      const held = plan([listed(OLD_2), listed(IP_1)], {
        facts: { ...off, ours: [IP_1] },
        source: read(observed([IP_1])),
      });
      expect(stays(held)).toEqual([[`${OLD_2}:443`, 'blocked']]);
      expect(held.hold[0]?.remedy).toContain('euw1-az2');
    });

    it('goes when it is not healthy itself: its zone has nothing to lose by it', () => {
      const release = plan([listed(OLD_2, 'unhealthy'), listed(IP_1)], {
        facts: { ...off, ours: [IP_1] },
        source: read(observed([IP_1])),
      });
      expect(goes(release)).toEqual([`${OLD_2}:443`]);
    });

    it('goes when the load balancer does not use its zone', () => {
      const release = plan([listed(OLD_2), listed(IP_1)], { facts: { ...off, enabled: [1] } });
      expect(goes(release)).toEqual([`${OLD_2}:443`]);
    });
  });

  it('goes when a kept target stands by, but not on the strength of it', () => {
    const keep = spec({ keep: ['10.0.1.77'] });
    const held = plan([listed(OLD_1), listed('10.0.1.77'), listed(IP_1, 'initial')], { facts, spec: keep });
    expect(goes(held)).toEqual([]);
    expect(goes(plan([listed(OLD_1), listed('10.0.1.77'), listed(IP_1)], { facts, spec: keep }))).toEqual([
      `${OLD_1}:443`,
    ]);
  });
});

describe('what holds every gone and retired target (rules 3 and 8)', () => {
  const targets = [listed(OLD_1), listed('10.0.1.60', 'unhealthy'), ...bothHealthy];
  const facts = { others: retired };
  const ours = listed('10.0.2.61', 'unhealthy');

  it('nothing, in a plain world', () => {
    expect(goes(plan(targets, { facts }))).toEqual([`${OLD_1}:443`, '10.0.1.60:443']);
  });

  it.each([
    ['a partial source', targets, { facts, source: read(observed([IP_1, IP_2], { state: 'partial' })) }, 'waiting'],
    [
      'an interface of ours among the surplus',
      [...targets, ours],
      { facts: { others: [...retired, endpointInterface(ours.ip)] } },
      'waiting',
    ],
    ['a zonal shift', [...targets.slice(0, 3), listed(IP_2, 'unhealthy', { zonalShift: true })], { facts }, 'waiting'],
    ['zones that could not be read', targets, { facts: { ...facts, reach: unread(problem()) } }, 'waiting'],
    [
      'zones that may not be read',
      targets,
      { facts: { ...facts, reach: unread(problem({ kind: 'denied' })) } },
      'blocked',
    ],
  ] as const)('%s', (_, listing, world, kind) => {
    const held = plan(listing, world);
    expect(held.deregister).toEqual([]);
    expect(stays(held)).toContainEqual([`${OLD_1}:443`, kind]);
    expect(stays(held)).toContainEqual(['10.0.1.60:443', kind]);
  });

  it('a group attached to nothing', () => {
    const held = plan(targets, { facts, group: unattached });
    expect(held.deregister).toEqual([]);
    expect(stays(held)).toContainEqual([`${OLD_1}:443`, 'blocked']);
  });

  it('an unknown fate holds its own target alone', () => {
    const held = plan([...targets, listed('192.168.7.7')], { facts });
    expect(goes(held)).toEqual([`${OLD_1}:443`, '10.0.1.60:443']);
    expect(stays(held)).toContainEqual(['192.168.7.7:443', 'blocked']);
  });
});

describe('the mode and the pause', () => {
  const targets = [listed(OLD_1), listed(IP_1)];
  const facts = { others: [...retired, strangerInterface('10.0.1.60')] };

  it.each(['observe', 'add'] as const)('%s holds every removal, a stranger’s included', (mode) => {
    const held = plan([...targets, listed('10.0.1.60', 'unhealthy')], { facts, spec: spec({ mode }) });
    expect(held.deregister).toEqual([]);
    expect(stays(held)).toEqual([
      [`${OLD_1}:443`, 'planned'],
      ['10.0.1.60:443', 'planned'],
    ]);
    expect(held.register).toHaveLength(1);
  });

  it('a pause holds every removal until it ends', () => {
    const tags = { ...situation().tags, 'target-sync:pause-until': '2026-01-01T13:00:00Z' };
    const held = plan(targets, { facts, tags });
    expect(stays(held)).toEqual([[`${OLD_1}:443`, 'waiting']]);
    expect(held.pause?.kind).toBe('waiting');
  });
});

describe('a group that is not ours to change', () => {
  it.each([
    ['is unsealed', { tags: {} }, 'unsealed'],
    ['is not of type ip', { group: group({ type: 'alb' }) }, 'group-unsuitable'],
  ])('is refused when it %s, strangers and all, and its drift is shown', (_, world, code) => {
    const decision = decide(situation({ targets: [listed(OLD_1, 'unhealthy')], ...world }));
    expect(decision.plan).toMatchObject({ register: [], deregister: [], hold: [], refusal: { code } });
    expect(decision.drift.missing.map(targetKey)).toEqual([`${IP_1}:443`, `${IP_2}:443`]);
  });
});

describe('the drift of a source that is refused', () => {
  it('is no more than its strangers: of the others nothing is known', () => {
    const targets = [listed(OLD_1), listed('10.0.1.60')];
    const world = { targets, evidence: evidence(targets, { others: [strangerInterface('10.0.1.60')] }) };
    const decision = decide(situation({ ...world, source: unread(problem()) }));
    expect(decision.drift).toEqual({ missing: [], surplus: [{ ip: '10.0.1.60', port: 443 }], known: false });
  });
});

describe('a binding whose keep lists the other family', () => {
  it('is refused, and a stranger goes all the same', () => {
    const held = plan([listed(OLD_1, 'unhealthy')], {
      facts: { others: [strangerInterface(OLD_1)] },
      spec: spec({ keep: ['2001:db8::1'] }),
    });
    expect(held.refusal?.code).toBe('group-unsuitable');
    expect(goes(held)).toEqual([`${OLD_1}:443`]);
  });
});

describe('a source that is the wrong one', () => {
  it.each([
    [
      'of another service',
      { spec: spec({ source: { ...spec().source, serviceName: 'com.amazonaws.eu-west-1.sqs' } }) },
    ],
    ['of another VPC', { source: read(observed([IP_1, IP_2], { vpcId: 'vpc-2' })) }],
    ['of another account', { source: read(observed([IP_1, IP_2], { ownerId: '999999999999' })) }],
  ])('%s is refused, and the targets of the right endpoint stay, behind TLS too', (_, world) => {
    const right = [listed(OLD_1), listed(OLD_2, 'unhealthy')];
    const facts = { others: [endpointInterface(OLD_1, RETIRED), endpointInterface(OLD_2, RETIRED)] };
    const held = plan(right, { facts, group: group({ protocol: 'TLS' }), ...world });
    expect(held.refusal).toBeDefined();
    expect(held.deregister).toEqual([]);
  });
});

describe('what AWS leaves out', () => {
  const facts = { others: [...retired, strangerInterface('10.0.1.60')] };

  it('a subnet of a replacement: it does not shrink minHealthy', () => {
    const known = evidence([listed(OLD_1)], facts);
    const subnets =
      known.subnets.kind === 'read' ? read(known.subnets.value.filter(({ id }) => id !== 'subnet-2')) : known.subnets;
    const held = plan([listed(OLD_1), listed(IP_1), listed(IP_2, 'initial')], {
      facts: { ...facts, subnets },
      spec: spec({ minHealthy: 2 }),
    });
    expect(stays(held)).toEqual([[`${OLD_1}:443`, 'waiting']]);
  });

  it('the health of a stranger behind TCP:443: it may serve, so it waits for a replacement', () => {
    expect(stays(plan([listed('10.0.1.60', 'unknown')], { facts }))).toEqual([['10.0.1.60:443', 'waiting']]);
    expect(goes(plan([listed('10.0.1.60', 'unknown'), listed(IP_1)], { facts }))).toEqual(['10.0.1.60:443']);
  });

  it('the health of a zone’s last retired target, with cross-zone off: it may serve, so it stays', () => {
    const held = plan([listed(OLD_2, 'unknown'), listed(IP_1)], { facts: { ...facts, crossZone: false } });
    expect(goes(held)).toEqual([]);
  });
});

describe('a hold for an operator', () => {
  it('after a denied read says which actions to grant', () => {
    const held = plan([listed(OLD_1)], { facts: { others: retired, endpoints: unread(problem({ kind: 'denied' })) } });
    expect(held.hold[0]).toMatchObject({
      kind: 'blocked',
      remedy: expect.stringContaining('ec2:DescribeVpcEndpoints'),
    });
  });

  it('of a gone target that keep robs of every replacement says so', () => {
    const held = plan([listed('10.0.1.60', 'unhealthy')], { spec: spec({ keep: [IP_1, IP_2] }) });
    expect(held.hold[0]).toMatchObject({ kind: 'blocked', remedy: expect.stringContaining('keep') });
  });
});

it('a zonal shift that shows on a kept or draining target alone holds removals too', () => {
  const shifted = [listed(OLD_1), ...bothHealthy, listed('10.0.3.9', 'draining', { zonalShift: true })];
  expect(goes(plan(shifted, { facts: { others: retired } }))).toEqual([]);
});
