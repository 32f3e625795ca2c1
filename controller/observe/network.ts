import type * as ec2 from '../aws/ec2.ts';
import { canonicalIp } from '../model/ip.ts';
import type { Endpoint, NetworkInterface, Subnet } from '../model/network.ts';

/** An endpoint in our words. The state is lower-cased: `Available` in the SDK's types is `available` on the wire. */
export function toEndpoint(raw: ec2.VpcEndpoint): Endpoint {
  const lastError = raw.LastError?.Message ?? raw.FailureReason;
  return {
    id: raw.VpcEndpointId ?? '',
    type: raw.VpcEndpointType ?? '',
    state: (raw.State ?? '').toLowerCase(),
    serviceName: raw.ServiceName ?? '',
    ownerId: raw.OwnerId ?? '',
    vpcId: raw.VpcId ?? '',
    subnetIds: raw.SubnetIds ?? [],
    interfaceIds: raw.NetworkInterfaceIds ?? [],
    ...(lastError !== undefined && { lastError }),
  };
}

/** A network interface in our words: every IP it carries, of both families, and every prefix delegated to it. */
export function toInterface(raw: ec2.NetworkInterface): NetworkInterface {
  const ips = given([
    raw.PrivateIpAddress,
    ...(raw.PrivateIpAddresses ?? []).map((address) => address.PrivateIpAddress),
    raw.Ipv6Address,
    ...(raw.Ipv6Addresses ?? []).map((address) => address.Ipv6Address),
  ]);
  const prefixes = given([
    ...(raw.Ipv4Prefixes ?? []).map((prefix) => prefix.Ipv4Prefix),
    ...(raw.Ipv6Prefixes ?? []).map((prefix) => prefix.Ipv6Prefix),
  ]);
  const instanceId = raw.Attachment?.InstanceId;
  return {
    id: raw.NetworkInterfaceId ?? '',
    ownerId: raw.OwnerId ?? '',
    vpcId: raw.VpcId ?? '',
    subnetId: raw.SubnetId ?? '',
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
    id: raw.SubnetId ?? '',
    vpcId: raw.VpcId ?? '',
    ownerId: raw.OwnerId ?? '',
    zoneId: raw.AvailabilityZoneId ?? '',
    cidrs: given([raw.CidrBlock, ...ipv6]),
  };
}

/** The values that AWS gave; it leaves a field out, or sends it empty, where there is nothing to say. */
function given(values: readonly (string | undefined)[]): readonly string[] {
  return values.flatMap((value) => (value === undefined || value === '' ? [] : [value]));
}
