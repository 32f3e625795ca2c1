import { describe, expect, it } from 'vitest';
import { read, unread } from '../../../controller/model/reading.ts';
import { decide } from '../../../controller/plan/decide.ts';
import {
  endpointInterface,
  goes,
  GROUP_ARN,
  IP_1,
  IP_2,
  listed,
  observed,
  OLD_1,
  planFor,
  problem,
  retiredInterfaces,
  situation,
  spec,
  stays,
  unattached,
} from '../builders.ts';
import { albEvidence, albSituation } from '../builders-load-balancer.ts';

const GONE = '10.0.1.60';

describe('a listing that does not show an interface of the source', () => {
  const retired = [listed(OLD_1), listed(IP_1), listed(IP_2)];

  it.each([
    [[IP_1], IP_2],
    [[IP_2], IP_1],
  ])('but %j alone: the source as read is stale, and nothing but strangers goes', (ours, lost) => {
    const held = planFor(retired, { facts: { ours, others: retiredInterfaces() } });
    expect(goes(held)).toEqual([]);
    expect(held.hold).toMatchObject([
      {
        kind: 'waiting',
        reason: `the listing does not show ${endpointInterface(lost).id} of the source: the source as read is stale`,
      },
    ]);
  });

  it('and a complete one lets it go', () => {
    expect(goes(planFor(retired, { facts: { others: retiredInterfaces() } }))).toEqual([`${OLD_1}:443`]);
  });

  it('that could not be read at all says so instead', () => {
    const listing = unread(problem());
    expect(planFor(retired, { facts: { listing } }).hold[0]?.reason).toContain('is unknown');
  });
});
const bothHealthy = [listed(IP_1), listed(IP_2)];
const facts = { others: retiredInterfaces() };

it.each([
  ['the subnets', { subnets: unread(problem({ kind: 'denied' })) }],
  ['a listing', { listing: unread(problem({ kind: 'denied' })) }],
  ['the load balancer', { reach: unread(problem({ kind: 'denied' })) }],
])('a hold that rests on %s that could not be read says how it failed', (_, unreadFacts) => {
  const targets = [listed(OLD_1), ...bothHealthy];
  expect(planFor(targets, { facts: { ...facts, ...unreadFacts } }).hold).toMatchObject([
    { kind: 'blocked', unread: 'denied' },
  ]);
  const plain = planFor([listed('10.9.9.9'), ...bothHealthy]);
  expect(plain.hold).toMatchObject([{ kind: 'blocked' }]);
  expect(plain.hold[0]?.unread).toBeUndefined();
});

describe('what holds every gone and retired target (rules 3 and 8)', () => {
  const targets = [listed(OLD_1), listed(GONE, 'unhealthy'), ...bothHealthy];
  const ours = listed('10.0.2.61', 'unhealthy');
  const SHIFT = 'a zonal shift is active, so health does not tell what can serve';

  it('nothing, in a plain world', () => {
    expect(goes(planFor(targets, { facts }))).toEqual([`${OLD_1}:443`, `${GONE}:443`]);
  });

  it.each([
    [
      'a partial source',
      targets,
      { facts, source: read(observed([IP_1, IP_2], { state: 'partial' })) },
      'waiting',
      'the source is partial: the endpoint is partial',
    ],
    [
      'an interface of ours among the surplus',
      [...targets, ours],
      { facts: { others: [...facts.others, endpointInterface(ours.ip)] } },
      'waiting',
      `${ours.ip} is an interface of the source after all: the source as read is stale`,
    ],
    [
      'a zonal shift on a desired target',
      [...targets.slice(0, 3), listed(IP_2, 'unhealthy', { zonalShift: true })],
      { facts },
      'waiting',
      SHIFT,
    ],
    [
      'a zonal shift on a surplus target alone',
      [listed(OLD_1, 'healthy', { zonalShift: true }), ...targets.slice(1)],
      { facts },
      'waiting',
      SHIFT,
    ],
    [
      'a zonal shift on a draining target alone',
      [...targets, listed('10.0.3.9', 'draining', { zonalShift: true })],
      { facts },
      'waiting',
      SHIFT,
    ],
    [
      'a zonal shift on a kept target alone',
      [...targets, listed('10.0.3.9', 'healthy', { zonalShift: true })],
      { facts, spec: spec({ keep: ['10.0.3.9'] }) },
      'waiting',
      SHIFT,
    ],
    [
      'zones that could not be read',
      targets,
      { facts: { ...facts, reach: unread(problem()) } },
      'waiting',
      'the load balancer’s zones are unknown: reading vpce failed',
    ],
    [
      'zones that may not be read',
      targets,
      { facts: { ...facts, reach: unread(problem({ kind: 'denied' })) } },
      'blocked',
      'the load balancer’s zones are unknown: reading vpce failed',
    ],
    [
      'a group attached to nothing',
      targets,
      { facts, group: unattached() },
      'blocked',
      'the group is attached to nothing, so no target can become healthy',
    ],
  ] as const)('%s', (_, listing, world, kind, why) => {
    const held = planFor(listing, world);
    expect(held.deregister).toEqual([]);
    expect(held.hold.map(({ reason }) => reason)).toEqual(held.hold.map(() => expect.stringContaining(why)));
    expect(stays(held)).toContainEqual([`${OLD_1}:443`, kind]);
    expect(stays(held)).toContainEqual([`${GONE}:443`, kind]);
  });
});

describe('an unknown fate', () => {
  it('holds its own target alone', () => {
    const held = planFor([listed(OLD_1), ...bothHealthy, listed('192.168.7.7')], { facts });
    expect(goes(held)).toEqual([`${OLD_1}:443`]);
    expect(stays(held)).toEqual([['192.168.7.7:443', 'blocked']]);
    expect(held.hold[0]?.reason).toContain('what became of 192.168.7.7 is unknown: 192.168.7.7 lies in no subnet');
  });

  it('is that of all surplus for which no evidence was read: it appeared during the pass', () => {
    const targets = [listed(OLD_1, 'unhealthy'), ...bothHealthy];
    expect(decide(situation({ targets })).plan.hold).toEqual([
      {
        target: targets[0],
        kind: 'waiting',
        reason: `what became of ${OLD_1} is unknown: it appeared during this pass`,
      },
    ]);
    expect(goes(planFor(targets))).toEqual([`${OLD_1}:443`]);
  });
});

describe('a hold for an operator', () => {
  it.each([
    ['the endpoints', { endpoints: unread(problem({ kind: 'denied' })) }, 'ec2:DescribeVpcEndpoints'],
    ['the zones', { reach: unread(problem({ kind: 'denied' })) }, 'elasticloadbalancing:DescribeLoadBalancers'],
  ])('after a denied read of %s says which actions to grant', (_, denied, action) => {
    const held = planFor([listed(OLD_1)], { facts: { ...facts, ...denied } });
    expect(held.hold[0]).toMatchObject({ kind: 'blocked', remedy: expect.stringContaining(action) });
  });

  it('of a group attached to nothing says how to attach it', () => {
    const held = planFor([listed(OLD_1)], { facts, group: unattached() });
    expect(held.hold[0]?.remedy).toBe(`Attach ${GROUP_ARN} to a listener, or deregister by hand.`);
  });

  it('of an IP outside the VPC says how to tolerate or remove it', () => {
    const held = planFor([listed('192.168.7.7')]);
    expect(held.hold[0]?.remedy).toBe('Deregister 192.168.7.7 by hand, or list it under keep.');
  });

  it('twin: of a load balancer’s it says no more than to remove it: a node’s address may be somebody else’s next', () => {
    const targets = [listed('192.168.7.7')];
    const { plan } = decide(albSituation({ targets, evidence: albEvidence(targets) }));
    expect(plan.hold[0]).toMatchObject({ kind: 'blocked', remedy: 'Deregister 192.168.7.7 by hand.' });
  });
});
