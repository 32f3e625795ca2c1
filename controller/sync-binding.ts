import { attempt } from './aws/failure.ts';
import { carryOut, type Done } from './carry-out.ts';
import type { Clock } from './model/clock.ts';
import type { ObservedSource } from './model/network.ts';
import { NO_CHANGES, type Outcome } from './model/outcome.ts';
import type { Problem, Reading } from './model/reading.ts';
import type { Situation } from './model/situation.ts';
import { identify, type Spec } from './model/spec.ts';
import { observeEvidence, type Witnesses } from './observe/evidence.ts';
import { observeOutside } from './observe/outside.ts';
import { observeTags, type TaggedGroup } from './observe/target-groups.ts';
import { observeTargets } from './observe/targets.ts';
import { asksCrossZone, decide, type Decision, knowNothing, suspects } from './plan/decide.ts';
import { judgeUnreadGroup } from './plan/group.ts';
import { mayWrite } from './plan/mode.ts';
import { judgeOutcome } from './plan/outcome.ts';
import { remedyFor } from './plan/remedies.ts';
import type { SealedDesk } from './read-again.ts';

/** What was read of one binding in the calls that serve all of them. */
export type Observed = { readonly source: Reading<ObservedSource>; readonly group: Reading<TaggedGroup> };

/** The means of a pass. With `write` false it plans and changes nothing. */
export type Means = Witnesses & { readonly clock: Clock; readonly write: boolean };

/**
 * One sync pass over one binding: observe, plan, apply, read back, report. A failed call becomes the outcome `faulted`.
 */
export async function syncBinding(spec: Spec, observed: Observed, means: Means): Promise<Outcome> {
  const { aws, clock, write } = means;
  if (observed.group.kind === 'unread') return reportUnread(spec, observed.group.problem);
  const { group, tags } = observed.group.value;
  const { source } = observed;
  const desk: SealedDesk = {
    aws,
    clock,
    groupArn: group.arn,
    list: () => attempt(() => observeTargets(aws, group.arn)),
    tags: () => observeTags(aws, group.arn),
  };
  const targets = await desk.list();
  if (targets.kind === 'unread') return reportUnread(spec, targets.problem);

  const found: Situation = { now: clock.now(), spec, group, tags, source, targets: targets.value };
  const outside = asksCrossZone(found) ? await observeOutside(aws, group) : {};
  const suspected = suspects(found);
  const evidence = suspected.length > 0 && {
    evidence: await observeEvidence(means, { spec, group, source, suspects: suspected, ...outside }),
  };
  const situation: Situation = { ...found, ...outside, ...evidence };
  const decision = decide(situation);
  const done =
    write && mayWrite(decision.plan, spec.mode)
      ? await carryOut(desk, situation, decision)
      : { decision, changes: NO_CHANGES, faults: [] };
  return report(spec, decision, done);
}

/** Drift is as found; plan and health are as they stood at the end. */
function report(spec: Spec, { observed, drift, foreign }: Decision, { decision, changes, faults }: Done): Outcome {
  const { plan, health, pending } = decision;
  const outcome = faults.length === 0 ? judgeOutcome(plan, changes) : 'faulted';
  return { ...identify(spec), outcome, observed, drift, plan, changes, foreign, health, pending, faults };
}

/** A group that could not be read: a refusal where only an operator can help, else a fault. */
function reportUnread(spec: Spec, problem: Problem): Outcome {
  const refusal = judgeUnreadGroup(spec, problem);
  const decision = knowNothing(refusal);
  const fault = { problem, remedy: remedyFor(problem, 'group', spec) };
  return report(spec, decision, { decision, changes: NO_CHANGES, faults: refusal === undefined ? [fault] : [] });
}
