import { deregisterAll, type Desk, readBack, registerAll, type Written } from './apply.ts';
import type { Aws } from './aws/clients.ts';
import { attempt } from './aws/failure.ts';
import type { Clock } from './model/clock.ts';
import type { ObservedEndpoint } from './model/network.ts';
import { type Changes, NO_CHANGES, type Outcome } from './model/outcome.ts';
import type { Plan } from './model/plan.ts';
import type { Problem, Reading } from './model/reading.ts';
import type { Situation } from './model/situation.ts';
import { identify, type Spec } from './model/spec.ts';
import { byTarget, type ListedTarget, type Target, targetKey, toTarget } from './model/target.ts';
import { observeEvidence } from './observe/evidence.ts';
import type { TaggedGroup } from './observe/target-groups.ts';
import { observeTargets } from './observe/targets.ts';
import { afterRegistering } from './plan/after-registering.ts';
import { decide, type Decision, knowNothing, suspects } from './plan/decide.ts';
import { judgeUnreadGroup } from './plan/group.ts';
import { mayWrite } from './plan/mode.ts';
import { judgeOutcome } from './plan/outcome.ts';
import { remedyFor } from './plan/remedies.ts';
import { makeRoom, refuseAtQuota } from './plan/quota.ts';

/** What was read of one binding in the calls that serve all of them. */
export type Observed = { readonly source: Reading<ObservedEndpoint>; readonly group: Reading<TaggedGroup> };

/** The means of a pass. With `write` false it plans and changes nothing. */
export type Means = { readonly aws: Aws; readonly clock: Clock; readonly write: boolean };

/**
 * One sync pass over one binding: observe, plan, apply, read back, report. Registrations come first, and removals are
 * decided again on the health read after them. A failed call becomes the outcome `faulted`.
 */
export async function syncBinding(spec: Spec, observed: Observed, { aws, clock, write }: Means): Promise<Outcome> {
  if (observed.group.kind === 'unread') return reportUnread(spec, observed.group.problem);
  const { group, tags } = observed.group.value;
  const { source } = observed;
  const desk: Desk = { aws, clock, groupArn: group.arn, list: () => attempt(() => observeTargets(aws, group.arn)) };
  const targets = await desk.list();
  if (targets.kind === 'unread') return reportUnread(spec, targets.problem);

  const found: Situation = { now: clock.now(), spec, group, tags, source, targets: targets.value };
  const suspected = suspects(found);
  const evidence = suspected.length > 0 && {
    evidence: await observeEvidence(aws, { group, source, suspects: suspected }),
  };
  const situation: Situation = { ...found, ...evidence };
  const decision = decide(situation);
  const done =
    write && mayWrite(decision.plan, spec.mode)
      ? await carryOut(desk, situation, decision)
      : { decision, changes: NO_CHANGES, faults: [] };
  return report(spec, decision, done);
}

/** What became of a decision: the one that stood at the end, what was changed, and what failed. */
type Done = { readonly decision: Decision; readonly changes: Changes; readonly faults: readonly Problem[] };

async function carryOut(desk: Desk, situation: Situation, first: Decision): Promise<Done> {
  const missing = first.plan.register.map(({ target }) => target);
  const room = (needed: number): readonly ListedTarget[] => makeRoom(first.plan, needed).map(({ target }) => target);
  const entered = await registerAll(desk, missing, room);
  const seen = await confirm(desk, entered);

  // Without a registration the first decision stands; else removals are decided on what the group lists now.
  const listed = missing.length === 0 || seen.targets !== undefined;
  const second = seen.targets === undefined ? first : decide({ ...situation, targets: seen.targets });
  const complete = entered.failures.length === 0 && entered.turnedAway.length === 0;
  const after = afterRegistering(second.plan, { complete, listed });

  const freed = new Set(entered.deregistered.map(targetKey));
  const removals = after.deregister.filter(({ target }) => !freed.has(targetKey(target)));
  const left = await deregisterAll(
    desk,
    removals.map(({ target }) => target),
  );
  const settled = await confirm(desk, left);

  const madeRoom = first.plan.deregister.filter(({ target }) => freed.has(targetKey(target)));
  const refusal = entered.turnedAway.length > 0 && {
    refusal: refuseAtQuota(situation.group, {
      listed: situation.targets.length,
      missing: entered.turnedAway.length,
      freed: madeRoom.length,
    }),
  };
  const deregister = [...madeRoom, ...removals];
  const plan: Plan = { ...after, register: first.plan.register, deregister, ...refusal };
  const failed = [...entered.failures, ...left.failures].map(({ problem }) => problem);
  return {
    decision: { ...second, plan },
    changes: toChanges([entered, left], [...seen.unconfirmed, ...settled.unconfirmed]),
    faults: [...failed, ...[seen.problem, settled.problem].filter((problem) => problem !== undefined)],
  };
}

type Confirmed = {
  readonly targets?: readonly ListedTarget[];
  readonly unconfirmed: readonly Target[];
  readonly problem?: Problem;
};

/** Reads back what was written; nothing written, nothing read. */
async function confirm(desk: Desk, { registered, deregistered }: Written): Promise<Confirmed> {
  if (registered.length + deregistered.length === 0) return { unconfirmed: [] };
  const { targets, unconfirmed } = await readBack(desk, { present: registered, absent: deregistered });
  return targets.kind === 'read' ? { targets: targets.value, unconfirmed } : { problem: targets.problem, unconfirmed };
}

function toChanges(written: readonly Written[], unconfirmed: readonly Target[]): Changes {
  return {
    registered: identities(written.flatMap(({ registered }) => registered)),
    deregistered: identities(written.flatMap(({ deregistered }) => deregistered)),
    unconfirmed: identities(unconfirmed),
  };
}

function identities(targets: readonly Target[]): readonly Target[] {
  return targets.map(toTarget).toSorted(byTarget);
}

/** Drift is as found; plan and health are as they stood at the end. */
function report(spec: Spec, { observed, drift, foreign }: Decision, { decision, changes, faults }: Done): Outcome {
  const { plan, health, pending } = decision;
  const outcome = faults.length === 0 ? judgeOutcome(plan, changes) : 'faulted';
  const remedied = faults.map((problem) => ({ problem, remedy: remedyFor(problem, 'targets', spec) }));
  return { ...identify(spec), outcome, observed, drift, plan, changes, foreign, health, pending, faults: remedied };
}

/** A group that could not be read: a refusal where only an operator can help, else a fault. */
function reportUnread(spec: Spec, problem: Problem): Outcome {
  const refusal = judgeUnreadGroup(spec, problem);
  const decision = knowNothing(refusal);
  return report(spec, decision, { decision, changes: NO_CHANGES, faults: refusal === undefined ? [problem] : [] });
}
