import { blockAt, prefixLength } from './ipv4.ts';

/** Prefix length of every subnet of a VPC that is created. */
export const SUBNET_PREFIX_LENGTH = 24;

/** CIDRs by role, each in the order of the zones. */
export type SubnetCidrs = { readonly frontDoor: readonly string[]; readonly endpoint: readonly string[] };

/**
 * The subnets of a VPC that is created: /24 blocks from the VPC's first address on, first the front door's, one a zone,
 * then the endpoint's. So an address can be pinned in the settings before the VPC exists.
 */
export function subnetCidrs(vpcCidr: string, zones: number): SubnetCidrs {
  const blocks = (from: number): string[] =>
    Array.from({ length: zones }, (_, index) => blockAt(vpcCidr, SUBNET_PREFIX_LENGTH, from + index));
  return { frontDoor: blocks(0), endpoint: blocks(zones) };
}

/** How many subnets of a created VPC its CIDR has room for. */
export function subnetsThatFit(vpcCidr: string): number {
  return Math.floor(2 ** (SUBNET_PREFIX_LENGTH - prefixLength(vpcCidr)));
}
