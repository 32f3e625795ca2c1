import type { Fate } from '../model/fate.ts';
import { type Drift, NO_DRIFT } from '../model/outcome.ts';
import { type Deregistration, EMPTY_PLAN, type Hold, type Plan, type Refusal } from '../model/plan.ts';
import type { Situation } from '../model/situation.ts';
import { byTarget, type ListedTarget, type Target, toTarget } from '../model/target.ts';
import { compare, type Comparison } from './drift.ts';
import { learnFate } from './fates.ts';
import { checkGroup } from './group.ts';
import { holdByOrder } from './mode.ts';
import { readPause } from './pause.ts';
import { healthyDesired, judgeRemovals, type Surplus } from './removals.ts';
import { checkSeal } from './seal.ts';
import { judgeSource, type SourceVerdict } from './source.ts';
import { judgeStranger } from './strangers.ts';

/** A plan with the facts it answers to. */
export type Decision = {
  readonly plan: Plan;
  readonly drift: Drift;
  readonly foreign: readonly Target[];
  readonly health: { readonly desired: number; readonly healthy: number };
};

/**
 * Decides what one pass should do for one binding. The order is the safety rules': seal, strangers, refusal, partial
 * source and holds, `gone`, `retired`; then the mode or a pause takes away.
 */
export function decide(situation: Situation): Decision {
  const { spec, group, tags, now } = situation;
  const verdict = judgeSource(spec, group, situation.source);
  const comparison = compareWith(verdict, situation);
  const sealed = checkSeal(spec, group, tags) ?? checkGroup(spec, group);
  if (sealed !== undefined) {
    return report({ ...EMPTY_PLAN, refusal: sealed }, comparison, verdict.kind === 'refused' ? [] : comparison.surplus);
  }

  const surplus = comparison.surplus.map((target) => ({ target, fate: fateOf(target, situation) }));
  const strangers = judgeStrangers(surplus, comparison, situation, verdict.kind !== 'refused');
  const rest =
    verdict.kind === 'refused'
      ? { ...EMPTY_PLAN, refusal: verdict.refusal }
      : planForSource(surplus, comparison, situation, verdict);
  const pause = readPause(tags, group, now);
  const plan: Plan = {
    ...rest,
    deregister: [...strangers.deregister, ...rest.deregister],
    hold: [...strangers.hold, ...rest.hold].toSorted((a, b) => byTarget(a.target, b.target)),
    ...(pause !== undefined && { pause }),
  };
  // Of an unusable source nothing is desired, so only a proven stranger is known to be surplus.
  const known = surplus.filter(({ fate }) => verdict.kind !== 'refused' || fate.kind === 'stranger');
  return report(
    holdByOrder(plan, spec.mode),
    comparison,
    known.map(({ target }) => target),
  );
}

/** The registered targets whose fate has to be learnt: with an unusable source, all that are not kept. */
export function suspects(situation: Situation): readonly ListedTarget[] {
  const { spec, group, tags } = situation;
  if (checkSeal(spec, group, tags) !== undefined || checkGroup(spec, group) !== undefined) return [];
  return compareWith(judgeSource(spec, group, situation.source), situation).surplus;
}

function compareWith(verdict: SourceVerdict, { spec, group, targets }: Situation): Comparison {
  const addresses = verdict.kind === 'refused' ? [] : verdict.addresses;
  return compare(addresses, targets, { port: spec.port ?? group.port, keep: spec.keep });
}

function fateOf(target: ListedTarget, { spec, group, source, evidence }: Situation): Fate {
  if (evidence === undefined) {
    return { kind: 'unknown', why: 'it appeared during this pass', needsOperator: false };
  }
  return learnFate(target, { spec, group, source, evidence });
}

function judgeStrangers(
  surplus: readonly Surplus[],
  comparison: Comparison,
  { group }: Situation,
  sourceUsable: boolean,
): { readonly deregister: readonly Deregistration[]; readonly hold: readonly Hold[] } {
  const deregister: Deregistration[] = [];
  const hold: Hold[] = [];
  for (const { target, fate } of surplus) {
    if (fate.kind !== 'stranger') continue;
    const judged = judgeStranger(target, fate, {
      group,
      healthyDesired: healthyDesired(comparison).length,
      sourceUsable,
    });
    if ('rule' in judged) deregister.push(judged);
    else hold.push(judged);
  }
  return { deregister, hold };
}

function planForSource(
  surplus: readonly Surplus[],
  comparison: Comparison,
  { spec, group, evidence }: Situation,
  verdict: Exclude<SourceVerdict, { kind: 'refused' }>,
): Plan {
  const partial = verdict.kind === 'partial' ? verdict.why : undefined;
  const others = surplus.filter(({ fate }) => fate.kind !== 'stranger');
  const removals =
    evidence === undefined
      ? {
          deregister: [],
          hold: others.map(({ target }): Hold => ({ target, kind: 'waiting', reason: 'it appeared during this pass' })),
        }
      : judgeRemovals(others, { spec, group, comparison, evidence, partial });
  return {
    ...removals,
    register: comparison.missing.map(({ ip, port, address }) => ({
      target: { ip, port },
      reason: `${address.interfaceId} of ${spec.source.vpcEndpointId} carries it`,
    })),
    ...(partial !== undefined && { partial }),
  };
}

function report(plan: Plan, comparison: Comparison, surplus: readonly Target[]): Decision {
  return {
    plan,
    drift: { missing: comparison.missing.map(toTarget), surplus: surplus.map(toTarget) },
    foreign: comparison.foreign.map(toTarget),
    health: { desired: comparison.desired.length, healthy: healthyDesired(comparison).length },
  };
}

/** The decision that changes nothing and knows nothing of the group: with why, unless that is a fault. */
export function refuse(refusal?: Refusal): Decision {
  const plan = refusal === undefined ? EMPTY_PLAN : { ...EMPTY_PLAN, refusal };
  return { plan, drift: NO_DRIFT, foreign: [], health: { desired: 0, healthy: 0 } };
}
