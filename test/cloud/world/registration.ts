import { AwsError } from './aws-error.ts';
import { settleUse } from './health.ts';
import { isCrossZone, loadBalancerOf } from './load-balancers.ts';
import { inRotation } from './rotation.ts';
import type { Target, TargetGroup, World } from './state.ts';
import { type TargetRequest, type ValidTarget, validate } from './validation.ts';

/**
 * Registers targets: all of them, or none where one is invalid or the quota is reached. A registered target stays as it
 * is; one that drains starts over.
 */
export function register(world: World, group: TargetGroup, requests: readonly TargetRequest[]): void {
  const valid = requests.map((request) => validate(world, group, request));
  const known = new Set(registered(group).map((target) => target.key));
  const fresh = valid.filter((target) => !known.has(key(target)));
  assertQuota(world, group, new Set(fresh.map(key)).size);
  for (const target of fresh) {
    group.targets.set(key(target), {
      key: key(target),
      ...target,
      state: 'initial',
      reason: 'Elb.RegistrationInProgress',
      usedSince: world.now,
      passed: 0,
      failed: 0,
    });
    group.stragglers = group.stragglers.filter((straggler) => key(straggler) !== key(target));
  }
  settleUse(world, group);
}

/**
 * Deregisters targets; an unknown one is no error:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeregisterTargets.html
 */
export function deregister(world: World, group: TargetGroup, requests: readonly TargetRequest[]): void {
  const leaving = requests
    .map(({ ip, port = group.port }) => group.targets.get(key({ ip, port })))
    .filter((target) => target !== undefined)
    .filter(isRegistered);
  const until = world.now + world.settings.stragglingSeconds * 1_000;
  const receiving = inRotation(world, group).filter((target) => leaving.includes(target));
  group.stragglers = [...group.stragglers, ...receiving.map(({ ip, port, zone }) => ({ ip, port, zone, until }))];
  for (const target of leaving) drain(world, group, target);
}

/** A target of ip and port; the zone is not part of its identity. */
export function key({ ip, port }: Pick<ValidTarget, 'ip' | 'port'>): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html#deregistration-delay */
function drain(world: World, group: TargetGroup, target: Target): void {
  const delaySeconds = Number(group.attributes.get('deregistration_delay.timeout_seconds') ?? 300);
  // A target that serves nothing has no connections to wait for.
  if (target.state === 'unused' || delaySeconds === 0) {
    group.targets.delete(target.key);
    return;
  }
  target.state = 'draining';
  target.reason = 'Target.DeregistrationInProgress';
  target.drainedAt = world.now + delaySeconds * 1_000;
}

function registered(group: TargetGroup): readonly Target[] {
  return [...group.targets.values()].filter(isRegistered);
}

function isRegistered({ state }: Target): boolean {
  return state !== 'draining';
}

/**
 * That draining targets do not count is inferred: where a full group blocks, deregistering first is the known way out,
 * https://github.com/kubernetes/cloud-provider-aws/issues/1328
 */
function assertQuota(world: World, group: TargetGroup, added: number): void {
  if (added === 0) return;
  const { targetsPerGroup, targetsPerCrossZoneLoadBalancer } = world.settings;
  if (registered(group).length + added > targetsPerGroup) {
    throw new AwsError('TooManyTargets', `You have reached the maximum of ${targetsPerGroup} targets per target group`);
  }
  const loadBalancer = loadBalancerOf(world, group);
  if (loadBalancer === undefined || !isCrossZone(group, loadBalancer)) return;
  const siblings = [...world.targetGroups.values()].filter((each) => loadBalancerOf(world, each) === loadBalancer);
  if (siblings.reduce((total, each) => total + registered(each).length, added) > targetsPerCrossZoneLoadBalancer) {
    throw new AwsError(
      'TooManyTargets',
      `You have reached the maximum of ${targetsPerCrossZoneLoadBalancer} targets per load balancer`,
    );
  }
}
