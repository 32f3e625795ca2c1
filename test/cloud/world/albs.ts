import { after, type Leave, openNodes, scaleIn, scaleOut } from './alb-nodes.ts';
import { AwsError } from './aws-error.ts';
import { deleteInterface, interfacesOf } from './interfaces.ts';
import { createLoadBalancer, listenersOf } from './load-balancers.ts';
import type { LoadBalancer, LoadBalancerState, NetworkInterface, Subnet, Vpc, World, Zone } from './state.ts';

export type NewAlb = Pick<LoadBalancer, 'name' | 'ownerId' | 'ipAddressType' | 'securityGroupIds' | 'state'> & {
  readonly vpc: Vpc;
  readonly subnets: readonly Subnet[];
};

/** An internal ALB at rest, without listeners: one node a zone, all of them in its name. */
export function createAlb(world: World, { subnets, state, ...options }: NewAlb): LoadBalancer {
  assertOnePerZone(subnets);
  const zones = subnets.map((subnet) => ({ subnet }));
  const alb = createLoadBalancer(world, { ...options, type: 'application', scheme: 'internal', zones });
  alb.state = state;
  for (const { id } of interfacesOf(world, alb.arn)) {
    alb.nodes.set(id, { answersFrom: world.now, inDnsFrom: world.now });
  }
  return alb;
}

export function setAlbState(world: World, alb: LoadBalancer, state: LoadBalancerState): void {
  alb.state = state;
  openNodes(world, alb);
}

/**
 * Changes its zones, as SetSubnets does: the subnets replace those it had.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetSubnets.html
 */
export function setSubnets(world: World, alb: LoadBalancer, subnets: readonly Subnet[], leave: Leave = {}): void {
  assertOnePerZone(subnets);
  const leaving = interfacesOf(world, alb.arn).filter(({ subnet }) => !subnets.includes(subnet));
  for (const node of leaving) if (alb.nodes.has(node.id)) scaleIn(world, alb, node, leave);
  for (const subnet of subnets) {
    if (!alb.zones.some((zone) => zone.subnet === subnet)) scaleOut(world, alb, subnet);
  }
  const nodes = interfacesOf(world, alb.arn).filter(({ id }) => alb.nodes.has(id));
  alb.zones = subnets.map((subnet) => zoneOf(nodes, subnet));
}

function zoneOf(nodes: readonly NetworkInterface[], subnet: Subnet): Zone {
  const { id = '', ip, ipv6 } = nodes.find((node) => node.subnet === subnet) ?? {};
  return {
    subnet,
    interfaceId: id,
    ...(ip !== undefined && { privateIp: ip }),
    ...(ipv6 !== undefined && { ipv6 }),
  };
}

/** Deletes it with its listeners. It answers no more, as a deleted endpoint; its interfaces vanish a while later. */
export function deleteAlb(world: World, alb: LoadBalancer, seconds = world.settings.interfaceRemovalSeconds): void {
  for (const { arn } of listenersOf(world, alb)) world.listeners.delete(arn);
  world.loadBalancers.delete(alb.arn);
  world.tags.delete(alb.arn);
  for (const node of interfacesOf(world, alb.arn)) node.listens = [];
  after(world, seconds, () => {
    for (const { id } of interfacesOf(world, alb.arn)) deleteInterface(world, id);
  });
}

/** "You can specify only one subnet per Availability Zone": API_SetSubnets.html, as above; CreateLoadBalancer alike. */
function assertOnePerZone(subnets: readonly Subnet[]): void {
  if (new Set(subnets.map(({ zone }) => zone)).size === subnets.length) return;
  throw new AwsError(
    'InvalidConfigurationRequest',
    'A load balancer cannot be attached to multiple subnets in the same Availability Zone',
  );
}
