import type { Aws } from '../aws/clients.ts';
import { findInterfacesInUse } from '../aws/ec2.ts';
import type * as elbv2 from '../aws/elbv2.ts';
import { describeLoadBalancer } from '../aws/elbv2.ts';
import { given } from '../aws/failure.ts';
import type { AuditedLoadBalancer } from '../model/audit-source.ts';
import { toAppLoadBalancer } from './app-load-balancers.ts';
import { toInterface } from './network.ts';

/** Reads an Application Load Balancer with what only an audit asks of it, and its interfaces in use. */
export async function observeAuditedLoadBalancer(aws: Aws, arn: string): Promise<AuditedLoadBalancer> {
  const loadBalancer = toAuditedLoadBalancer(given(await describeLoadBalancer(aws, arn), 'load balancer'));
  const description = `ELB ${arn.split(':loadbalancer/')[1]}`;
  const found = await findInterfacesInUse(aws, { vpcIds: [loadBalancer.vpcId], descriptions: [description] });
  // A description is free text: only of an interface that a service manages does it say whose that is.
  const own = found
    .map(toInterface)
    .filter((one) => one.requesterManaged && one.description === description)
    .map((one) => [one.id, one] as const);
  return { loadBalancer, interfaces: [...new Map(own).values()] };
}

function toAuditedLoadBalancer(raw: elbv2.LoadBalancer): AuditedLoadBalancer['loadBalancer'] {
  return {
    ...toAppLoadBalancer(raw),
    name: given(raw.LoadBalancerName, 'LoadBalancerName'),
    zoneId: given(raw.CanonicalHostedZoneId, 'CanonicalHostedZoneId'),
    ipAddressType: given(raw.IpAddressType, 'IpAddressType'),
    securityGroupIds: raw.SecurityGroups ?? [],
  };
}
