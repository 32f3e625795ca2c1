import { AwsError } from './aws-error.ts';
import { leadsTo } from './load-balancers.ts';
import type { HealthCheck, TargetGroup, TargetType, World } from './state.ts';

export type NewTargetGroup = Pick<TargetGroup, 'name' | 'vpc' | 'ownerId' | 'protocol' | 'port' | 'family'> & {
  /** Default: addresses. */
  readonly targetType?: TargetType;
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
  enabled: true,
  intervalSeconds: 30,
  timeoutSeconds: 10,
  healthyThreshold: 5,
  unhealthyThreshold: 2,
};

/** What a check by HTTP or HTTPS has besides. */
const DEFAULT_HTTP_CHECK = { path: '/', matcher: '200-399' };

export function createTargetGroup(world: World, options: NewTargetGroup): TargetGroup {
  const { check = {}, attributes = {}, targetType = 'ip', ...rest } = options;
  const { name, ownerId } = rest;
  const { region } = rest.vpc;
  const exists = [...world.targetGroups.values()].some(
    (other) => other.name === name && other.region === region && other.ownerId === ownerId,
  );
  if (exists) throw new AwsError('DuplicateTargetGroupName', `A target group with the name '${name}' exists.`);
  if (targetType === 'alb') assertFitsAlb(rest.protocol, check.protocol);
  const group: TargetGroup = {
    arn: `arn:aws:elasticloadbalancing:${region}:${ownerId}:targetgroup/${name}/${world.ids.hash()}`,
    region,
    ...rest,
    targetType,
    check: complete(targetType === 'alb' ? { protocol: 'HTTP', ...check } : check),
    attributes: new Map(Object.entries({ ...DEFAULT_ATTRIBUTES, ...attributes })),
    targets: new Map(),
    stragglers: [],
    earlierListings: [],
  };
  world.targetGroups.set(group.arn, group);
  return group;
}

/**
 * An ALB is reached by TCP, and checked by HTTP or HTTPS: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html
 * The first refusal: https://github.com/aws/aws-cdk/issues/22245; the second is like it.
 */
function assertFitsAlb(protocol: string, checkProtocol: string | undefined): void {
  const wrong = protocol === 'TCP' ? (checkProtocol === 'TCP' ? 'health checks' : undefined) : 'target groups';
  if (wrong === undefined) return;
  throw new AwsError(
    'InvalidConfigurationRequest',
    `Target type 'alb' is not supported for ${wrong} with ${protocol} protocol`,
  );
}

/** Changes a group's health check; what a change does not name stays. */
export function setCheck(group: TargetGroup, change: Partial<HealthCheck>): void {
  group.check = complete({ ...group.check, ...change });
}

/** A check by TCP has neither path nor matcher, and one by HTTP cannot be without. */
function complete(check: Partial<HealthCheck>): HealthCheck {
  const { path, matcher, ...rest } = { ...DEFAULT_CHECK, ...DEFAULT_HTTP_CHECK, ...check };
  if (rest.protocol === 'TCP') return rest;
  return { ...rest, path, matcher, timeoutSeconds: check.timeoutSeconds ?? (rest.protocol === 'HTTP' ? 6 : 10) };
}

export function deleteTargetGroup(world: World, group: TargetGroup): void {
  if ([...world.listeners.values()].some((listener) => leadsTo(listener, group))) {
    throw new AwsError('ResourceInUse', `Target group '${group.arn}' is currently in use by a listener or a rule`);
  }
  world.targetGroups.delete(group.arn);
  world.tags.delete(group.arn);
}

/** Adds tags; the value of an existing key is replaced. */
export function addTags(world: World, arn: string, tags: Readonly<Record<string, string>>): void {
  world.tags.set(arn, new Map([...(world.tags.get(arn) ?? []), ...Object.entries(tags)]));
}
