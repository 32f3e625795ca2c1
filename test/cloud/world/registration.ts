import { settleUse } from './health.ts';
import { rememberListing } from './listing.ts';
import { assertQuota, isRegistered, registered } from './quotas.ts';
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
  const fresh = new Map(valid.filter((target) => !known.has(key(target))).map((target) => [key(target), target]));
  assertQuota(world, group, [...fresh.values()]);
  rememberListing(world, group);
  for (const target of fresh.values()) {
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
  rememberListing(world, group);
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
