import { AwsError } from './aws-error.ts';
import { CROSS_ZONE, leadsTo, listenersOf } from './load-balancers.ts';
import type { LoadBalancer, TargetGroup, World } from './state.ts';

/** Whether clients can be moved out of a zone. */
const ZONAL_SHIFT = 'zonal_shift.config.enabled';

/**
 * Refuses groups of type `alb` to a load balancer with both zonal shift and cross-zone. That it is so when zonal shift is
 * turned on is documented, https://docs.aws.amazon.com/elasticloadbalancing/latest/network/enable-zonal-shift.html; that it
 * is so when such a group comes later, and the code, are inferred.
 */
export function assertShiftable(attributes: ReadonlyMap<string, string>, groups: readonly TargetGroup[]): void {
  if (attributes.get(ZONAL_SHIFT) !== 'true' || attributes.get(CROSS_ZONE) !== 'true') return;
  const albs = groups.filter(({ targetType }) => targetType === 'alb').map(({ arn }) => arn);
  if (albs.length === 0) return;
  throw new AwsError(
    'InvalidConfigurationRequest',
    `With cross-zone load balancing a load balancer with zonal shift cannot have target groups of type alb: ${albs.join(', ')}`,
  );
}

/** Changes attributes of a load balancer: all, or none where they do not go with its target groups. */
export function setAttributes(
  world: World,
  loadBalancer: LoadBalancer,
  change: Readonly<Record<string, string>>,
): void {
  const listeners = listenersOf(world, loadBalancer);
  const groups = [...world.targetGroups.values()].filter((group) => listeners.some((each) => leadsTo(each, group)));
  assertShiftable(new Map([...loadBalancer.attributes, ...Object.entries(change)]), groups);
  for (const [key, value] of Object.entries(change)) loadBalancer.attributes.set(key, value);
}
