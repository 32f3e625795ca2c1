import type { Aws } from '../aws/clients.ts';
import { findInterfacesInUse } from '../aws/ec2.ts';
import type * as elbv2 from '../aws/elbv2.ts';
import { describeLoadBalancer } from '../aws/elbv2.ts';
import { given } from '../aws/failure.ts';
import type { AuditedLoadBalancer } from '../model/audit-source.ts';
import { ownInterfaces, toAppLoadBalancer } from './app-load-balancers.ts';
import { interfaceDescription } from './load-balancer.ts';
import { toInterface } from './network.ts';

/** Reads an Application Load Balancer with what only an audit asks of it, and its interfaces in use. */
export async function observeAuditedLoadBalancer(aws: Aws, arn: string): Promise<AuditedLoadBalancer> {
  const loadBalancer = toAuditedLoadBalancer(given(await describeLoadBalancer(aws, arn), 'load balancer'));
  const descriptions = [interfaceDescription(arn)];
  const found = await findInterfacesInUse(aws, { vpcIds: [loadBalancer.vpcId], descriptions });
  return { loadBalancer, interfaces: ownInterfaces(found.map(toInterface), arn) };
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
