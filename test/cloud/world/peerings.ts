import { AwsError } from './aws-error.ts';
import { overlap } from './ip.ts';
import type { Vpc, World } from './state.ts';

/**
 * Connects two VPCs, of whatever Region and account. Blocks that overlap are refused, and nobody is reached by way of a
 * third: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 */
export function peer(world: World, a: Vpc, b: Vpc): void {
  if (overlap(a.cidr, b.cidr)) {
    throw new AwsError('InvalidParameterValue', `${a.id} (${a.cidr}) and ${b.id} (${b.cidr}) have overlapping blocks`);
  }
  peersOf(world, a).add(b.id);
  peersOf(world, b).add(a.id);
}

/** Takes a peering away. The world keeps in mind that VPCs are peered here, so that they do not reach everyone again. */
export function unpeer(world: World, a: Vpc, b: Vpc): void {
  peersOf(world, a).delete(b.id);
  peersOf(world, b).delete(a.id);
}

/** True if one VPC reaches another: a peer, or any VPC of its Region where no two were ever peered. */
export function isConnected({ peerings }: World, from: Vpc, to: Vpc): boolean {
  return peerings.size === 0 ? from.region === to.region : peerings.get(from.id)?.has(to.id) === true;
}

function peersOf({ peerings }: World, { id }: Vpc): Set<string> {
  const peers = peerings.get(id) ?? new Set();
  peerings.set(id, peers);
  return peers;
}
