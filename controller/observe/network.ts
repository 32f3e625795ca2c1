import type * as ec2 from '../aws/ec2.ts';
import { given } from '../aws/failure.ts';
import { canonicalIp } from '../model/ip.ts';
import type { Endpoint, NetworkInterface, Subnet } from '../model/network.ts';

/** An endpoint in our words. The state is lower-cased: `Available` in the SDK's types is `available` on the wire. */
export function toEndpoint(raw: ec2.VpcEndpoint): Endpoint {
  const lastError = raw.LastError?.Message ?? raw.FailureReason;
  return {
    id: given(raw.VpcEndpointId, 'VpcEndpointId'),
    type: given(raw.VpcEndpointType, 'VpcEndpointType'),
    state: given(raw.State, 'State').toLowerCase(),
    // Endpoints of resources and service networks have none.
    serviceName: raw.ServiceName ?? '',
    ownerId: given(raw.OwnerId, 'OwnerId'),
    vpcId: given(raw.VpcId, 'VpcId'),
    subnetIds: raw.SubnetIds ?? [],
    interfaceIds: raw.NetworkInterfaceIds ?? [],
    ...(lastError !== undefined && { lastError }),
  };
}

/** A network interface in our words: every IP it carries, of both families, and every prefix delegated to it. */
export function toInterface(raw: ec2.NetworkInterface): NetworkInterface {
  const ips = present([
    raw.PrivateIpAddress,
    ...(raw.PrivateIpAddresses ?? []).map((address) => address.PrivateIpAddress),
    raw.Ipv6Address,
    ...(raw.Ipv6Addresses ?? []).map((address) => address.Ipv6Address),
  ]);
  const prefixes = present([
    ...(raw.Ipv4Prefixes ?? []).map((prefix) => prefix.Ipv4Prefix),
    ...(raw.Ipv6Prefixes ?? []).map((prefix) => prefix.Ipv6Prefix),
  ]);
  const instanceId = raw.Attachment?.InstanceId;
  return {
    id: given(raw.NetworkInterfaceId, 'NetworkInterfaceId'),
    ownerId: given(raw.OwnerId, 'OwnerId'),
    subnetId: given(raw.SubnetId, 'SubnetId'),
    type: raw.InterfaceType ?? '',
    description: raw.Description ?? '',
    requesterManaged: raw.RequesterManaged ?? false,
    ...(instanceId !== undefined && { instanceId }),
    ips: [...new Set(ips.map(canonicalIp))],
    prefixes,
  };
}

/** A subnet in our words, with the blocks of both families that are associated with it. */
export function toSubnet(raw: ec2.Subnet): Subnet {
  const ipv6 = (raw.Ipv6CidrBlockAssociationSet ?? [])
    .filter((block) => block.Ipv6CidrBlockState?.State === 'associated')
    .map((block) => block.Ipv6CidrBlock);
  return {
    id: given(raw.SubnetId, 'SubnetId'),
    vpcId: given(raw.VpcId, 'VpcId'),
    ownerId: given(raw.OwnerId, 'OwnerId'),
    zoneId: given(raw.AvailabilityZoneId, 'AvailabilityZoneId'),
    cidrs: present([raw.CidrBlock, ...ipv6]),
  };
}

/** The IPv4 blocks that are associated with a VPC. */
export function toCidrs({ CidrBlockAssociationSet }: ec2.Vpc): readonly string[] {
  return given(CidrBlockAssociationSet, 'CidrBlockAssociationSet')
    .filter(({ CidrBlockState }) => CidrBlockState?.State === 'associated')
    .map(({ CidrBlock }) => given(CidrBlock, 'CidrBlock'));
}

/** The values that are there; AWS leaves a field out, or sends it empty, where there is nothing to say. */
function present(values: readonly (string | undefined)[]): readonly string[] {
  return values.flatMap((value) => (value === undefined || value === '' ? [] : [value]));
}
