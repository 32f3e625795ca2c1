import type { Evidence } from '../model/evidence.ts';
import type { Fate } from '../model/fate.ts';
import type { Deregistration, Hold } from '../model/plan.ts';
import type { Spec } from '../model/spec.ts';
import type { TargetGroup } from '../model/target-group.ts';
import { isHealthy, type ListedTarget } from '../model/target.ts';
import { problemText } from '../model/reading.ts';
import type { Comparison } from './drift.ts';
import { judgeRetired, type RetiredTarget } from './retired.ts';

/** A surplus target with its fate. */
export type Surplus = { readonly target: ListedTarget; readonly fate: Fate };

type Removals = { readonly deregister: readonly Deregistration[]; readonly hold: readonly Hold[] };

type Context = {
  readonly spec: Spec;
  readonly group: TargetGroup;
  readonly comparison: Comparison;
  readonly evidence: Evidence;
  /** Why the source is only part of itself, if it is. */
  readonly partial?: string | undefined;
};

/** Decides on the surplus that is no stranger's: rules 3 and 8 hold all of it; then `gone` (6), then `retired` (7). */
export function judgeRemovals(surplus: readonly Surplus[], context: Context): Removals {
  if (surplus.length === 0) return { deregister: [], hold: [] };
  const held = holdAll(surplus, context);
  if (held !== undefined) {
    return {
      deregister: [],
      hold: surplus.map(({ target, fate }) =>
        fate.kind === 'unknown' ? holdUnknown(target, fate) : { target, ...held },
      ),
    };
  }

  const deregister: Deregistration[] = [];
  const hold: Hold[] = [];
  const retired: RetiredTarget[] = [];
  const { present } = context.comparison;
  for (const { target, fate } of surplus) {
    if (fate.kind === 'retired') retired.push({ target, fate });
    else if (fate.kind === 'unknown') hold.push(holdUnknown(target, fate));
    else if (present.length === 0) {
      hold.push({
        target,
        kind: 'waiting',
        reason: `nothing carries ${target.ip} any more, but 0 desired targets are registered`,
      });
    } else {
      deregister.push({
        target,
        rule: 'gone',
        reason: `nothing carries ${target.ip} any more; ${present.length} desired stand registered`,
      });
    }
  }
  const verdict = judgeRetired(retired, context);
  return { deregister: [...deregister, ...verdict.deregister], hold: [...hold, ...verdict.hold] };
}

/** The one reason, if there is one, that holds every removal of this pass. */
function holdAll(
  surplus: readonly Surplus[],
  { group, comparison, evidence, partial }: Context,
): Omit<Hold, 'target'> | undefined {
  const ours = surplus.find(({ fate }) => fate.kind === 'ours');
  if (ours !== undefined) {
    return {
      kind: 'waiting',
      reason: `${ours.target.ip} is an interface of the source after all: the source as read is stale`,
    };
  }
  if (partial !== undefined) return { kind: 'waiting', reason: `the source is partial: ${partial}` };
  if ([...comparison.present, ...surplus.map(({ target }) => target)].some((target) => target.zonalShift)) {
    return { kind: 'waiting', reason: 'a zonal shift is active, so health does not tell what can serve' };
  }
  if (evidence.reach === undefined) {
    return {
      kind: 'blocked',
      reason: 'the group is attached to nothing, so no target can become healthy',
      remedy: `Attach ${group.arn} to a listener, or deregister by hand.`,
    };
  }
  if (evidence.reach.kind === 'unread') {
    const denied = evidence.reach.problem.kind === 'denied';
    return {
      kind: denied ? 'blocked' : 'waiting',
      reason: `the load balancer’s zones are unknown: ${problemText(evidence.reach.problem)}`,
      ...(denied && { remedy: 'Grant the role the describe actions of its policy.' }),
    };
  }
  return undefined;
}

function holdUnknown(target: ListedTarget, fate: Extract<Fate, { kind: 'unknown' }>): Hold {
  const reason = `what became of ${target.ip} is unknown: ${fate.why}`;
  if (!fate.needsOperator) return { target, kind: 'waiting', reason };
  return {
    target,
    kind: 'blocked',
    reason,
    remedy: `Deregister ${target.ip} by hand, or list it under keep.`,
  };
}

/** Desired targets that may serve. */
export function healthyDesired(comparison: Comparison): readonly ListedTarget[] {
  return comparison.present.filter(isHealthy);
}
