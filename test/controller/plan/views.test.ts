import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../controller/model/evidence.ts';
import type { Fate } from '../../../controller/model/fate.ts';
import { type ProblemKind, read, unread } from '../../../controller/model/reading.ts';
import { learnFate } from '../../../controller/plan/fates.ts';
import {
  endpoint,
  endpointInterface,
  group,
  listed,
  observed,
  OLD_1,
  OLD_2,
  OURS,
  problem,
  RETIRED,
  spec,
  strangerInterface,
  subnet,
} from '../builders.ts';
import {
  albEvidence,
  albSpec,
  FAR_1,
  FAR_2,
  FAR_ACCOUNT,
  FAR_OLD_1,
  farSubnet,
  farView,
  nearView,
  node,
  observedAlb,
  OWNER_ACCOUNT,
  OWNER_ROLE,
  ownedSubnets,
  ownerView,
  PREVIOUS_ALB,
  ROLE,
} from '../builders-load-balancer.ts';

const NEAR = listed(OLD_1, 'unhealthy');
const FAR = listed(FAR_OLD_1, 'unhealthy');
const THIRD_ACCOUNT = '999999999999';
const previous = albSpec({ previous: [PREVIOUS_ALB] });

type Asked = {
  readonly of?: typeof NEAR;
  readonly facts?: Partial<Evidence>;
  readonly source?: Parameters<typeof learnFate>[1]['source'];
  readonly targetGroup?: ReturnType<typeof group>;
  readonly groupBlocks?: Parameters<typeof learnFate>[1]['groupBlocks'];
  readonly binding?: ReturnType<typeof spec>;
};

/** The fate of an IP of the source's VPC, unhealthy, which a role sees; each test changes one thing. */
function fate({
  of = FAR,
  facts = {},
  source = read(observedAlb()),
  targetGroup = group(),
  groupBlocks,
  binding = previous,
}: Asked = {}): Fate {
  return learnFate(of, {
    spec: binding,
    group: targetGroup,
    source,
    usable: source.kind === 'read',
    ...(groupBlocks !== undefined && { groupBlocks }),
    evidence: albEvidence([of], facts),
  });
}

const strangersNode = strangerInterface(FAR_OLD_1, { ownerId: FAR_ACCOUNT });
const seen = (...others: Parameters<typeof farView>[0] & {}): Partial<Evidence> => ({ sourceView: farView(others) });
const nearby = (...others: Parameters<typeof nearView>[0] & {}): Partial<Evidence> => nearView(others);

describe('an IP of the source’s VPC, seen by the role', () => {
  it.each([
    ['gone when no interface carries it', {}, { kind: 'gone' }],
    ['ours when a node of the source carries it', seen(node(FAR_OLD_1)), { kind: 'ours' }],
    [
      'retired when a node of its predecessor does',
      seen(node(FAR_OLD_1, PREVIOUS_ALB)),
      { kind: 'retired', zoneId: 'euw1-az1' },
    ],
    ['a stranger’s when an instance does', seen(strangersNode), { kind: 'stranger', interfaceId: strangersNode.id }],
  ])('is %s', (_, facts, expected) => {
    expect(fate({ facts })).toMatchObject(expected);
  });

  it('is unknown when the account of the role does not own its subnet', () => {
    const subnets = read([farSubnet(1, { ownerId: THIRD_ACCOUNT }), farSubnet(2)]);
    expect(fate({ facts: { sourceView: farView([strangersNode], { subnets }) } })).toEqual({
      kind: 'unknown',
      needsOperator: true,
      why: `${FAR_OLD_1} lies in subnet-11, which ${THIRD_ACCOUNT} owns; ${FAR_ACCOUNT} cannot see all of its interfaces`,
    });
  });

  it('is unknown when neither view has its subnet, with both VPCs named', () => {
    expect(fate({ of: listed('192.168.7.7', 'unhealthy') })).toEqual({
      kind: 'unknown',
      needsOperator: true,
      why: '192.168.7.7 lies in no subnet of vpc-1 or vpc-2, so its owner cannot be looked up',
    });
  });

  it.each([
    [
      'does not show a node of the source',
      [node(FAR_OLD_1.replace('50', '51'), PREVIOUS_ALB)],
      'source’s own interface',
    ],
    ['shows nothing', [], 'source’s own interface'],
  ])('is not gone by a listing that %s', (_, interfaces, why) => {
    const listing = read({ subnetIds: ['subnet-11', 'subnet-12'], interfaces });
    expect(fate({ facts: { sourceView: farView([], { listing }) } })).toMatchObject({
      kind: 'unknown',
      needsOperator: false,
      why: expect.stringContaining(why),
    });
  });

  it('is not gone by the group’s account’s listing of the source’s nodes: the role’s own has to show them', () => {
    const facts = {
      ...nearView([node(FAR_1), node(FAR_2)]),
      sourceView: farView([], { listing: read({ subnetIds: ['subnet-11', 'subnet-12'], interfaces: [] }) }),
    };
    expect(fate({ facts }).kind).toBe('unknown');
  });

  it('is not gone by a listing that does not cover its subnet', () => {
    const listing = read({ subnetIds: ['subnet-12'], interfaces: [node(FAR_2)] });
    expect(fate({ facts: { sourceView: farView([], { listing }) } })).toMatchObject({
      kind: 'unknown',
      why: 'the listing does not cover subnet-11',
    });
  });
});

describe('an IP of the group’s VPC, seen by the group’s account', () => {
  const old = endpoint([OLD_1], { id: RETIRED });

  it.each([
    ['a stranger’s when an instance carries it', nearby(strangerInterface(OLD_1)), { kind: 'stranger' }],
    [
      'retired when a node of the predecessor does, that lay here',
      nearby(node(OLD_1, PREVIOUS_ALB)),
      { kind: 'retired', zoneId: 'euw1-az1' },
    ],
  ])('is %s', (_, facts, expected) => {
    expect(fate({ of: NEAR, facts })).toMatchObject(expected);
  });

  it('is retired when an endpoint here, of the service of the one far away, carries it', () => {
    const source = read(observed([FAR_1, FAR_2], { ownerId: FAR_ACCOUNT, vpcId: 'vpc-2' }));
    const facts = nearView([endpointInterface(OLD_1, RETIRED)], { endpoints: read([old]) });
    const binding = spec({ source: { vpcEndpointId: OURS, previous: [], roleArn: ROLE } });
    expect(fate({ of: NEAR, facts, source, binding })).toMatchObject({ kind: 'retired', sourceId: RETIRED });
  });

  it('without an interface waits for an operator: nothing of the source shows here, and never will', () => {
    expect(fate({ of: NEAR })).toMatchObject({ kind: 'unknown', needsOperator: true });
  });

  it('is gone where the source lies here as well, and its own node shows', () => {
    const here = ['10.0.1.17', '10.0.2.23'];
    const source = read(observedAlb(here, { vpcId: 'vpc-1', ownerId: '123456789012' }));
    expect(fate({ of: NEAR, facts: nearby(...here.map((ip) => node(ip))), source })).toEqual({ kind: 'gone' });
  });

  it('is unknown where another account owns its subnet and no view is that account’s', () => {
    const subnets = read([subnet(1, { ownerId: THIRD_ACCOUNT }), subnet(2), subnet(3)]);
    expect(fate({ of: NEAR, facts: nearView([strangerInterface(OLD_1)], { subnets }) })).toMatchObject({
      kind: 'unknown',
      needsOperator: true,
      why: expect.stringContaining(`subnet-1, which ${THIRD_ACCOUNT} owns; 123456789012 cannot see`),
    });
  });
});

describe('in a VPC that the source’s account shares with the group’s', () => {
  // The participant sees the subnet and its own interfaces; the owner sees all.
  const shared = read([farSubnet(1), farSubnet(2)]);
  const participant = nearView([], { subnets: shared, listing: read({ subnetIds: ['subnet-11'], interfaces: [] }) });
  const here = group({ vpcId: 'vpc-2' });

  it.each([
    ['gone', farView(), { kind: 'gone' }],
    ['retired', farView([node(FAR_OLD_1, PREVIOUS_ALB)]), { kind: 'retired' }],
    ['a stranger’s', farView([strangersNode]), { kind: 'stranger' }],
    ['ours', farView([node(FAR_OLD_1)]), { kind: 'ours' }],
  ])('an IP is %s by what the owner’s role sees', (_, sourceView, expected) => {
    expect(fate({ targetGroup: here, facts: { ...participant, sourceView } })).toMatchObject(expected);
  });

  it.each([
    ['an instance', strangersNode],
    ['nobody', node('10.1.11.99', PREVIOUS_ALB)],
  ])('an IP is unknown without a role, though the participant sees %s at it', (_, other) => {
    const { sourceView: _far, ...facts } = albEvidence([FAR], {
      ...participant,
      listing: read({ subnetIds: ['subnet-11', 'subnet-12'], interfaces: [node(FAR_1), other] }),
    });
    const inquiry = { spec: previous, group: here, source: read(observedAlb()), usable: true, evidence: facts };
    expect(learnFate(FAR, inquiry)).toMatchObject({ kind: 'unknown', needsOperator: true });
  });
});

describe('where the blocks of the two VPCs overlap, the group’s wins', () => {
  const overlap = { subnets: read([farSubnet(1, { cidrs: ['10.0.1.0/24'] }), farSubnet(2)]) };
  const far = (...others: Parameters<typeof farView>[0] & {}): NonNullable<Evidence['sourceView']> =>
    farView(
      others.map((other) => ({ ...other, subnetId: 'subnet-11' })),
      overlap,
    );

  it('a stranger in the source’s VPC is none: the IP is delivered here, to the predecessor', () => {
    const facts = {
      ...nearby(node(OLD_1, PREVIOUS_ALB)),
      sourceView: far(strangerInterface(OLD_1, { ownerId: FAR_ACCOUNT })),
    };
    expect(fate({ of: NEAR, facts }).kind).toBe('retired');
  });

  it('twin: the predecessor in the source’s VPC saves no stranger here', () => {
    const facts = { ...nearby(strangerInterface(OLD_1)), sourceView: far(node(OLD_1, PREVIOUS_ALB)) };
    expect(fate({ of: NEAR, facts }).kind).toBe('stranger');
  });

  it.each([
    ['nothing', far()],
    ['a stranger', far(strangerInterface(OLD_1, { ownerId: FAR_ACCOUNT }))],
    ['the predecessor', far(node(OLD_1, PREVIOUS_ALB))],
  ])('also where a third account owns the subnet here: %s in the source’s VPC proves nothing', (_, sourceView) => {
    const subnets = read([subnet(1, { ownerId: THIRD_ACCOUNT }), subnet(2), subnet(3)]);
    expect(fate({ of: NEAR, facts: { ...nearView([], { subnets }), sourceView } })).toMatchObject({
      kind: 'unknown',
      needsOperator: true,
    });
  });
});

describe('while the source could not be read', () => {
  const source = unread(problem());

  it('an IP outside the group’s VPC is unknown: which VPC is the source’s is not known', () => {
    expect(fate({ facts: seen(strangersNode), source })).toMatchObject({ kind: 'unknown', needsOperator: true });
  });

  it('twin: one of the group’s VPC is a stranger’s by what the group’s account sees', () => {
    expect(fate({ of: NEAR, facts: nearby(strangerInterface(OLD_1)), source }).kind).toBe('stranger');
  });
});

describe('a view that could not be read', () => {
  it.each<[part: string, kind: ProblemKind, needsOperator: boolean]>(
    (['subnets', 'listing'] as const).flatMap((part) => [
      [part, 'transient', false],
      [part, 'denied', true],
      [part, 'credentials', true],
      [part, 'unreachable', false],
    ]),
  )('of the source’s VPC, in its %s (%s), leaves an IP there unknown', (part, kind, needsOperator) => {
    const failed = problem({ kind });
    const facts = { sourceView: farView([strangersNode], { [part]: unread(failed) }) };
    expect(fate({ facts })).toEqual({
      kind: 'unknown',
      why: 'reading vpce failed: Throttling: Rate exceeded',
      needsOperator,
      problem: failed,
    });
  });

  it.each(['subnets', 'listing', 'endpoints'] as const)(
    'of the source’s VPC, in its %s, does not save a stranger in the group’s',
    (part) => {
      const facts = { ...nearby(strangerInterface(OLD_1)), sourceView: farView([], { [part]: unread(problem()) }) };
      expect(fate({ of: NEAR, facts }).kind).toBe('stranger');
    },
  );

  it('of the group’s VPC, in its subnets, leaves an IP of the source’s VPC unknown: it may lie in the group’s', () => {
    const facts = { ...seen(strangersNode), subnets: unread(problem({ kind: 'denied' })) };
    expect(fate({ facts })).toMatchObject({ kind: 'unknown', needsOperator: true });
  });

  it('of the group’s VPC, in its listing, does not: the IP lies in none of its subnets', () => {
    const facts = { ...seen(strangersNode), listing: unread(problem({ kind: 'denied' })) };
    expect(fate({ facts }).kind).toBe('stranger');
  });

  it.each(['subnets', 'listing'] as const)('of the group’s VPC, in its %s, leaves an IP there unknown', (part) => {
    const facts = { ...nearView([strangerInterface(OLD_1)], { [part]: unread(problem()) }) };
    expect(fate({ of: NEAR, facts })).toMatchObject({ kind: 'unknown', needsOperator: false });
  });

  it('in its endpoints is no matter to a load balancer as source', () => {
    const endpoints = unread(problem({ kind: 'denied' }));
    expect(fate({ facts: { sourceView: farView([node(FAR_OLD_1, PREVIOUS_ALB)], { endpoints }) } }).kind).toBe(
      'retired',
    );
    expect(fate({ facts: { sourceView: farView([strangersNode], { endpoints }) } }).kind).toBe('stranger');
  });

  it.each([
    ['of the source’s VPC', FAR, 'unknown'],
    ['of the group’s VPC', NEAR, 'retired'],
  ])('in the endpoints of the source’s VPC leaves an endpoint’s interface %s %s', (_, of, kind) => {
    const source = read(observed([FAR_1, FAR_2], { ownerId: FAR_ACCOUNT, vpcId: 'vpc-2' }));
    const binding = spec({ source: { vpcEndpointId: OURS, previous: [], roleArn: ROLE } });
    const carrier = endpointInterface(of.ip, RETIRED);
    const retired = read([endpoint([of.ip], { id: RETIRED })]);
    const facts = {
      ...nearView([carrier], { endpoints: retired }),
      sourceView: farView([carrier], { endpoints: unread(problem()) }),
    };
    expect(fate({ of, facts, source, binding }).kind).toBe(kind);
  });
});

describe('where one account sees both VPCs, and their blocks overlap', () => {
  const far = [
    farSubnet(1, { ownerId: '123456789012', cidrs: ['10.0.1.0/24'] }),
    farSubnet(2, { ownerId: '123456789012' }),
  ];
  const near = [subnet(1), subnet(2), subnet(3)];
  const seenBy = (subnets: typeof near, ...carriers: readonly ReturnType<typeof node>[]): Fate => {
    const listing = read({
      subnetIds: ['subnet-1', 'subnet-11', 'subnet-12'],
      interfaces: [node(FAR_1), node(FAR_2), ...carriers],
    });
    const { sourceView: _far, ...facts } = albEvidence([NEAR], { subnets: read(subnets), listing });
    const inquiry = { spec: previous, group: group(), source: read(observedAlb()), usable: true, evidence: facts };
    return learnFate(NEAR, inquiry);
  };
  const old = node(OLD_1, PREVIOUS_ALB);
  const strangers = strangerInterface(OLD_1, { id: 'eni-far', subnetId: 'subnet-11' });

  it.each([
    ['the group’s first', [...near, ...far]],
    ['the source’s first', [...far, ...near]],
  ])('the group’s wins, whatever order AWS answers in: %s', (_, subnets) => {
    expect(seenBy(subnets, old, strangers).kind).toBe('retired');
    expect(seenBy(subnets, strangers, old).kind).toBe('retired');
    expect(seenBy(subnets, strangers).kind).toBe('gone');
    expect(seenBy(subnets, old).kind).toBe('retired');
  });

  it('twin: an IP that lies in the source’s alone is judged there', () => {
    expect(seenBy([...near.slice(1), ...far], strangers).kind).toBe('stranger');
  });
});

describe('where one account sees both VPCs', () => {
  it('and owns the source’s alone, an IP there may be the group’s all the same', () => {
    const subnets = read([subnet(2, { ownerId: THIRD_ACCOUNT }), farSubnet(1, { ownerId: '123456789012' })]);
    const { sourceView: _, ...alone } = albEvidence([FAR], nearView([], { subnets }));
    const inquiry = { spec: previous, group: group(), source: read(observedAlb()), usable: true };
    expect(learnFate(FAR, { ...inquiry, evidence: alone })).toMatchObject({ kind: 'unknown', needsOperator: true });
    expect(learnFate(FAR, { ...inquiry, groupBlocks: read(['10.0.0.0/16']), evidence: alone })).not.toMatchObject({
      why: expect.stringContaining('may lie in a part'),
    });
  });

  it('while the source is unread, an IP of neither is looked for in the group’s VPC alone', () => {
    const lost = fate({ of: listed('192.168.7.7', 'unhealthy'), source: unread(problem()) });
    expect(lost).toMatchObject({ why: '192.168.7.7 lies in no subnet of vpc-1, so its owner cannot be looked up' });
  });
});

describe('an absence beside which the source does not show', () => {
  it('waits where the listing covers one of the source’s subnets, and asks an operator where it covers none', () => {
    const beside = (...subnetIds: readonly string[]): Fate =>
      fate({ facts: { sourceView: farView([], { listing: read({ subnetIds, interfaces: [] }) }) } });
    expect(beside('subnet-11')).toMatchObject({ kind: 'unknown', needsOperator: false });
    const near = fate({ of: NEAR, facts: nearView([]) });
    expect(near).toEqual({
      kind: 'unknown',
      needsOperator: true,
      why: 'whoever sees subnet-1 does not see the source beside it, so an absence there proves nothing',
    });
  });
});

describe('where the group’s account does not own the group’s VPC', () => {
  const shared = read([subnet(2, { ownerId: THIRD_ACCOUNT })]);

  it.each([
    ['sees a subnet of another account there', shared],
    ['sees no subnet there', read([])],
  ])('and %s, an IP of the source’s VPC may be the group’s all the same', (_, subnets) => {
    expect(fate({ facts: { ...nearView([], { subnets }), ...seen(strangersNode) } })).toEqual({
      kind: 'unknown',
      needsOperator: true,
      why: `${FAR_OLD_1} may lie in a part of vpc-1 that 123456789012 does not see`,
    });
  });

  it('twin: where it owns one of them, it sees them all', () => {
    const subnets = read([subnet(2)]);
    expect(fate({ facts: { ...nearView([], { subnets }), ...seen(strangersNode) } }).kind).toBe('stranger');
  });
});

describe('in the group’s VPC, of which its account sees a part, the blocks tell', () => {
  // Another account's, and shared: what the participant does not see may lie in the blocks, and nothing of it elsewhere.
  const participant = nearView([], { subnets: read([subnet(2, { ownerId: THIRD_ACCOUNT })]) });
  const asked = (groupBlocks: Asked['groupBlocks'], more: Asked = {}): Fate =>
    fate({ ...more, groupBlocks, facts: { ...participant, ...seen(), ...more.facts } });

  it.each([
    ['gone', seen(), { kind: 'gone' }],
    ['a stranger’s', seen(strangersNode), { kind: 'stranger' }],
    ['retired', seen(node(FAR_OLD_1, PREVIOUS_ALB)), { kind: 'retired' }],
    ['ours', seen(node(FAR_OLD_1)), { kind: 'ours' }],
  ])('an IP in none of them lies in the source’s VPC, and is %s by what the role sees there', (_, facts, expected) => {
    expect(asked(read(['10.0.0.0/16', '10.9.0.0/16']), { facts })).toMatchObject(expected);
  });

  it.each([
    ['in the first of them', read(['10.1.0.0/16', '10.9.0.0/16'])],
    ['in the second of them', read(['10.9.0.0/16', '10.1.8.0/21'])],
    ['anywhere, while nobody read them', undefined],
  ])('twin: one %s may be the group’s all the same', (_, groupBlocks) => {
    for (const facts of [seen(), seen(strangersNode), seen(node(FAR_OLD_1, PREVIOUS_ALB))]) {
      expect(asked(groupBlocks, { facts })).toEqual({
        kind: 'unknown',
        needsOperator: true,
        why: `${FAR_OLD_1} may lie in a part of vpc-1 that 123456789012 does not see`,
      });
    }
  });

  it.each<[ProblemKind, boolean]>([
    ['denied', true],
    ['transient', false],
  ])('nothing while they could not be read (%s), and an operator is asked where that lasts', (kind, needsOperator) => {
    const failed = problem({ kind });
    for (const facts of [seen(), seen(strangersNode), seen(node(FAR_OLD_1, PREVIOUS_ALB))]) {
      expect(asked(unread(failed), { facts })).toEqual({
        kind: 'unknown',
        why: 'reading vpce failed: Throttling: Rate exceeded',
        needsOperator,
        problem: failed,
      });
    }
  });

  it('an IPv6 of the source’s VPC may be the group’s: only IPv4 blocks are read', () => {
    const of = listed('2001:db8:1:11::99', 'unhealthy');
    const world = { of, targetGroup: group({ family: 'ipv6' }) };
    expect(asked(read(['10.0.0.0/16']), world)).toMatchObject({ kind: 'unknown', needsOperator: true });
  });

  it('they are no matter where the account owns the group’s VPC: it sees all of its subnets', () => {
    const all = nearView([], { subnets: read([subnet(1), subnet(2)]) });
    expect(fate({ groupBlocks: read(['10.1.0.0/16']), facts: { ...all, ...seen(strangersNode) } }).kind).toBe(
      'stranger',
    );
  });

  it('and an IP that lies in a subnet the participant sees is not the source’s, whatever they say', () => {
    const facts = { ...nearView([strangerInterface(OLD_2)], { subnets: participant.subnets }), ...seen() };
    expect(fate({ of: listed(OLD_2, 'unhealthy'), groupBlocks: read(['10.9.0.0/16']), facts })).toMatchObject({
      kind: 'unknown',
      needsOperator: true,
      why: expect.stringContaining(`subnet-2, which ${THIRD_ACCOUNT} owns`),
    });
  });
});

describe('in a VPC that its owner shares with the source’s account, the owner’s role tells', () => {
  // The role of the source's account sees its own nodes there, and nobody else's.
  const partners = farView([], { subnets: ownedSubnets });
  const owner = (...others: Parameters<typeof ownerView>[0] & {}): Partial<Evidence> => ({
    sourceView: partners,
    ownerView: ownerView(others),
  });
  const FATES: readonly [string, Partial<Evidence>, object][] = [
    ['gone', owner(), { kind: 'gone' }],
    ['a stranger’s', owner(strangersNode), { kind: 'stranger' }],
    ['retired', owner(node(FAR_OLD_1, PREVIOUS_ALB)), { kind: 'retired', zoneId: 'euw1-az1' }],
    ['ours', owner(node(FAR_OLD_1)), { kind: 'ours' }],
  ];

  it.each(FATES)('an IP is %s by what he sees', (_, facts, expected) => {
    expect(fate({ facts })).toMatchObject(expected);
  });

  it.each(FATES)(
    'an IP is %s by what he sees, where the group’s account is a participant as well',
    (_, facts, expected) => {
      const here = group({ vpcId: 'vpc-2' });
      const participant = nearView([], {
        subnets: ownedSubnets,
        listing: read({ subnetIds: ['subnet-11', 'subnet-12'], interfaces: [] }),
      });
      expect(fate({ targetGroup: here, facts: { ...participant, ...facts } })).toMatchObject(expected);
    },
  );

  it.each(FATES)('an IP is %s by what he sees, where the source is the group’s account’s own', (_, facts, expected) => {
    const here = group({ vpcId: 'vpc-2' });
    const own = nearView([node(FAR_1), node(FAR_2)], { subnets: ownedSubnets });
    const { sourceView: _source, ...seenThere } = albEvidence([FAR], { ...own, ...facts });
    const inquiry = { spec: previous, group: here, source: read(observedAlb()), usable: true, evidence: seenThere };
    expect(learnFate(FAR, inquiry)).toMatchObject(expected);
  });

  it('twin: without him it waits for an operator: the source’s account cannot see whose it is', () => {
    for (const sourceView of [partners, farView([strangersNode], { subnets: ownedSubnets })]) {
      expect(fate({ facts: { sourceView } })).toEqual({
        kind: 'unknown',
        needsOperator: true,
        why: `${FAR_OLD_1} lies in subnet-11, which ${OWNER_ACCOUNT} owns; ${FAR_ACCOUNT} cannot see all of its interfaces`,
      });
    }
  });

  it('is not gone by his listing where that does not show the source, though the source’s account’s does', () => {
    const listing = read({ subnetIds: ['subnet-11', 'subnet-12'], interfaces: [] });
    expect(fate({ facts: { sourceView: partners, ownerView: ownerView([], { listing }) } }).kind).toBe('unknown');
  });

  it.each<[part: string, kind: ProblemKind, needsOperator: boolean]>(
    (['subnets', 'listing'] as const).flatMap((part) => [
      [part, 'transient', false],
      [part, 'denied', true],
    ]),
  )('is unknown while his %s could not be read (%s)', (part, kind, needsOperator) => {
    const failed = problem({ kind });
    const facts = { sourceView: partners, ownerView: ownerView([strangersNode], { [part]: unread(failed) }) };
    expect(fate({ facts })).toMatchObject({ kind: 'unknown', needsOperator, problem: failed });
  });

  it.each([
    ['unread', ownerView([], { subnets: unread(problem()), listing: unread(problem()) })],
    ['not the owner’s after all', { ...ownerView(), accountId: '444444444444' }],
  ])('twin: a view of his that is %s does not save a stranger in a subnet of the source’s own account', (_, view) => {
    expect(fate({ facts: { sourceView: farView([strangersNode]), ownerView: view } }).kind).toBe('stranger');
  });

  it('a role that is not the owner’s is believed of nothing', () => {
    const view = { ...ownerView([strangersNode]), accountId: '444444444444' };
    expect(fate({ facts: { sourceView: partners, ownerView: view } })).toMatchObject({
      kind: 'unknown',
      needsOperator: true,
    });
  });

  it('of an endpoint it is he who lists the endpoints: one of the same service is retired', () => {
    const source = read(observed([FAR_1, FAR_2], { ownerId: FAR_ACCOUNT, vpcId: 'vpc-2' }));
    const binding = spec({ source: { vpcEndpointId: OURS, previous: [], roleArn: ROLE, ownerRoleArn: OWNER_ROLE } });
    const ours = [endpointInterface(FAR_1), endpointInterface(FAR_2)];
    const listing = read({
      subnetIds: ['subnet-11', 'subnet-12'],
      interfaces: [...ours, endpointInterface(FAR_OLD_1, RETIRED)],
    });
    const endpoints = read([endpoint([FAR_OLD_1], { id: RETIRED })]);
    const facts = { sourceView: partners, ownerView: ownerView([], { listing, endpoints }) };
    expect(fate({ facts, source, binding })).toMatchObject({ kind: 'retired', sourceId: RETIRED });
  });
});
