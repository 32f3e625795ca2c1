import { allocate } from './addresses.ts';
import { AwsError } from './aws-error.ts';
import { createInterface, deleteInterface, nextAddress } from './interfaces.ts';
import { assertSecurityGroups } from './security-groups.ts';
import type { Listener, LoadBalancer, Subnet, TargetGroup, World, Zone } from './state.ts';

export type NewLoadBalancer = Pick<LoadBalancer, 'name' | 'type' | 'scheme' | 'vpc' | 'ownerId' | 'ipAddressType'> & {
  readonly zones: readonly { readonly subnet: Subnet; readonly privateIp?: string; readonly allocationId?: string }[];
  readonly securityGroupIds?: readonly string[];
  readonly attributes?: Readonly<Record<string, string>>;
};

/** The hosted zones of the load balancers' names differ by Region and type; the model knows one of each. */
const HOSTED_ZONES = { network: 'Z2IFOLAFXWLO4F', application: 'Z32O12XQLNTSW2' };

export const CROSS_ZONE = 'load_balancing.cross_zone.enabled';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html */
const DEFAULT_ATTRIBUTES = {
  'deletion_protection.enabled': 'false',
  'ipv6.deny_all_igw_traffic': 'false',
  'zonal_shift.config.enabled': 'false',
};
const DEFAULT_ATTRIBUTES_OF = {
  network: { [CROSS_ZONE]: 'false', 'dns_record.client_routing_policy': 'any_availability_zone' },
  application: { [CROSS_ZONE]: 'true' },
};

export function createLoadBalancer(world: World, options: NewLoadBalancer): LoadBalancer {
  const { zones, attributes = {}, securityGroupIds = [], ...rest } = options;
  const { name, type, scheme, vpc, ownerId } = rest;
  const exists = [...world.loadBalancers.values()].some(
    (other) => other.name === name && other.ownerId === ownerId && other.vpc.region === vpc.region,
  );
  if (exists) {
    throw new AwsError('DuplicateLoadBalancerName', `A load balancer with the name '${name}' exists.`);
  }
  assertSecurityGroups(world, vpc, securityGroupIds);
  const hash = world.ids.hash();
  const path = `${type === 'network' ? 'net' : 'app'}/${name}/${hash}`;
  const host = type === 'network' ? `${name}-${hash}.elb.${vpc.region}` : `internal-${name}-${hash}.${vpc.region}.elb`;
  const loadBalancer: LoadBalancer = {
    arn: `arn:aws:elasticloadbalancing:${vpc.region}:${ownerId}:loadbalancer/${path}`,
    ...rest,
    dnsName: `${host}.amazonaws.com`,
    hostedZoneId: HOSTED_ZONES[type],
    createdAt: world.now,
    securityGroupIds,
    attributes: new Map(Object.entries({ ...DEFAULT_ATTRIBUTES, ...DEFAULT_ATTRIBUTES_OF[type], ...attributes })),
    state: 'active',
    zones: [],
    shiftedZones: new Set(),
    listens: [],
    nodes: new Map(),
    questions: 0,
  };
  loadBalancer.zones = zones.map(({ subnet, privateIp, allocationId }) =>
    addNode(world, loadBalancer, { subnet, privateIp, allocationId, elastic: scheme === 'internet-facing' }),
  );
  world.loadBalancers.set(loadBalancer.arn, loadBalancer);
  return loadBalancer;
}

type NewNode = {
  readonly subnet: Subnet;
  readonly privateIp?: string | undefined;
  readonly allocationId?: string | undefined;
  readonly elastic: boolean;
};

/** Gives a load balancer an interface in a subnet, described as AWS describes it. */
export function addNode(world: World, loadBalancer: LoadBalancer, node: NewNode): Zone {
  const { subnet, elastic } = node;
  const ip = node.privateIp ?? nextAddress(world, subnet, 'ipv4');
  const ipv6 = loadBalancer.ipAddressType === 'dualstack' ? nextIpv6(world, subnet) : undefined;
  const { id } = createInterface(world, {
    subnet,
    ownerId: loadBalancer.ownerId,
    description: `ELB ${loadBalancer.arn.split(':loadbalancer/')[1] ?? ''}`,
    type: loadBalancer.type === 'network' ? 'network_load_balancer' : 'interface',
    requesterId: 'amazon-elb',
    holder: loadBalancer.arn,
    listens: [],
    ip,
    ...(ipv6 !== undefined && { ipv6 }),
  });
  return {
    subnet,
    interfaceId: id,
    privateIp: ip,
    ...(ipv6 !== undefined && { ipv6 }),
    ...(elastic && elasticIpOf(world, loadBalancer, node.allocationId)),
  };
}

function elasticIpOf(
  world: World,
  { vpc, ownerId }: LoadBalancer,
  allocationId: string | undefined,
): Pick<Zone, 'allocationId' | 'elasticIp'> {
  const address = allocate(world, { region: vpc.region, ownerId, ...(allocationId !== undefined && { allocationId }) });
  return { allocationId: address.allocationId, elasticIp: address.ip };
}

/** "The VPC and subnets must have associated IPv6 CIDR blocks": https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-ip-address-type.html */
function nextIpv6(world: World, subnet: Subnet): string {
  if (subnet.ipv6Cidr !== undefined) return nextAddress(world, subnet, 'ipv6');
  throw new AwsError('ValidationError', `You must specify subnets with an associated IPv6 CIDR block: ${subnet.id}`);
}

/** What clients connect to in a zone; of a dualstack load balancer the model follows those on IPv4. */
export function fixedIp({ elasticIp, privateIp = '' }: Zone): string {
  return elasticIp ?? privateIp;
}

/** Takes a zone away; its interface, and with it its fixed IP, is gone. */
export function disableZone(world: World, loadBalancer: LoadBalancer, zone: string): void {
  for (const { subnet, interfaceId } of loadBalancer.zones) {
    if (subnet.zone === zone) deleteInterface(world, interfaceId);
  }
  loadBalancer.zones = loadBalancer.zones.filter(({ subnet }) => subnet.zone !== zone);
}

export function listenersOf(world: World, { arn }: LoadBalancer): readonly Listener[] {
  return [...world.listeners.values()].filter(({ loadBalancerArn }) => loadBalancerArn === arn);
}

/** True if a listener forwards to a group, whatever its weight. */
export function leadsTo({ forwards }: Listener, { arn }: TargetGroup): boolean {
  return forwards.some(({ targetGroupArn }) => targetGroupArn === arn);
}

/** The load balancer whose listener forwards to a group. */
export function loadBalancerOf(world: World, group: TargetGroup): LoadBalancer | undefined {
  for (const listener of world.listeners.values()) {
    if (leadsTo(listener, group)) return world.loadBalancers.get(listener.loadBalancerArn);
  }
  return undefined;
}

/**
 * Cross-zone load balancing as it takes effect: the group's own attribute, else the load balancer's.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 */
export function isCrossZone(group: TargetGroup, loadBalancer: LoadBalancer | undefined): boolean {
  const own = group.attributes.get(CROSS_ZONE) ?? 'use_load_balancer_configuration';
  const effective = own === 'use_load_balancer_configuration' ? loadBalancer?.attributes.get(CROSS_ZONE) : own;
  return effective === 'true';
}
