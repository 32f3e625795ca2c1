import { nodesOf } from './alb-targets.ts';
import { answers, findInterface, reach } from './interfaces.ts';
import { loadBalancerOf } from './load-balancers.ts';
import type { LoadBalancer, NetworkInterface, Target, TargetGroup, World } from './state.ts';

/**
 * The health of a group's targets, one second later.
 * States and reasons: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 */
export function checkHealth(world: World, group: TargetGroup): void {
  settleUse(world, group);
  for (const target of group.targets.values()) {
    if (target.state === 'draining') finishDraining(world, group, target);
    else if (target.state !== 'unused') checkTarget(world, group, target);
  }
}

/** Brings `unused` up to date: a listener, a zone or a load balancer may have come or gone since. */
export function settleUse(world: World, group: TargetGroup): void {
  const loadBalancer = loadBalancerOf(world, group);
  for (const target of group.targets.values()) {
    if (target.state === 'draining') continue;
    const obstacle = loadBalancer === undefined ? 'Target.NotInUse' : whyUnused(world, group, loadBalancer, target);
    if (obstacle !== undefined) setState(target, 'unused', obstacle);
    else if (target.state === 'unused') start(world, target);
  }
}

/** Makes a target healthy as if its registration were long past. */
export function makeHealthy(world: World, group: TargetGroup, target: Target): void {
  target.usedSince = world.now - world.settings.registrationSeconds * 1_000;
  target.passed = group.check.healthyThreshold;
  target.failed = 0;
  setState(target, 'healthy');
}

function finishDraining(world: World, group: TargetGroup, target: Target): void {
  if (isDrained(world, target)) group.targets.delete(target.key);
}

function checkTarget(world: World, group: TargetGroup, target: Target): void {
  const { intervalSeconds, healthyThreshold, unhealthyThreshold } = group.check;
  const checkedFor = (world.now - target.usedSince) / 1_000 - world.settings.registrationSeconds;
  // A registration takes minutes to take effect, whatever the health check's own pace:
  // https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1834
  if (checkedFor <= 0) return;
  if (target.state === 'initial') target.reason = 'Elb.InitialHealthChecking';
  if (checkedFor % intervalSeconds !== 0) return;
  const passes = carriersOf(world, group, target).some((each) => answers(each, checkPort(group, target)));
  target.passed = passes ? target.passed + 1 : 0;
  target.failed = passes ? 0 : target.failed + 1;
  if (target.passed >= healthyThreshold) setState(target, 'healthy');
  if (target.failed >= unhealthyThreshold) turnUnhealthy(world, group, target);
}

/**
 * An unhealthy target may keep its connections for a while:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#unhealthy-connection-termination
 */
function turnUnhealthy(world: World, { attributes }: TargetGroup, target: Target): void {
  if (target.state === 'unhealthy') return;
  const keeps = attributes.get('target_health_state.unhealthy.connection_termination.enabled') === 'false';
  const seconds = keeps ? Number(attributes.get('target_health_state.unhealthy.draining_interval_seconds')) : 0;
  if (target.state === 'healthy') target.drainedAt = world.now + seconds * 1_000;
  const drains = target.state !== 'initial' && !isDrained(world, target);
  setState(target, drains ? 'unhealthy.draining' : 'unhealthy', 'Target.FailedHealthChecks');
}

function isDrained(world: World, { drainedAt }: Target): boolean {
  return drainedAt !== undefined && drainedAt <= world.now;
}

/** Reasons of `unused`: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html */
function whyUnused(
  world: World,
  group: TargetGroup,
  loadBalancer: LoadBalancer,
  { ip, zone }: Target,
): string | undefined {
  if (findInterface(world, group.vpc, ip)?.type === 'network_load_balancer') return 'Target.IpUnusable';
  // Cross-zone load balancing does not help a zone that is not enabled.
  const enabled = zone === 'all' || loadBalancer.zones.some(({ subnet }) => subnet.zone === zone);
  return enabled ? undefined : 'Target.NotInUse';
}

function start(world: World, target: Target): void {
  target.usedSince = world.now;
  target.passed = 0;
  target.failed = 0;
  setState(target, 'initial', 'Elb.RegistrationInProgress');
}

function setState(target: Target, state: Target['state'], reason?: string): void {
  target.state = state;
  target.reason = reason;
}

/** Who gets the connections of a target: whoever has its address, or the nodes of the ALB that it is. */
export function carriersOf(
  world: World,
  { vpc, targetType }: TargetGroup,
  { ip }: Pick<Target, 'ip'>,
): readonly NetworkInterface[] {
  if (targetType === 'alb') return nodesOf(world, ip);
  const carrier = reach(world, vpc, ip);
  return carrier === undefined ? [] : [carrier];
}

function checkPort({ check }: TargetGroup, target: Target): number {
  return check.port === 'traffic-port' ? target.port : Number(check.port);
}
