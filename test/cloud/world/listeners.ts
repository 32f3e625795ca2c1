import { AwsError } from './aws-error.ts';
import { loadBalancerOf } from './load-balancers.ts';
import type { Listener, LoadBalancer, TargetGroup, World } from './state.ts';
import { assertShiftable } from './zonal-shift.ts';

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

/** What CreateListener gives a TLS listener: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/describe-ssl-policies.html */
const DEFAULT_SSL_POLICY = 'ELBSecurityPolicy-2016-08';

/** What may be said of a listener, and changed. */
export type ListenerChange = Partial<
  Pick<Listener, 'port' | 'protocol' | 'forwards' | 'certificateArns' | 'sslPolicy' | 'alpn'>
>;

type NewListener = Pick<Listener, 'port' | 'protocol' | 'forwards'> &
  ListenerChange & { readonly loadBalancer: LoadBalancer };

/** Puts groups in use. A group serves one Network Load Balancer. */
export function createListener(world: World, { loadBalancer, ...options }: NewListener): Listener {
  const path = loadBalancer.arn.replace(':loadbalancer/', ':listener/');
  return put(world, loadBalancer, {
    certificateArns: [],
    ...(options.protocol === 'TLS' && { sslPolicy: DEFAULT_SSL_POLICY }),
    ...options,
    loadBalancerArn: loadBalancer.arn,
    arn: `${path}/${world.ids.hash()}`,
  });
}

/** Changes a listener; what a change does not name stays. */
export function changeListener(world: World, listener: Listener, change: ListenerChange): Listener {
  const loadBalancer = world.loadBalancers.get(listener.loadBalancerArn);
  if (loadBalancer === undefined) throw new AwsError('LoadBalancerNotFound', 'One or more load balancers not found');
  return put(world, loadBalancer, { ...listener, ...change });
}

function put(world: World, loadBalancer: LoadBalancer, listener: Listener): Listener {
  const { arn, port, protocol, forwards } = listener;
  const groups = forwards.map(({ targetGroupArn }) => groupOf(world, targetGroupArn));
  for (const group of groups) assertOwn(world, loadBalancer, group);
  const taken = [...world.listeners.values()].some(
    (other) => other.arn !== arn && other.loadBalancerArn === loadBalancer.arn && other.port === port,
  );
  if (taken) {
    throw new AwsError('DuplicateListener', `A listener already exists on port ${port} for this load balancer`);
  }
  for (const group of groups) {
    assertProtocols(protocol, group);
    assertFamily(loadBalancer, group);
  }
  assertShiftable(loadBalancer.attributes, groups);
  world.listeners.set(arn, listener);
  return listener;
}

function groupOf(world: World, arn: string): TargetGroup {
  const group = world.targetGroups.get(arn);
  if (group === undefined) throw new AwsError('TargetGroupNotFound', 'One or more target groups not found');
  return group;
}

function assertOwn(world: World, loadBalancer: LoadBalancer, group: TargetGroup): void {
  const user = loadBalancerOf(world, group);
  if (user === undefined || user === loadBalancer) return;
  throw new AwsError(
    'TargetGroupAssociationLimit',
    `The following target groups cannot be associated with more than one load balancer: ${group.arn}`,
  );
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
