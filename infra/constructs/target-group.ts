import { createHash } from 'node:crypto';
import { Duration } from 'aws-cdk-lib';
import type { IConnectable, IVpc } from 'aws-cdk-lib/aws-ec2';
import {
  type HealthCheck,
  NetworkTargetGroup,
  type NetworkTargetGroupProps,
  Protocol,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { AlbArnTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import type { Construct } from 'constructs';

/** What stands behind a front door. */
export type Targets = {
  readonly port: number;
  /** The way there: security groups, which admit the load balancer, and are opened for nobody else. */
  readonly reach: readonly IConnectable[];
  /** IPv4 blocks that it leads to besides, where no group can be named. */
  readonly blocks?: readonly string[];
  readonly healthCheck: HealthCheck;
  /** ARN of an ALB that is the target itself. Without: addresses, which somebody must keep true. */
  readonly albArn?: string;
};

/** Characters that a target group's name may have. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
const MOST_NAME = 32;

/** How often targets are checked, and how many answers decide. */
const PACE = { interval: Duration.seconds(10), healthyThresholdCount: 2, unhealthyThresholdCount: 2 } as const;

/** A check by HTTP or HTTPS, or of what merely listens. */
export function healthCheck(
  protocol: Protocol.HTTP | Protocol.HTTPS | Protocol.TCP,
  asked: { readonly path?: string; readonly matcher?: string },
): HealthCheck {
  if (protocol === Protocol.TCP) return { protocol, ...PACE };
  return { protocol, path: asked.path, healthyHttpCodes: asked.matcher, ...PACE };
}

export type TargetGroupProps = {
  readonly vpc: IVpc;
  /** Of a group of addresses; that of an ALB's begins with it. */
  readonly name: string;
  readonly protocol: Protocol;
  readonly targets: Targets;
};

/** The group that a listener forwards to. */
export function targetGroup(scope: Construct, id: string, props: TargetGroupProps): NetworkTargetGroup {
  const { vpc, name, protocol, targets } = props;
  const { albArn, port, healthCheck: check } = targets;
  const common = { vpc, port, protocol, healthCheck: check };
  return albArn === undefined
    ? ofAddresses(scope, id, { ...common, targetGroupName: name })
    : ofAlb(scope, id, { ...common, targetGroupName: nameFor(name, albArn) }, albArn);
}

function ofAddresses(scope: Construct, id: string, common: NetworkTargetGroupProps): NetworkTargetGroup {
  const group = new NetworkTargetGroup(scope, id, {
    ...common,
    targetType: TargetType.IP,
    // With it on, an interface endpoint cannot answer, and an ALB of another VPC has no way back.
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
    preserveClientIp: false,
    proxyProtocolV2: false,
    deregistrationDelay: Duration.seconds(120),
    // Else a long connection outlives the delay, and reaches whoever gets the address next.
    connectionTermination: true,
  });
  // Zonal shift of a cross-zone load balancer needs it. https://docs.aws.amazon.com/r53recovery/latest/dg/arc-zonal-shift.resource-types.network-load-balancers.html
  group.setAttribute('target_health_state.unhealthy.connection_termination.enabled', 'false');
  return group;
}

/**
 * A group takes one ALB: with another name another ALB gets a group of its own, and the old one keeps its target until the
 * listener has left it, and for a rollback. The name has the digest of both, since two load balancers may share an ALB.
 */
function nameFor(name: string, albArn: string): string {
  const digest = createHash('sha256').update(`${name} ${albArn}`).digest('hex').slice(0, 8);
  return `${name.slice(0, MOST_NAME - digest.length - 1)}-${digest}`;
}

/** The ALB's listener exists, and has the group's port: without either AWS refuses the target. Attributes are AWS's own. */
function ofAlb(scope: Construct, id: string, common: NetworkTargetGroupProps, arn: string): NetworkTargetGroup {
  return new NetworkTargetGroup(scope, id, {
    ...common,
    targetType: TargetType.ALB,
    targets: [new AlbArnTarget(arn, common.port)],
  });
}
