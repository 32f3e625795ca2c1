import { type Evidence, subnetsSeen } from '../model/evidence.ts';
import type { Fate } from '../model/fate.ts';
import type { Hold, Removals } from '../model/plan.ts';
import type { Spec } from '../model/spec.ts';
import type { Reach } from '../model/target-group.ts';
import { isHealthy, type ListedTarget, mayServe, targetKey } from '../model/target.ts';
import type { Comparison } from './compare.ts';
import { holdUnread } from './held.ts';

/** A surplus target of what this source replaces. */
export type RetiredTarget = {
  readonly target: ListedTarget;
  readonly fate: Extract<Fate, { kind: 'retired' }>;
};

type Context = {
  readonly spec: Spec;
  /** True where the source lies outside the group's VPC: its targets then serve every zone. */
  readonly outside: boolean;
  readonly comparison: Comparison;
  readonly evidence: Evidence | undefined;
};

/**
 * Lets retired targets go when their replacements are healthy and no enabled zone loses its last healthy target, one
 * zone's worth a pass (rule 7).
 */
export function judgeRetired(
  retired: readonly RetiredTarget[],
  { spec, outside, comparison, evidence }: Context,
): Removals {
  const zones = readZones({ outside, comparison, evidence });
  if (zones === undefined) {
    const what = 'the zones of the targets are unknown';
    const unread = [evidence?.subnets, evidence?.sourceView?.subnets, evidence?.ownerView?.subnets].find(
      (reading) => reading?.kind === 'unread',
    );
    return holdEach(
      retired,
      unread === undefined ? { kind: 'waiting', reason: what } : holdUnread(what, unread.problem, spec),
    );
  }
  const { reach, serviceable, healthy } = zones;

  if (outside && !reach.crossZone) {
    return holdEach(retired, {
      kind: 'blocked',
      reason: 'the source lies outside the group’s VPC, and with cross-zone off its targets need not serve',
      remedy: 'Turn cross-zone on for the group.',
    });
  }
  if (serviceable.length === 0) {
    return holdEach(retired, {
      kind: 'blocked',
      reason: `none of ${comparison.desired.length} desired targets lies in a zone the load balancer enables (${reach.enabledZoneIds.toSorted().join(', ')})`,
      remedy: 'Enable a zone of the source on the load balancer, or give the source a subnet in an enabled zone.',
    });
  }
  const needed = Math.min(spec.minHealthy, serviceable.length);
  if (healthy.length < needed) {
    return holdEach(retired, {
      kind: 'waiting',
      reason: `${healthy.length} of the ${needed} replacements needed are healthy`,
    });
  }

  const hold: Hold[] = [];
  const free: RetiredTarget[] = [];
  for (const candidate of retired) {
    const darkens = zoneLoss(candidate, zones);
    if (darkens === undefined) free.push(candidate);
    else hold.push({ target: candidate.target, ...darkens });
  }
  const zoneId = free.map(({ fate }) => fate.zoneId).toSorted()[0];
  const going = free.filter(({ fate }) => fate.zoneId === zoneId);
  const later = free.filter(({ fate }) => fate.zoneId !== zoneId);
  return {
    deregister: going.map(({ target, fate }) => ({
      target,
      rule: 'retired',
      reason: `${target.ip} belongs to the retired ${fate.sourceId}; ${healthy.length} of ${serviceable.length} replacements are healthy`,
    })),
    hold: [
      ...hold,
      ...holdEach(later, { kind: 'waiting', reason: `one zone’s worth a pass: ${zoneId} goes first` }).hold,
    ],
  };
}

type Zones = {
  readonly reach: Reach;
  /** The zone ids of desired targets in enabled zones, one entry a target. */
  readonly serviceable: readonly string[];
  /** The zone ids of those of them that are healthy. */
  readonly healthy: readonly string[];
};

function readZones({ outside, comparison, evidence }: Omit<Context, 'spec'>): Zones | undefined {
  if (evidence?.reach?.kind !== 'read') return undefined;
  const { reach } = evidence;
  const zoneOfSubnet = new Map(subnetsSeen(evidence).map((subnet) => [subnet.id, subnet.zoneId]));
  const healthyKeys = new Set(comparison.present.filter(isHealthy).map(targetKey));
  const desired = comparison.desired.map((target) => ({
    key: targetKey(target),
    zoneId: zoneOfSubnet.get(target.address.subnetId),
  }));
  const placed = desired.flatMap(({ key, zoneId }) => (zoneId === undefined ? [] : [{ key, zoneId }]));
  // A replacement without a zone would shrink what minHealthy asks for.
  if (placed.length < desired.length) return undefined;
  const serviceable = placed.filter(({ zoneId }) => outside || reach.value.enabledZoneIds.includes(zoneId));
  return {
    reach: reach.value,
    serviceable: serviceable.map(({ zoneId }) => zoneId),
    healthy: serviceable.filter(({ key }) => healthyKeys.has(key)).map(({ zoneId }) => zoneId),
  };
}

/** Why removing a target would leave its zone's fixed IP without a healthy target, if it would. */
function zoneLoss(
  { target, fate }: RetiredTarget,
  { reach, serviceable, healthy }: Zones,
): Omit<Hold, 'target'> | undefined {
  const { zoneId } = fate;
  if (reach.crossZone || !mayServe(target) || !reach.enabledZoneIds.includes(zoneId) || healthy.includes(zoneId)) {
    return undefined;
  }
  if (serviceable.includes(zoneId)) {
    return {
      kind: 'waiting',
      reason: `with cross-zone off, ${zoneId} would lose its last healthy target; its replacement is not healthy yet`,
    };
  }
  return {
    kind: 'blocked',
    reason: `with cross-zone off, ${zoneId} would lose its last healthy target, and no desired target can serve it`,
    remedy: `Give the source a subnet in ${zoneId}, or turn cross-zone on.`,
  };
}

function holdEach(retired: readonly RetiredTarget[], why: Omit<Hold, 'target'>): Removals {
  return { deregister: [], hold: retired.map(({ target }) => ({ target, ...why })) };
}
