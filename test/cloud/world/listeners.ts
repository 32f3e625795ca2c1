import { AwsError } from './aws-error.ts';
import { loadBalancerOf } from './load-balancers.ts';
import type { Listener, LoadBalancer, TargetGroup, World } from './state.ts';

/**
 * The protocols of the groups a listener may forward to:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-target-group.html
 */
const FORWARDS_TO = new Map<string, readonly string[]>([
  ['TCP', ['TCP', 'TCP_UDP']],
  ['TLS', ['TCP', 'TLS']],
  ['UDP', ['UDP', 'TCP_UDP']],
  ['TCP_UDP', ['TCP_UDP']],
]);

type NewListener = {
  readonly loadBalancer: LoadBalancer;
  readonly group: TargetGroup;
  readonly port: number;
  readonly protocol: string;
};

/** Puts a group in use. A group serves one Network Load Balancer. */
export function createListener(world: World, { loadBalancer, group, port, protocol }: NewListener): Listener {
  const user = loadBalancerOf(world, group);
  if (user !== undefined && user !== loadBalancer) {
    throw new AwsError(
      'TargetGroupAssociationLimit',
      `The following target groups cannot be associated with more than one load balancer: ${group.arn}`,
    );
  }
  const taken = [...world.listeners.values()].some(
    (other) => other.loadBalancerArn === loadBalancer.arn && other.port === port,
  );
  if (taken) {
    throw new AwsError('DuplicateListener', `A listener already exists on port ${port} for this load balancer`);
  }
  assertProtocols(protocol, group);
  assertFamily(loadBalancer, group);
  const path = loadBalancer.arn.replace(':loadbalancer/', ':listener/');
  const listener: Listener = {
    arn: `${path}/${world.ids.hash()}`,
    loadBalancerArn: loadBalancer.arn,
    targetGroupArn: group.arn,
    port,
    protocol,
  };
  world.listeners.set(listener.arn, listener);
  return listener;
}

/** The codes: https://github.com/hashicorp/terraform/issues/18126, https://github.com/hashicorp/terraform-provider-aws/issues/4955 */
function assertProtocols(protocol: string, group: TargetGroup): void {
  const accepted = FORWARDS_TO.get(protocol);
  if (accepted === undefined) {
    const known = [...FORWARDS_TO.keys()].join(', ');
    throw new AwsError('ValidationError', `Listener protocol '${protocol}' must be one of '${known}'`);
  }
  if (!accepted.includes(group.protocol)) {
    throw new AwsError(
      'IncompatibleProtocols',
      `The listener and its associated target group '${group.arn}' have incompatible protocols: '${protocol}' and '${group.protocol}'`,
    );
  }
}

/**
 * "IPv6 target groups can only be associated with dualstack Network Load Balancers":
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html#target-group-ip-address-type
 * The message and the status are on record, https://github.com/zalando-incubator/kube-ingress-aws-controller/pull/752,
 * the code is not; of those CreateListener documents this is the one that fits.
 */
function assertFamily({ ipAddressType }: LoadBalancer, { family }: TargetGroup): void {
  if (family === 'ipv4' || ipAddressType === 'dualstack') return;
  throw new AwsError(
    'InvalidConfigurationRequest',
    `You cannot associate an IPv6 target group with a load balancer that has an '${ipAddressType}' IP address type`,
  );
}
