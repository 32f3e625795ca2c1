import type { Fate, Surplus } from '../model/fate.ts';
import { type Drift, NO_DRIFT, type Pending, UNKNOWN_PENDING } from '../model/outcome.ts';
import { EMPTY_PLAN, type Plan, type Refusal } from '../model/plan.ts';
import type { Situation } from '../model/situation.ts';
import { sourceId } from '../model/spec.ts';
import { byTarget, type ListedTarget, type Target, toTarget } from '../model/target.ts';
import { type Comparison, compare, healthyDesired } from './compare.ts';
import { learnFate } from './fates.ts';
import { checkType } from './group.ts';
import { withhold } from './mode.ts';
import { checkPause } from './pause.ts';
import { findPending } from './pending.ts';
import { judgeRemovals } from './removals.ts';
import { checkSeal } from './seal.ts';
import { judgeSource, type SourceVerdict } from './source.ts';
import { judgeStrangers } from './strangers.ts';
import { checkOutside, liesOutside } from './zone-argument.ts';

/** A plan with the facts it answers to. */
export type Decision = {
  readonly plan: Plan;
  /** False where nothing is known of what the source calls for, or of what the group holds. */
  readonly observed: boolean;
  readonly drift: Drift;
  readonly foreign: readonly Target[];
  readonly health: { readonly desired: number; readonly healthy: number };
  readonly pending: Pending;
};

/**
 * Decides what one pass should do for one binding. The order is the safety rules': seal, strangers, refusal, partial
 * source and holds, `gone`, `retired`; then the mode or a pause takes away.
 */
export function decide(situation: Situation): Decision {
  const { spec, group, tags, now } = situation;
  const found = judgeSource(spec, group, situation.source);
  const comparison = compareWith(found, situation);
  const refusal = refuseGroup(situation);
  // Of an unusable source nothing is desired, so nothing but a proven stranger is known to be surplus.
  const usable = found.kind !== 'refused';
  if (refusal !== undefined) {
    const surplus = usable ? comparison.surplus : [];
    const pending = findPending(group, comparison, []);
    return report({ ...EMPTY_PLAN, refusal }, { comparison, surplus, observed: usable, pending });
  }

  const surplus = comparison.surplus.map((target) => ({ target, fate: fateOf(target, { ...situation, usable }) }));
  const outside = usable ? checkOutside(situation, comparison.missing) : undefined;
  const verdict: SourceVerdict = outside === undefined ? found : { kind: 'refused', refusal: outside };
  const acts = verdict.kind !== 'refused';
  const strangers = judgeStrangers(surplus, { group, comparison, usable: acts });
  const rest = planForSource(verdict, surplus, comparison, situation);
  const pause = checkPause(tags, group, now);
  const plan: Plan = {
    ...rest,
    deregister: [...strangers.deregister, ...rest.deregister],
    hold: [...strangers.hold, ...rest.hold],
    ...(pause !== undefined && { pause }),
  };
  const known = surplus.filter(({ fate }) => acts || fate.kind === 'stranger');
  return report(withhold(plan, spec.mode), {
    comparison,
    surplus: known.map(({ target }) => target),
    observed: usable,
    pending: findPending(group, comparison, surplus),
  });
}

/** The registered targets whose fate has to be learnt: with an unusable source, all that are not kept. */
export function suspects(situation: Situation): readonly ListedTarget[] {
  if (refuseGroup(situation) !== undefined) return [];
  const verdict = judgeSource(situation.spec, situation.group, situation.source);
  return compareWith(verdict, situation).surplus;
}

/** True where the decision rests on cross-zone: something is to be changed, of a source outside the group's VPC (rule 13). */
export function asksCrossZone(situation: Situation): boolean {
  const { spec, group, source } = situation;
  if (refuseGroup(situation) !== undefined || !liesOutside(source, group)) return false;
  const { missing, surplus } = compareWith(judgeSource(spec, group, source), situation);
  return missing.length + surplus.length > 0;
}

/** The decision that changes nothing and knows nothing of the group: with why, unless that is a fault. */
export function knowNothing(refusal?: Refusal): Decision {
  const plan = refusal === undefined ? EMPTY_PLAN : { ...EMPTY_PLAN, refusal };
  const health = { desired: 0, healthy: 0 };
  return { plan, observed: false, drift: NO_DRIFT, foreign: [], health, pending: UNKNOWN_PENDING };
}

function refuseGroup({ spec, group, tags }: Situation): Refusal | undefined {
  return checkSeal(spec, group, tags) ?? checkType(group);
}

function compareWith(verdict: SourceVerdict, { spec, group, targets }: Situation): Comparison {
  const addresses = verdict.kind === 'refused' ? [] : verdict.addresses;
  return compare(addresses, targets, { port: spec.port ?? group.port, keep: spec.keep });
}

type Asked = Situation & { readonly usable: boolean };

function fateOf(target: ListedTarget, asked: Asked): Fate {
  const { evidence } = asked;
  return evidence === undefined
    ? { kind: 'unknown', why: 'it appeared during this pass', needsOperator: false }
    : learnFate(target, { ...asked, evidence });
}

function planForSource(
  verdict: SourceVerdict,
  surplus: readonly Surplus[],
  comparison: Comparison,
  { spec, group, source, evidence }: Situation,
): Plan {
  if (verdict.kind === 'refused') return { ...EMPTY_PLAN, refusal: verdict.refusal };
  const outside = liesOutside(source, group);
  const partial = verdict.kind === 'partial' ? verdict.why : undefined;
  const others = surplus.filter(({ fate }) => fate.kind !== 'stranger');
  return {
    ...judgeRemovals(others, { spec, group, outside, comparison, evidence, partial }),
    register: comparison.missing.map(({ ip, port, address }) => ({
      target: { ip, port },
      ...(outside && { availabilityZone: 'all' }),
      reason: `${address.interfaceId} of ${sourceId(spec.source)} carries it`,
    })),
    ...(partial !== undefined && { partial }),
  };
}

type Found = {
  readonly comparison: Comparison;
  readonly surplus: readonly Target[];
  readonly observed: boolean;
  readonly pending: Pending;
};

function report(plan: Plan, { comparison, surplus, observed, pending }: Found): Decision {
  return {
    plan: { ...plan, deregister: sorted(plan.deregister), hold: sorted(plan.hold) },
    observed,
    drift: { missing: comparison.missing.map(toTarget), surplus: surplus.map(toTarget) },
    foreign: comparison.foreign.map(toTarget),
    health: { desired: comparison.desired.length, healthy: healthyDesired(comparison).length },
    pending,
  };
}

function sorted<T extends { readonly target: Target }>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => byTarget(a.target, b.target));
}
