import { describe, expect, it } from 'vitest';
import type { Fate } from '../../../controller/model/fate.ts';
import { type ProblemKind, read, unread } from '../../../controller/model/reading.ts';
import { learnFate } from '../../../controller/plan/fates.ts';
import {
  endpoint,
  endpointInterface,
  evidence,
  group,
  IP_1,
  IP_2,
  listed,
  observed,
  OURS,
  problem,
  RETIRED,
  spec,
  strangerInterface,
  subnet,
} from '../builders.ts';

const IP = '10.0.1.99';
const target = listed(IP, 'unhealthy');
const nameless = endpointInterface(IP, '', { type: 'interface', description: '', requesterManaged: false });

/** The fate of 10.0.1.99, unhealthy, in a plain world; each test changes one thing. */
function fate({
  of = target,
  facts = evidence([of]),
  source = read(observed()),
  usable = source.kind === 'read',
  binding = spec(),
}: {
  of?: typeof target;
  facts?: ReturnType<typeof evidence>;
  source?: Parameters<typeof learnFate>[1]['source'];
  usable?: boolean;
  binding?: ReturnType<typeof spec>;
} = {}): Fate {
  return learnFate(of, { spec: binding, group: group(), source, usable, evidence: facts });
}

const carried = (others: Parameters<typeof evidence>[1]): ReturnType<typeof evidence> => evidence([target], others);

describe('an IP that no interface carries', () => {
  it('is gone when its subnet was listed under control', () => {
    expect(fate()).toEqual({ kind: 'gone' });
  });

  it('is gone in IPv6 as well, in the subnet whose block it lies in', () => {
    const of = listed('2001:db8:0:1::99', 'unhealthy');
    const covering = (subnetId: string): Fate =>
      fate({
        of,
        facts: evidence([of], { listing: read({ subnetIds: [subnetId], interfaces: observed().interfaces }) }),
      });
    expect(covering('subnet-1')).toEqual({ kind: 'gone' });
    expect(covering('subnet-2')).toMatchObject({ kind: 'unknown', why: 'the listing does not cover subnet-1' });
  });

  it.each([
    [
      'the load balancer calls it healthy',
      { of: listed(IP) },
      false,
      `no interface carries ${IP}, yet the load balancer calls it healthy`,
    ],
    [
      'its health checks have only begun',
      { of: listed(IP, 'initial') },
      false,
      `no interface carries ${IP}, yet the load balancer calls it initial`,
    ],
    [
      'the listing does not show the source’s own interface',
      { facts: evidence([target], { ours: [] }) },
      false,
      'does not show the source’s own interface',
    ],
    [
      'the listing does not cover its subnet',
      {
        facts: evidence([target], {
          listing: read({ subnetIds: ['subnet-2'], interfaces: [endpointInterface(IP_2)] }),
        }),
      },
      false,
      'does not cover subnet-1',
    ],
    [
      'another account owns its subnet',
      { facts: evidence([target], { subnets: read([subnet(1, { ownerId: '999999999999' })]) }) },
      true,
      `${IP} lies in subnet-1, which 999999999999 owns; 123456789012 cannot see all of its interfaces`,
    ],
    [
      'it lies in no subnet of the VPC',
      { of: listed('192.168.7.7', 'unhealthy') },
      true,
      '192.168.7.7 lies in no subnet of vpc-1',
    ],
    [
      'the subnets could not be read for lack of permission',
      { facts: evidence([target], { subnets: unread(problem({ kind: 'denied' })) }) },
      true,
      'Rate exceeded',
    ],
    [
      'the subnets could not be read just now',
      { facts: evidence([target], { subnets: unread(problem()) }) },
      false,
      'Rate exceeded',
    ],
    [
      'the listing could not be read',
      { facts: evidence([target], { listing: unread(problem()) }) },
      false,
      'Rate exceeded',
    ],
    [
      'the source could not be read',
      { source: unread(problem()), facts: evidence([target], { ours: [] }) },
      false,
      'an absence in it proves nothing',
    ],
    [
      'the source could not be read, whatever else the listing shows',
      { source: unread(problem()), facts: evidence([target], { others: [strangerInterface('10.0.1.98')] }) },
      false,
      'an absence in it proves nothing',
    ],
    [
      'the listing shows a neighbour, but not the source’s own interface',
      { facts: evidence([target], { ours: [], others: [strangerInterface('10.0.1.98')] }) },
      false,
      'an absence in it proves nothing',
    ],
    ['it was not asked about', { facts: evidence([]) }, false, 'it appeared during this pass'],
  ])('is unknown when %s', (_, world, needsOperator, why) => {
    const facts = 'facts' in world ? world.facts : evidence([world.of ?? target]);
    const expected = { kind: 'unknown', needsOperator, why: expect.stringContaining(why) };
    expect(fate({ ...world, facts })).toMatchObject(expected);
  });

  it.each<[ProblemKind, boolean]>([
    ['credentials', true],
    ['denied', true],
    ['not-found', true],
    ['invalid', true],
    ['unreachable', false],
    ['transient', false],
    ['other', false],
  ])('is unknown when a read failed as %s, and that needs an operator: %s', (kind, needsOperator) => {
    const failed = problem({ kind });
    expect(fate({ facts: evidence([target], { listing: unread(failed) }) })).toEqual({
      kind: 'unknown',
      why: 'reading vpce failed: Throttling: Rate exceeded',
      needsOperator,
      problem: failed,
    });
  });
});

describe('an IP that an interface carries', () => {
  it.each([
    ['a listed interface of the source', { ours: [IP_1, IP_2, IP] }, { source: read(observed([IP_1, IP_2, IP])) }],
    [
      'a listed interface of the source, of which AWS says nothing more',
      { ours: [], others: [nameless] },
      { source: read(observed([IP_1, IP_2, IP])) },
    ],
    ['an interface described as the source’s', { others: [endpointInterface(IP)] }, {}],
  ])('is ours when it is %s', (_, world, more) => {
    expect(fate({ facts: carried(world), ...more }).kind).toBe('ours');
  });

  it('is retired when it is an endpoint’s of the same service', () => {
    expect(fate({ facts: carried({ others: [endpointInterface(IP, RETIRED)] }) })).toEqual({
      kind: 'retired',
      sourceId: RETIRED,
      zoneId: 'euw1-az1',
    });
  });

  it('is retired when its endpoint is named in previous, of whatever service', () => {
    const other = endpoint([IP], { id: RETIRED, serviceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-1' });
    const facts = carried({ others: [endpointInterface(IP, RETIRED)], endpoints: read([other]) });
    const binding = spec({ source: { vpcEndpointId: observed().endpoint.id, previous: [RETIRED] } });
    expect(fate({ facts, binding }).kind).toBe('retired');
    expect(fate({ facts }).kind).toBe('stranger');
  });

  it('is unknown when its endpoint is not among those of the VPC', () => {
    const facts = carried({ others: [endpointInterface(IP, 'vpce-0000000000000000f')], endpoints: read([]) });
    expect(fate({ facts })).toMatchObject({
      kind: 'unknown',
      needsOperator: false,
      why: `eni-${IP} carries it (VPC Endpoint Interface vpce-0000000000000000f) and names no other owner`,
    });
  });

  it.each([
    ['an instance', strangerInterface(IP), 'instance i-0123456789abcdef0'],
    ['an instance’s of which nothing is said', strangerInterface(IP, { description: '' }), 'instance'],
    ['an interface that names nobody', nameless, 'interface'],
    [
      'a NAT gateway',
      endpointInterface(IP, '', { type: 'nat_gateway', description: 'Interface for NAT Gateway nat-1' }),
      'Interface for NAT Gateway nat-1',
    ],
    ['a host with the prefix around it', strangerInterface('10.0.1.100', { prefixes: ['10.0.1.96/28'] }), 'instance'],
    ['a secondary IP of an instance', strangerInterface('10.0.1.100', { ips: ['10.0.1.100', IP] }), 'instance'],
  ])('is a stranger’s when it is %s, and says whose', (_, stranger, what) => {
    expect(fate({ facts: carried({ others: [stranger] }) })).toEqual({
      kind: 'stranger',
      interfaceId: stranger.id,
      what: expect.stringContaining(what),
    });
  });

  it('is where its interface is, whatever blocks AWS names for that subnet', () => {
    const bare = read([subnet(1, { cidrs: [] }), subnet(2)]);
    const retired = carried({ others: [endpointInterface(IP, RETIRED)], subnets: bare });
    expect(fate({ facts: retired })).toMatchObject({ kind: 'retired', zoneId: 'euw1-az1' });
    expect(fate({ facts: carried({ subnets: bare }) })).toMatchObject({ kind: 'unknown' });
  });

  it('is a stranger’s in IPv6 as well', () => {
    const of = listed('2001:db8:0:1::99', 'unhealthy');
    expect(fate({ of, facts: evidence([of], { others: [strangerInterface('2001:db8:0:1::99')] }) }).kind).toBe(
      'stranger',
    );
  });

  it('is unknown where another account owns the subnet, however clearly it is seen', () => {
    const facts = carried({ others: [strangerInterface(IP)], subnets: read([subnet(1, { ownerId: '999999999999' })]) });
    expect(fate({ facts })).toMatchObject({ kind: 'unknown', needsOperator: true });
  });
});

describe('when the source could not be read', () => {
  const source = unread(problem());
  const seen = (other: ReturnType<typeof strangerInterface>): Fate =>
    fate({ source, facts: evidence([target], { ours: [], others: [other] }) });

  it.each([
    ['an instance', strangerInterface(IP)],
    ['a load balancer’s interface', strangerInterface(IP, { requesterManaged: true, description: 'ELB app/x/y' })],
  ])('%s names itself and is a stranger’s', (_, other) => {
    expect(seen(other).kind).toBe('stranger');
  });

  it.each([
    ['an endpoint’s interface', endpointInterface(IP, RETIRED)],
    ['an interface that names nobody', nameless],
  ])('%s is unknown', (_, other) => {
    expect(seen(other).kind).toBe('unknown');
  });
});

describe('when the source was read and is refused', () => {
  const other = endpoint([IP], { id: RETIRED, serviceName: 'com.amazonaws.eu-west-1.sqs' });

  it.each([
    ['an instance’s interface', strangerInterface(IP)],
    ['a plain interface attached to an instance', { ...nameless, instanceId: 'i-0123456789abcdef0' }],
    ['a plain interface that a service manages', { ...nameless, requesterManaged: true }],
    ['a NAT gateway’s, which no service manages', { ...nameless, type: 'nat_gateway' }],
  ])('%s names another owner and is a stranger’s', (_, carrier) => {
    expect(fate({ usable: false, facts: carried({ others: [carrier], endpoints: read([]) }) }).kind).toBe('stranger');
  });

  it.each([
    ['an interface that names nobody', nameless, []],
    ['an endpoint’s interface without description', { ...nameless, type: 'vpc_endpoint' }, []],
    ['an interface whose type AWS did not give', { ...nameless, type: '', requesterManaged: true }, []],
    ['one of an endpoint of another service: the source may be the wrong one', endpointInterface(IP, RETIRED), [other]],
    ['one of an endpoint that AWS does not list', endpointInterface(IP, RETIRED), []],
  ])('%s is unknown, and an operator must tell', (_, carrier, endpoints) => {
    const facts = carried({ others: [carrier], endpoints: read(endpoints) });
    expect(fate({ usable: false, facts })).toMatchObject({ kind: 'unknown', needsOperator: true });
  });

  it('twin: a usable source takes an endpoint’s of another service for a stranger’s', () => {
    const facts = evidence([target], { others: [endpointInterface(IP, RETIRED)], endpoints: read([other]) });
    expect(fate({ facts }).kind).toBe('stranger');
  });
});

describe('the description of an interface', () => {
  it.each([OURS, RETIRED])('is free text: an instance that says it is of %s is a stranger’s', (id) => {
    const facts = evidence([target], {
      others: [strangerInterface(IP, { description: `VPC Endpoint Interface ${id}` })],
      endpoints: read([]),
    });
    expect(fate({ facts }).kind).toBe('stranger');
  });

  const described = (overrides: Parameters<typeof endpointInterface>[2]): Fate =>
    fate({
      facts: carried({ others: [endpointInterface(IP, RETIRED, overrides)], endpoints: read([]) }),
      binding: spec({ source: { vpcEndpointId: OURS, previous: [RETIRED] } }),
    });

  it.each([
    ['is of an endpoint', { requesterManaged: false }],
    ['AWS manages, though its type is a plain one', { type: 'interface' }],
  ])('is believed of an interface that %s, also when AWS no longer lists the endpoint', (_, overrides) => {
    expect(described(overrides)).toMatchObject({ kind: 'retired', sourceId: RETIRED });
  });

  it.each([`Copy of VPC Endpoint Interface ${RETIRED}`, `VPC Endpoint Interface ${RETIRED}, as it was`])(
    'names an endpoint only where it says nothing else: %s',
    (description) => {
      expect(described({ description }).kind).toBe('stranger');
    },
  );
});

it('an IP without interface whose health AWS does not name is unknown, not gone', () => {
  expect(fate({ of: listed(IP, 'unknown') })).toMatchObject({ kind: 'unknown', needsOperator: false });
  expect(fate({ of: listed(IP, 'unavailable') })).toMatchObject({ kind: 'unknown', needsOperator: false });
});

describe('when the endpoints of the VPC could not be read', () => {
  const endpoints = unread(problem({ kind: 'denied' }));
  const seen = (other: ReturnType<typeof strangerInterface>): Fate =>
    fate({ facts: evidence([target], { others: [other], endpoints }) });

  it.each(['vpc_endpoint', 'interface'])('an endpoint’s interface is unknown, be its type %s', (type) => {
    expect(seen(endpointInterface(IP, RETIRED, { type }))).toMatchObject({ kind: 'unknown', needsOperator: true });
  });

  it('an instance is a stranger’s all the same', () => {
    expect(seen(strangerInterface(IP)).kind).toBe('stranger');
  });
});
