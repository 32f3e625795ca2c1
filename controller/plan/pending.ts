import type { Surplus } from '../model/fate.ts';
import type { Pending } from '../model/outcome.ts';
import type { TargetGroup } from '../model/target-group.ts';
import { isHealthy, type ListedTarget, targetKey, toTarget } from '../model/target.ts';
import type { Comparison } from './compare.ts';

/** Finds what the gate waits for, in what one pass has read anyway. */
export function findPending(group: TargetGroup, comparison: Comparison, surplus: readonly Surplus[]): Pending {
  const attached = group.loadBalancerArn !== undefined;
  const stranded = new Set(comparison.present.filter(isStranded).map(targetKey));
  const healthy = new Set(comparison.present.filter(isHealthy).map(targetKey));
  const serviceable = comparison.desired.filter((target) => !stranded.has(targetKey(target)));
  const retired = surplus.filter(({ fate }) => fate.kind === 'retired').map(({ target }) => target);
  return {
    attached,
    serviceable: attached ? serviceable.map(toTarget) : [],
    unhealthy: attached ? serviceable.filter((target) => !healthy.has(targetKey(target))).map(toTarget) : [],
    leaving: [...retired, ...comparison.leaving].map(toTarget),
  };
}

/**
 * True for a target whose zone the load balancer does not enable. AWS says so itself, without a further read:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 */
function isStranded({ health, healthReason }: ListedTarget): boolean {
  return health === 'unused' && healthReason === 'Target.NotInUse';
}
