import { AwsError } from './aws-error.ts';
import { listenersOf } from './load-balancers.ts';
import { registered } from './quotas.ts';
import type { LoadBalancer, NetworkInterface, TargetGroup, World } from './state.ts';
import type { TargetRequest, ValidTarget } from './validation.ts';

/** "You can associate an ALB as a target of up to two NLBs": application-load-balancer-target.html, as below */
const MAX_GROUPS = 2;

/**
 * Accepts an ALB as the target of a group, by its ARN, or throws as AWS does: of the same VPC and account, with a
 * listener on the port. Of the codes only that of the port is on record:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html,
 * https://github.com/hashicorp/terraform-provider-aws/issues/38987
 */
export function validateAlb(world: World, group: TargetGroup, request: TargetRequest): ValidTarget {
  const { ip: arn, port = group.port } = request;
  const alb = world.loadBalancers.get(arn);
  if (alb?.type !== 'application' || alb.vpc !== group.vpc || alb.ownerId !== group.ownerId) {
    throw new AwsError(
      'InvalidTarget',
      `'${arn}' is no Application Load Balancer of the target group's VPC and account`,
    );
  }
  if (!listenersOf(world, alb).some((listener) => listener.port === port)) {
    throw new AwsError(
      'ValidationError',
      'If the target type is ALB, the target must have at least one listener that matches the target group port or any specified port overrides',
    );
  }
  const others = [...world.targetGroups.values()].filter((each) => each !== group && has(each, alb));
  if (others.length >= MAX_GROUPS) {
    throw new AwsError(
      'TooManyRegistrationsForTargetId',
      `'${arn}' is a target of ${MAX_GROUPS} target groups already`,
    );
  }
  return { ip: arn, port, zone: 'all' };
}

/** The nodes that connections to an ALB go to, which change without anybody registering them. */
export function nodesOf(world: World, arn: string): readonly NetworkInterface[] {
  const nodes = [...(world.loadBalancers.get(arn)?.nodes.keys() ?? [])].map((id) => world.interfaces.get(id));
  return nodes.filter((node) => node !== undefined);
}

function has(group: TargetGroup, { arn }: LoadBalancer): boolean {
  return registered(group).some(({ ip }) => ip === arn);
}
