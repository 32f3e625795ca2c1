import { AwsError } from './aws-error.ts';
import { isCrossZone, loadBalancerOf } from './load-balancers.ts';
import type { Target, TargetGroup, World } from './state.ts';

type Placed = { readonly zone: string };

/**
 * Refuses targets beyond a quota: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html
 * A target in several groups of a load balancer counts as several.
 */
export function assertQuota(world: World, group: TargetGroup, added: readonly Placed[]): void {
  if (added.length === 0) return;
  const { settings } = world;
  // One ALB, and no more: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html
  const targetsPerGroup = group.targetType === 'alb' ? 1 : settings.targetsPerGroup;
  assertAtMost(targetsPerGroup, registered(group).length + added.length, 'target group');
  const loadBalancer = loadBalancerOf(world, group);
  if (loadBalancer === undefined) return;
  const siblings = [...world.targetGroups.values()].filter((each) => loadBalancerOf(world, each) === loadBalancer);
  const all: readonly Placed[] = [...siblings.flatMap(registered), ...added];
  if (isCrossZone(group, loadBalancer)) {
    assertAtMost(settings.targetsPerCrossZoneLoadBalancer, all.length, 'load balancer');
    return;
  }
  assertAtMost(settings.targetsPerLoadBalancer, all.length, 'load balancer');
  for (const { zone } of added) {
    const there = all.filter((target) => target.zone === zone).length;
    assertAtMost(settings.targetsPerZone, there, `Availability Zone of a load balancer (${zone})`);
  }
}

/**
 * That draining targets do not count is inferred: where a full group blocks, deregistering first is the known way out,
 * https://github.com/kubernetes/cloud-provider-aws/issues/1328
 */
export function registered(group: TargetGroup): readonly Target[] {
  return [...group.targets.values()].filter(isRegistered);
}

export function isRegistered({ state }: Target): boolean {
  return state !== 'draining';
}

function assertAtMost(quota: number, count: number, of: string): void {
  if (count > quota) throw new AwsError('TooManyTargets', `You have reached the maximum of ${quota} targets per ${of}`);
}
