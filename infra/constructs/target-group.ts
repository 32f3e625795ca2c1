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
  /** The way there. A security group among it admits the load balancer, and is opened for nobody else. */
  readonly reach: readonly IConnectable[];
  readonly healthCheck: HealthCheck;
  /** ARN of an ALB that is the target itself. Without: addresses, which somebody must keep true. */
  readonly albArn?: string;
};

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
  readonly name: string;
  readonly protocol: Protocol;
  readonly targets: Targets;
};

/** The group that a listener forwards to. */
export function targetGroup(scope: Construct, id: string, props: TargetGroupProps): NetworkTargetGroup {
  const { vpc, name, protocol, targets } = props;
  const common = { vpc, targetGroupName: name, port: targets.port, protocol, healthCheck: targets.healthCheck };
  return targets.albArn === undefined ? ofAddresses(scope, id, common) : ofAlb(scope, id, common, targets.albArn);
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

/** The ALB's listener exists, and has the group's port: without either AWS refuses the target. Attributes are AWS's own. */
function ofAlb(scope: Construct, id: string, common: NetworkTargetGroupProps, arn: string): NetworkTargetGroup {
  return new NetworkTargetGroup(scope, id, {
    ...common,
    targetType: TargetType.ALB,
    targets: [new AlbArnTarget(arn, common.port)],
  });
}
