import { describe, expect, it } from 'vitest';
import type { Fate } from '../../../controller/model/fate.ts';
import type { NetworkInterface } from '../../../controller/model/network.ts';
import { read, unread } from '../../../controller/model/reading.ts';
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
} from '../builders.ts';
import {
  ALB,
  albEvidence,
  albSpec,
  FAR_ACCOUNT,
  FAR_OLD_1,
  FAR_VPC,
  farView,
  node,
  observedAlb,
  OTHER_ALB,
  PREVIOUS_ALB,
} from '../builders-load-balancer.ts';

const target = listed(FAR_OLD_1, 'unhealthy');
const at = (endpointId: string): NetworkInterface => endpointInterface(FAR_OLD_1, endpointId, { ownerId: FAR_ACCOUNT });
const instance = strangerInterface(FAR_OLD_1, { ownerId: FAR_ACCOUNT });
const nameless = { ...node(FAR_OLD_1), description: '', requesterManaged: false };
const forged = (arn: string, overrides: Partial<NetworkInterface> = {}): NetworkInterface =>
  node(FAR_OLD_1, arn, { requesterManaged: false, ...overrides });
const binding = albSpec({ previous: [PREVIOUS_ALB, RETIRED] });

/** The fate of an IP of the source's VPC under a binding of a load balancer. */
function fate(carrier: NetworkInterface, world: Partial<Parameters<typeof learnFate>[1]> = {}): Fate {
  const facts = albEvidence([target], { sourceView: farView([carrier]) });
  const plain = { spec: binding, group: group(), source: read(observedAlb()), usable: true, evidence: facts };
  return learnFate(target, { ...plain, ...world });
}

describe('under a binding of a load balancer, an IP', () => {
  it.each([
    ['ours', 'a node of the source', node(FAR_OLD_1)],
    [
      'ours',
      'a node of the source that was read, whatever AWS says of it now',
      { ...nameless, id: observedAlb().interfaces[0]?.id ?? '' },
    ],
    ['retired', 'a node of a load balancer named in previous', node(FAR_OLD_1, PREVIOUS_ALB)],
    ['retired', 'an endpoint named in previous', at(RETIRED)],
    ['stranger', 'a node of another load balancer', node(FAR_OLD_1, OTHER_ALB)],
    [
      'stranger',
      'a node of a load balancer of another name, with the hash of the source',
      node(FAR_OLD_1, ALB.replace('/orders/', '/order/')),
    ],
    [
      'stranger',
      'a network load balancer’s interface',
      node(FAR_OLD_1, ALB, { description: 'ELB net/orders/0123456789abcdef' }),
    ],
    ['stranger', 'an endpoint that nothing names', at('vpce-0000000000000000f')],
    ['stranger', 'an instance', instance],
    ['stranger', 'an interface that names nobody', nameless],
    ['stranger', 'an interface that says it is of the source, and that no service manages', forged(ALB)],
    ['stranger', 'an instance that says so', forged(ALB, { instanceId: 'i-0123456789abcdef0' })],
    ['stranger', 'an interface that says it is of its predecessor, and that no service manages', forged(PREVIOUS_ALB)],
    [
      'stranger',
      'a managed interface that says more than that',
      node(FAR_OLD_1, ALB, { description: 'ELB app/orders/0123456789abcdef, old' }),
    ],
    [
      'stranger',
      'a managed interface that says it in the middle',
      node(FAR_OLD_1, ALB, { description: 'Was ELB app/orders/0123456789abcdef' }),
    ],
  ])('is %s when it is carried by %s', (kind, _, carrier) => {
    expect(fate(carrier).kind).toBe(kind);
  });

  it('is retired with the id of what carries it, and with its zone', () => {
    expect(fate(node(FAR_OLD_1, PREVIOUS_ALB))).toEqual({
      kind: 'retired',
      sourceId: 'loadbalancer/app/orders-old/0123456789abcdef',
      zoneId: 'euw1-az1',
    });
    expect(fate(at(RETIRED))).toMatchObject({ kind: 'retired', sourceId: RETIRED });
  });

  it('is ours while its node leaves: EC2 lists it, and the source no longer has it in use', () => {
    const inUse = observedAlb();
    expect(inUse.interfaces.map(({ id }) => id)).not.toContain(node(FAR_OLD_1).id);
    expect(fate(node(FAR_OLD_1), { source: read(inUse) })).toEqual({ kind: 'ours', interfaceId: `eni-${FAR_OLD_1}` });
  });

  it('is a stranger’s where previous names neither', () => {
    const named = albSpec();
    expect(fate(node(FAR_OLD_1, PREVIOUS_ALB), { spec: named }).kind).toBe('stranger');
    expect(fate(at(RETIRED), { spec: named }).kind).toBe('stranger');
  });
});

describe.each([
  ['could not be read', unread(problem())],
  ['was read and is refused', read(observedAlb([], { state: 'failed' }))],
])('when the load balancer %s, an IP of the group’s VPC, which its account shares', (_state, source) => {
  const here = group({ vpcId: FAR_VPC });

  it.each([
    ['stranger', 'an instance', instance],
    ['stranger', 'a NAT gateway', { ...nameless, type: 'nat_gateway' }],
    ['stranger', 'a managed interface of a service', node(FAR_OLD_1, ALB, { description: 'RDSNetworkInterface' })],
    ['unknown', 'an endpoint that nothing names: it may be what the source replaces', at('vpce-0000000000000000f')],
    ['ours', 'a node of the source', node(FAR_OLD_1)],
    ['retired', 'a node of its predecessor', node(FAR_OLD_1, PREVIOUS_ALB)],
    ['unknown', 'a node of another load balancer: the source may be the wrong one', node(FAR_OLD_1, OTHER_ALB)],
    ['unknown', 'an interface that names nobody', nameless],
    ['unknown', 'an interface that says it is of the source, and that no service manages', forged(ALB)],
    ['unknown', 'an endpoint’s interface without description', { ...nameless, type: 'vpc_endpoint' }],
  ])('is %s when it is carried by %s', (kind, _carrier, carrier) => {
    expect(fate(carrier, { group: here, source, usable: false }).kind).toBe(kind);
  });
});

describe('under a binding of an endpoint, an IP', () => {
  const old = listed('10.0.1.50', 'unhealthy');
  const carriedBy = (arn: string, previous: readonly string[], world: { usable?: boolean } = {}): Fate =>
    learnFate(old, {
      spec: spec({ source: { vpcEndpointId: OURS, previous } }),
      group: group(),
      source: read(observed()),
      usable: true,
      evidence: evidence([old], { others: [node(old.ip, arn, { ownerId: '123456789012' })], ours: [IP_1, IP_2] }),
      ...world,
    });

  it('is retired when a load balancer named in previous carries it', () => {
    expect(carriedBy(PREVIOUS_ALB, [PREVIOUS_ALB])).toEqual({
      kind: 'retired',
      sourceId: 'loadbalancer/app/orders-old/0123456789abcdef',
      zoneId: 'euw1-az1',
    });
  });

  it.each([
    ['stranger', true],
    ['unknown', false],
  ])('is %s when another one does, with a usable source: %s', (kind, usable) => {
    expect(carriedBy(OTHER_ALB, [PREVIOUS_ALB], { usable }).kind).toBe(kind);
  });

  it('is retired by an endpoint named in previous also beside load balancers named there', () => {
    const previous = [PREVIOUS_ALB, RETIRED];
    const other = endpoint([old.ip], { id: RETIRED, serviceName: 'com.amazonaws.eu-west-1.sqs' });
    const facts = evidence([old], { others: [endpointInterface(old.ip, RETIRED)], endpoints: read([other]) });
    const inquiry = { group: group(), source: read(observed()), usable: true, evidence: facts };
    expect(learnFate(old, { ...inquiry, spec: spec({ source: { vpcEndpointId: OURS, previous } }) }).kind).toBe(
      'retired',
    );
    expect(learnFate(old, { ...inquiry, spec: spec() }).kind).toBe('stranger');
  });
});
