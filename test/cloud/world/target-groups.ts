import { AwsError } from './aws-error.ts';
import type { HealthCheck, TargetGroup, World } from './state.ts';

export type NewTargetGroup = Pick<TargetGroup, 'name' | 'vpc' | 'ownerId' | 'protocol' | 'port' | 'family'> & {
  readonly check?: Partial<HealthCheck>;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly arn?: string;
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html, for IP targets */
const DEFAULT_ATTRIBUTES = {
  'deregistration_delay.timeout_seconds': '300',
  'deregistration_delay.connection_termination.enabled': 'false',
  'preserve_client_ip.enabled': 'false',
  'proxy_protocol_v2.enabled': 'false',
  'stickiness.enabled': 'false',
  'stickiness.type': 'source_ip',
  'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
  'target_group_health.dns_failover.minimum_healthy_targets.count': '1',
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': 'off',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '1',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': 'off',
  'target_health_state.unhealthy.connection_termination.enabled': 'true',
  'target_health_state.unhealthy.draining_interval_seconds': '0',
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html */
const DEFAULT_CHECK: HealthCheck = {
  protocol: 'TCP',
  port: 'traffic-port',
  intervalSeconds: 30,
  timeoutSeconds: 10,
  healthyThreshold: 5,
  unhealthyThreshold: 2,
};

export function createTargetGroup(world: World, options: NewTargetGroup): TargetGroup {
  const { check = {}, attributes = {}, ...rest } = options;
  const { name, ownerId } = rest;
  const { region } = rest.vpc;
  const exists = [...world.targetGroups.values()].some(
    (other) => other.name === name && other.region === region && other.ownerId === ownerId,
  );
  if (exists) throw new AwsError('DuplicateTargetGroupName', `A target group with the name '${name}' exists.`);
  const group: TargetGroup = {
    arn: `arn:aws:elasticloadbalancing:${region}:${ownerId}:targetgroup/${name}/${world.ids.hash()}`,
    region,
    ...rest,
    check: { ...DEFAULT_CHECK, ...check },
    attributes: new Map(Object.entries({ ...DEFAULT_ATTRIBUTES, ...attributes })),
    targets: new Map(),
    stragglers: [],
    earlierListings: [],
  };
  world.targetGroups.set(group.arn, group);
  return group;
}

export function deleteTargetGroup(world: World, group: TargetGroup): void {
  if ([...world.listeners.values()].some(({ targetGroupArn }) => targetGroupArn === group.arn)) {
    throw new AwsError('ResourceInUse', `Target group '${group.arn}' is currently in use by a listener or a rule`);
  }
  world.targetGroups.delete(group.arn);
  world.tags.delete(group.arn);
}

/** Adds tags; the value of an existing key is replaced. */
export function addTags(world: World, arn: string, tags: Readonly<Record<string, string>>): void {
  world.tags.set(arn, new Map([...(world.tags.get(arn) ?? []), ...Object.entries(tags)]));
}
