import { isCrossZone, loadBalancerOf } from './load-balancers.ts';
import type { LoadBalancer, Target, TargetGroup, World } from './state.ts';

type Placed = { readonly zone: string };

/**
 * Targets that new connections go to: the healthy ones, or all registered ones when none is healthy (fail open).
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 */
export function inRotation(world: World, group: TargetGroup): readonly Target[] {
  const loadBalancer = loadBalancerOf(world, group);
  if (loadBalancer === undefined) return [];
  const usable: Target[] = [];
  for (const target of group.targets.values()) {
    if (target.state === 'draining' || target.state === 'unused') continue;
    if (!isShifted(group, loadBalancer, target)) usable.push(target);
  }
  const healthy = usable.filter(({ state }) => state === 'healthy');
  return healthy.length > 0 ? healthy : usable;
}

/**
 * Those of some targets that a fixed IP reaches. With cross-zone off a load balancer node sends only to its own zone,
 * so a zone without healthy targets is dark while another has some: DNS would lead clients away from it, but not those
 * that hold its fixed IP. https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html
 */
export function reachableFrom<T extends Placed>(
  zone: string,
  targets: readonly T[],
  group: TargetGroup,
  loadBalancer: LoadBalancer,
): readonly T[] {
  return isCrossZone(group, loadBalancer) ? targets : targets.filter((target) => target.zone === zone);
}

/**
 * With cross-zone on a zonal shift also keeps connections from the zone's targets; with it off it only changes DNS,
 * which clients of a fixed IP do not ask. https://docs.aws.amazon.com/elasticloadbalancing/latest/network/zonal-shift.html
 */
function isShifted(group: TargetGroup, loadBalancer: LoadBalancer, { zone }: Placed): boolean {
  return loadBalancer.shiftedZones.has(zone) && isCrossZone(group, loadBalancer);
}
