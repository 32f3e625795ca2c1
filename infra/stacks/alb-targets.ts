import { Connections, type IConnectable, Peer, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Protocol } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import type { PrivateAlias } from '../constructs/split-horizon-dns.ts';
import { healthCheck, type Targets } from '../constructs/target-group.ts';
import type { AlbDeployment } from '../settings.ts';
import { chooseTargetType, type Place, placeOfArn, type TargetChoice } from '../target-type.ts';

/** The type of the target group that comes of the settings, and why. */
export function choiceOf(deployment: AlbDeployment): TargetChoice {
  const { targetType: asked, networkLoadBalancers } = deployment.alb;
  return chooseTargetType({ asked, networkLoadBalancers, ...placesOf(deployment) });
}

/** Where the two load balancers stand. */
export function placesOf({ alb, env, vpc }: AlbDeployment): { readonly own: Place; readonly alb: Place } {
  return {
    own: { ...env, vpcId: vpc.existing.id },
    alb: { ...placeOfArn(alb.loadBalancerArn), vpcId: alb.vpcId },
  };
}

/** What stands behind the front door: the ALB, or its addresses. The ALB's security group, where it may be named, is opened. */
export function albTargets(scope: Construct, { alb, env, vpc }: AlbDeployment, { type }: TargetChoice): Targets {
  const way: Pick<Targets, 'reach' | 'blocks'> =
    alb.securityGroupId !== undefined && isOpened({ alb, env, vpc })
      ? { reach: [SecurityGroup.fromSecurityGroupId(scope, 'AlbSecurityGroup', alb.securityGroupId)] }
      : { reach: [], blocks: alb.cidrs };
  const { protocol, path, matcher } = alb.healthCheck;
  return {
    port: alb.listener.port,
    ...way,
    healthCheck: healthCheck(protocol === 'TCP' ? Protocol.TCP : Protocol[alb.listener.protocol], {
      ...(path !== undefined && { path }),
      matcher,
    }),
    ...(type === 'alb' && { albArn: alb.loadBalancerArn }),
  };
}

/** What a client of the ALB connects to: what the load balancer does. */
export function calleesOf({ reach, blocks = [] }: Targets): readonly IConnectable[] {
  return [...reach, ...blocks.map((block) => ({ connections: new Connections({ peer: Peer.ipv4(block) }) }))];
}

/** The stack adds a rule to the ALB's security group where it is told it, and may: in the same VPC and account. */
export function isOpened({ alb, env, vpc }: Pick<AlbDeployment, 'alb' | 'env' | 'vpc'>): boolean {
  const { account } = placeOfArn(alb.loadBalancerArn);
  return alb.securityGroupId !== undefined && alb.vpcId === vpc.existing.id && account === env.account;
}

/** What a private record leads to: the ALB itself, where the settings tell its name. */
export function aliasOf({ dnsName, hostedZoneId }: AlbDeployment['alb']): PrivateAlias | undefined {
  return dnsName === undefined || hostedZoneId === undefined ? undefined : { dnsName, hostedZoneId };
}
