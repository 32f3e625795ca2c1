import { deregisterAll, type Desk, type Entrant, readBack, registerAll } from './apply.ts';
import type { Aws } from './aws/clients.ts';
import { attempt } from './aws/failure.ts';
import type { Connect } from './connect.ts';
import { defect } from './defect.ts';
import type { Clock } from './model/clock.ts';
import type { Drill, DrillPlan, DrillRefusal, Moment } from './model/drill.ts';
import { isLasting, problemText, type Reading, read } from './model/reading.ts';
import type { Situation } from './model/situation.ts';
import { identify, type Spec } from './model/spec.ts';
import { parseArn } from './model/target-group.ts';
import { targetKey } from './model/target.ts';
import type { Resolve } from './observe/answered.ts';
import { observeEvidence } from './observe/evidence.ts';
import { observeOutside } from './observe/outside.ts';
import { observeGroups } from './observe/target-groups.ts';
import { observeTargets } from './observe/targets.ts';
import { ownerEyesOf } from './owner-eyes.ts';
import { suspects } from './plan/decide.ts';
import { judgeDrill } from './plan/drill.ts';
import { type Watch, watchOn } from './plan/drill-watch.ts';
import { remedyFor } from './plan/remedies.ts';
import { liesOutside } from './plan/zone-argument.ts';
import { seeSources } from './sight.ts';

/** Short beside the health checks that it waits for, long beside ELB's quotas. */
const POLL_SECONDS = 5;

/** The means of a drill. */
export type DrillMeans = {
  readonly connect: Connect;
  /** DNS, for a load balancer as source. */
  readonly resolve: Resolve;
  readonly clock: Clock;
  /** Asked before anything is changed. */
  readonly consent: (plan: DrillPlan) => Promise<boolean>;
  /** Told each moment of the time line when it comes. */
  readonly tell: (moment: Moment, plan: DrillPlan) => void;
  /** Fires when the operator wants it to end. */
  readonly interrupted: AbortSignal;
};

/**
 * One drill: takes a healthy target out of a group that can spare it, and watches until the schedule has brought it back
 * into service. It heals nothing itself; however it ends before that, it registers the target back.
 */
export async function drill(spec: Spec, means: DrillMeans): Promise<Drill> {
  const { consent, interrupted } = means;
  const identity = identify(spec);
  const aws = means.connect(parseArn(spec.targetGroupArn).region);
  const refused = (refusal: DrillRefusal): Drill => ({ ...identity, outcome: 'refused', refusal });

  const first = judgeDrill(spec, await observe(aws, spec, means));
  if (first.kind === 'refused') return refused(first.refusal);
  const { plan } = first;
  if (!(await consent(plan))) return { ...identity, outcome: 'declined', plan };
  // A question may stand for long: what is done is judged on what is so now, and must be what was asked.
  const second = judgeDrill(spec, await observe(aws, spec, means));
  if (second.kind === 'refused') return refused(second.refusal);
  if (summary(second.plan) !== summary(plan)) return refused(changedMeanwhile(plan, second.plan));
  if (interrupted.aborted) return { ...identity, outcome: 'declined', plan };
  return takeOut(spec, second.plan, { ...means, aws });
}

/** Reads what a pass reads, and the evidence that a pass reads only with surplus: it has the zones. */
async function observe(aws: Aws, spec: Spec, { connect, resolve, clock }: DrillMeans): Promise<Reading<Situation>> {
  const [seen, groups, targets] = await Promise.all([
    seeSources([spec], { aws, connect }).get(spec.name),
    observeGroups(aws, [spec.targetGroupArn]),
    attempt(() => observeTargets(aws, spec.targetGroupArn)),
  ]);
  const tagged = groups.get(spec.targetGroupArn);
  if (seen === undefined || tagged === undefined)
    throw new Error(`${spec.name} or ${spec.targetGroupArn} was not read`);
  if (tagged.kind === 'unread') return tagged;
  if (targets.kind === 'unread') return targets;
  const { source, ...eyes } = seen;
  const found: Situation = { now: clock.now(), spec, ...tagged.value, source, targets: targets.value };
  const outside = liesOutside(source, found.group) ? await observeOutside(aws, found.group) : {};
  const question = { spec, group: found.group, source, suspects: suspects(found), ...outside };
  return read({
    ...found,
    ...outside,
    evidence: await observeEvidence({ aws, resolve, ...eyes, ...ownerEyesOf(spec, { aws, connect }) }, question),
  });
}

/** The group, the time line so far, and what ends a drill early. */
type Bench = {
  readonly desk: Desk;
  readonly plan: DrillPlan;
  readonly seconds: () => number;
  readonly note: (moment: Moment) => void;
  readonly interrupted: AbortSignal;
};

async function takeOut(spec: Spec, plan: DrillPlan, means: DrillMeans & { readonly aws: Aws }): Promise<Drill> {
  const { aws, clock, tell, interrupted } = means;
  const groupArn = spec.targetGroupArn;
  const desk: Desk = { aws, clock, groupArn, list: () => attempt(() => observeTargets(aws, groupArn)) };
  const moments: Moment[] = [];
  const note = (moment: Moment): void => {
    moments.push(moment);
    tell(moment, plan);
  };
  const begin = clock.now().getTime();
  const seconds = (): number => Math.round((clock.now().getTime() - begin) / 1000);
  const bench: Bench = { desk, plan, seconds, note, interrupted };

  const [problem] = (await deregisterAll(desk, [plan.target])).failures;
  if (problem !== undefined && isLasting(problem)) {
    const refusal = {
      code: 'not-permitted',
      reason: `Nothing was changed: ${problemText(problem)}`,
      remedy: remedyFor(problem, 'targets', spec),
    } as const;
    return { ...identify(spec), outcome: 'refused', refusal };
  }
  // A call that timed out may have been carried out all the same.
  const end = problem === undefined ? await watch(bench) : { out: true, reason: problemText(problem) };
  if (end.reason === undefined) return { ...identify(spec), outcome: 'healed', plan, moments };
  const left = end.out ? await registerBack(bench) : undefined;
  const by = `FILE --binding ${spec.name}`;
  return {
    ...identify(spec),
    outcome: 'not-healed',
    plan,
    moments,
    reason: left === undefined ? `${end.reason}.` : `${end.reason}. ${targetKey(plan.target)} is still out: ${left}.`,
    remedy: `Look at the group: target-sync plan ${by}; to repair it by hand: target-sync sync ${by}`,
  };
}

/** How the watch ended: with a reason if not in service again, and whether the target is out of the group. */
type End = { readonly out: boolean; readonly reason?: string };

/** Lists the group until the target is healthy again, or must not stay out any longer. Never throws: the target is out. */
async function watch({ desk, plan, seconds, note, interrupted }: Bench): Promise<End> {
  let last: Watch = { plan, stage: 'leaving' };
  const stop = (reason: string): End => ({ out: last.stage !== 'back', reason });
  try {
    note({ seconds: seconds(), what: 'deregistered' });
    for (;;) {
      if (interrupted.aborted) return stop('The drill was interrupted');
      // oxlint-disable-next-line no-await-in-loop -- polling
      const targets = await desk.list();
      if (targets.kind === 'unread') return stop(problemText(targets.problem));
      const seen = watchOn(last, targets.value, seconds());
      last = seen.watch;
      if (seen.moment !== undefined) note(seen.moment);
      if (seen.kind === 'healed') return { out: false };
      if (seen.kind === 'unhealed') return stop(seen.reason);
      // oxlint-disable-next-line no-await-in-loop -- polling
      await desk.clock.sleepUntil(new Date(desk.clock.now().getTime() + POLL_SECONDS * 1000), interrupted);
    }
  } catch (cause) {
    return stop(problemText(defect('watching the repair', cause).problem));
  }
}

/** Registers the target back, whatever brought the drill to its end. Returns why it is not seen to be registered, if so. */
async function registerBack({ desk, plan, seconds, note }: Bench): Promise<string | undefined> {
  const back = await registerAll(desk, [asBefore(plan.target)], async () => []);
  const [problem] = back.failures;
  if (problem !== undefined) return problemText(problem);
  if (back.turnedAway.length > 0) return 'AWS accepts no more targets in this group';
  note({ seconds: seconds(), what: 'registered-back' });
  const { unconfirmed } = await readBack(desk, { present: [plan.target], absent: [] });
  return unconfirmed.length === 0 ? undefined : 'AWS accepted its registration, but does not show it yet';
}

/** Outside the group's VPC a target has the zone `all`, and has to be given it again. */
function asBefore({ ip, port, asListed }: DrillPlan['target']): Entrant {
  return { ip, port, ...(asListed.AvailabilityZone === 'all' && { availabilityZone: 'all' }) };
}

function summary({ target, others }: DrillPlan): string {
  return [target, ...others].map(targetKey).join(', ');
}

function changedMeanwhile(asked: DrillPlan, now: DrillPlan): DrillRefusal {
  return {
    code: 'changed-meanwhile',
    reason: `The group changed while the question stood: ${targetKey(asked.target)} was to go, of ${summary(asked)}; now it would be ${targetKey(now.target)}, of ${summary(now)}.`,
    remedy: 'Start again.',
  };
}
