import type * as elbv2 from '../aws/elbv2.ts';
import { given } from '../aws/failure.ts';
import type { LoadBalancer } from '../model/audit-load-balancer.ts';
import { canonicalName } from '../model/dns.ts';

/** A load balancer in our words. */
export function toLoadBalancer(raw: elbv2.LoadBalancer): LoadBalancer {
  return {
    arn: given(raw.LoadBalancerArn, 'LoadBalancerArn'),
    name: given(raw.LoadBalancerName, 'LoadBalancerName'),
    dnsName: canonicalName(given(raw.DNSName, 'DNSName')),
    zoneId: given(raw.CanonicalHostedZoneId, 'CanonicalHostedZoneId'),
    state: given(raw.State?.Code, 'State'),
    scheme: given(raw.Scheme, 'Scheme'),
    ipAddressType: given(raw.IpAddressType, 'IpAddressType'),
    vpcId: given(raw.VpcId, 'VpcId'),
    // One without security groups has no list of them.
    securityGroupIds: raw.SecurityGroups ?? [],
    zones: given(raw.AvailabilityZones, 'AvailabilityZones').map((zone) => ({
      subnetId: given(zone.SubnetId, 'SubnetId'),
      zoneName: given(zone.ZoneName, 'ZoneName'),
      addresses: (zone.LoadBalancerAddresses ?? []).flatMap(toFixedAddress),
    })),
  };
}

/** How AWS describes a load balancer's interfaces, and those alone: they have no other mark. */
export function interfaceDescription(arn: string): string {
  return `ELB ${arn.split(':loadbalancer/')[1]}`;
}

/** What AWS gave by itself is no fixed address, and not in this list. */
function toFixedAddress({
  IpAddress,
  AllocationId,
  PrivateIPv4Address,
}: elbv2.LoadBalancerAddress): LoadBalancer['zones'][number]['addresses'] {
  const ip = IpAddress ?? PrivateIPv4Address;
  return ip === undefined ? [] : [{ ip, ...(AllocationId !== undefined && { allocationId: AllocationId }) }];
}
