import type { INetworkLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { ARecord, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import type { Hostname } from './hostname.ts';

/** What a private record needs to lead past the load balancer: a name, and the zone id beside it. */
export type PrivateAlias = { readonly dnsName: string; readonly hostedZoneId: string };

export type SplitHorizonDnsProps = {
  readonly name: string;
  readonly hostname: Hostname;
  readonly loadBalancer: INetworkLoadBalancer;
  /** Of the endpoint, or of the ALB. */
  readonly privateAlias: PrivateAlias | undefined;
};

/**
 * One name, two meanings: on the internet the load balancer, in the VPCs the endpoint or the ALB itself. Aliases without target
 * health: a group that is empty for a moment must not take the name away. The load balancer speaks IPv4, so there is no AAAA.
 */
export class SplitHorizonDns extends Construct {
  constructor(scope: Construct, id: string, { name, hostname, loadBalancer, privateAlias }: SplitHorizonDnsProps) {
    super(scope, id);
    const { publicZone, privateZone } = hostname;
    if (publicZone !== undefined) {
      const target = RecordTarget.fromAlias(new LoadBalancerTarget(loadBalancer));
      new ARecord(this, 'Public', { zone: publicZone, recordName: name, target });
    }
    if (privateZone !== undefined && privateAlias !== undefined) {
      const target = RecordTarget.fromAlias({ bind: () => ({ ...privateAlias }) });
      new ARecord(this, 'Private', { zone: privateZone, recordName: name, target });
    }
  }
}
