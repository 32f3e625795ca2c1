import { subnetsSeen } from '../model/evidence.ts';
import type { DrillPlan, DrillRefusal } from '../model/drill.ts';
import { problemText, type Reading } from '../model/reading.ts';
import type { Situation } from '../model/situation.ts';
import type { Spec } from '../model/spec.ts';
import { isDraining, type ListedTarget, type Target, targetKey } from '../model/target.ts';
import { decide, type Decision } from './decide.ts';
import { remedyFor } from './remedies.ts';
import { checkCrossZone, liesOutside } from './zone-argument.ts';

/** A target that can be taken out without harm, or why none can. */
export type DrillVerdict =
  | { readonly kind: 'ready'; readonly plan: DrillPlan }
  | { readonly kind: 'refused'; readonly refusal: DrillRefusal };

/**
 * Judges whether a healthy desired target can be taken out of a group: a pass would bring it back, nothing else is going
 * on, and enough others serve. The situation's evidence has to be read even without surplus.
 */
export function judgeDrill(spec: Spec, reading: Reading<Situation>): DrillVerdict {
  if (reading.kind === 'unread') {
    const { problem } = reading;
    const reason = `The target group could not be read: ${problemText(problem)}`;
    return refuse({ code: 'unreadable', reason, remedy: remedyFor(problem, 'group', spec) });
  }
  const situation = reading.value;
  const decision = decide(situation);
  const refusal = refuseUnhealed(situation, decision) ?? refuseUnsteady(situation, decision);
  return refusal === undefined ? chooseTarget(situation, decision) : refuse(refusal);
}

/** Refuses where no pass would register the target again. */
function refuseUnhealed(situation: Situation, { plan }: Decision): DrillRefusal | undefined {
  const { spec, group, source, crossZone } = situation;
  if (spec.mode === 'observe') {
    return {
      code: 'mode',
      reason: 'The mode is observe: passes only plan, and none would register the target again.',
      remedy: 'Set the mode to add or enforce, and deploy it.',
    };
  }
  // In sync a pass does not ask for cross-zone; to bring a target back it would.
  const refusal = plan.refusal ?? (liesOutside(source, group) ? checkCrossZone(spec, group, crossZone) : undefined);
  if (refusal !== undefined) {
    const { reason, remedy } = refusal;
    return { code: 'pass-refuses', reason, remedy };
  }
  if (plan.pause !== undefined) return { code: 'paused', reason: plan.pause.reason, remedy: plan.pause.remedy };
  if (group.loadBalancerArn === undefined) {
    return {
      code: 'unattached',
      reason: 'The target group is attached to no load balancer: no target of it can become healthy.',
      remedy: 'Attach it to a listener.',
    };
  }
  return undefined;
}

/** Refuses where something is going on already: a drill is for a quiet hour. */
function refuseUnsteady(situation: Situation, { plan, drift, pending }: Decision): DrillRefusal | undefined {
  const { spec, targets } = situation;
  const look = `target-sync plan FILE --binding ${spec.name}`;
  if (plan.partial !== undefined) {
    const remedy = `Wait until the source is complete, and look: ${look}`;
    return { code: 'partial', reason: `The source is partial: ${plan.partial}.`, remedy };
  }
  if (drift.missing.length + drift.surplus.length > 0) {
    return {
      code: 'not-in-sync',
      reason: `The group is not in sync: ${count(drift.missing, 'missing')}, ${count(drift.surplus, 'surplus')}.`,
      remedy: `Let the schedule heal it, and look: ${look}`,
    };
  }
  if (targets.some((target) => target.zonalShift)) {
    return {
      code: 'zonal-shift',
      reason: 'A zonal shift is active: targets of another zone have to serve already.',
      remedy: 'Wait until it ends: aws arc-zonal-shift list-zonal-shifts --status ACTIVE',
    };
  }
  const moving = targets.filter((target) => target.health === 'initial' || isDraining(target));
  if (moving.length > 0) {
    const seen = moving.map((target) => `${targetKey(target)} is ${target.health}`).join(', ');
    return {
      code: 'under-way',
      reason: `A change is under way: ${seen}.`,
      remedy: `Wait until no target is initial or draining: ${describeHealth(situation)}`,
    };
  }
  if (pending.unhealthy.length > 0) {
    return {
      code: 'unhealthy',
      reason: `Of ${pending.serviceable.length} serviceable targets, ${count(pending.unhealthy, 'not healthy')}.`,
      remedy: `Find out why first: ${describeHealth(situation)}`,
    };
  }
  return undefined;
}

/** Chooses in the zone with most healthy targets, then by identity. All serviceable targets are healthy here. */
function chooseTarget(situation: Situation, { pending }: Decision): DrillVerdict {
  const { spec, evidence } = situation;
  const healthy = pending.serviceable;
  if (healthy.length - 1 < spec.minHealthy) {
    return refuse({
      code: 'too-few',
      reason: `${healthy.length} desired targets are healthy. A drill takes one out and leaves at least ${spec.minHealthy} (minHealthy).`,
      remedy: `Give the source a subnet in another zone that the load balancer enables${spec.minHealthy > 1 ? ', or lower minHealthy' : ''}.`,
    });
  }

  const placed = place(healthy, situation);
  if (evidence?.reach?.kind !== 'read' || placed.length < healthy.length) {
    const unread = [
      evidence?.subnets,
      evidence?.sourceView?.subnets,
      evidence?.ownerView?.subnets,
      evidence?.reach,
    ].find((reading) => reading?.kind === 'unread');
    return refuse({
      code: 'zones-unknown',
      reason: `The zones of the targets are unknown${unread === undefined ? '' : `: ${problemText(unread.problem)}`}.`,
      remedy: unread === undefined ? 'Look at the source’s subnets.' : remedyFor(unread.problem, 'evidence', spec),
    });
  }

  const { crossZone } = evidence.reach.value;
  const inZone = (zoneId: string): number => placed.filter((other) => other.zoneId === zoneId).length;
  const [chosen] = placed
    .filter(({ zoneId }) => crossZone || inZone(zoneId) > 1)
    .toSorted((a, b) => inZone(b.zoneId) - inZone(a.zoneId));
  if (chosen === undefined) {
    return refuse({
      code: 'last-of-its-zone',
      reason: `Cross-zone is off, and each of the ${healthy.length} healthy targets is the last of its zone: the zone’s fixed IP would serve nobody.`,
      remedy: 'Turn cross-zone on, or practise on a group where it is.',
    });
  }
  const key = targetKey(chosen.target);
  return { kind: 'ready', plan: { ...chosen, others: healthy.filter((other) => targetKey(other) !== key) } };
}

type Placed = { readonly target: ListedTarget; readonly zoneId: string };

/** The targets whose zone is known, as listed, in the order given. */
function place(healthy: readonly Target[], { targets, source, evidence }: Situation): readonly Placed[] {
  const listed = new Map(targets.map((target) => [targetKey(target), target]));
  const interfaces = source.kind === 'read' ? source.value.interfaces : [];
  const subnets = evidence === undefined ? [] : subnetsSeen(evidence);
  return healthy.flatMap((desired) => {
    const target = listed.get(targetKey(desired));
    const subnetId = interfaces.find(({ ips }) => ips.includes(desired.ip))?.subnetId;
    const zoneId = subnets.find(({ id }) => id === subnetId)?.zoneId;
    return target === undefined || zoneId === undefined ? [] : [{ target, zoneId }];
  });
}

function refuse(refusal: DrillRefusal): DrillVerdict {
  return { kind: 'refused', refusal };
}

function count(targets: readonly Target[], what: string): string {
  const named = targets.length === 0 ? '' : ` (${targets.map(targetKey).join(', ')})`;
  return `${targets.length} ${what}${named}`;
}

function describeHealth({ group }: Situation): string {
  return `aws elbv2 describe-target-health --region ${group.region} --target-group-arn ${group.arn}`;
}
