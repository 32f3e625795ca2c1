import { deregisterAll, type Entrant, registerAll } from './apply.ts';
import { type Changes, type Fault, NO_CHANGES } from './model/outcome.ts';
import type { Deregistration, Plan, Registration } from './model/plan.ts';
import type { Situation } from './model/situation.ts';
import { type Target, targetKey } from './model/target.ts';
import { afterRegistering, withoutRenewal } from './plan/after-registering.ts';
import { decide, type Decision } from './plan/decide.ts';
import { mayWrite } from './plan/mode.ts';
import { makeRoom, refuseAtQuota } from './plan/quota.ts';
import { confirm, renew, type SealedDesk, type Step, toChanges, unreadGroup } from './read-again.ts';

/** What became of a decision: the one that stood at the end, what was changed, and what failed. */
export type Done = { readonly decision: Decision; readonly changes: Changes; readonly faults: readonly Fault[] };

/**
 * Carries a decision out: registrations first, then what is still to go. A pass may be slow, and a deployment or another
 * pass fast: so the seal is read again before anything is written, and the group before anything goes.
 */
export async function carryOut(desk: SealedDesk, situation: Situation, decision: Decision): Promise<Done> {
  if (decision.plan.register.length === 0) return remove(desk, situation, { ...NOTHING, decision });
  const tags = await desk.tags();
  if (tags.kind === 'unread') {
    const plan = withoutRenewal(decision.plan);
    return { decision: { ...decision, plan }, changes: NO_CHANGES, faults: [unreadGroup(tags.problem, situation)] };
  }
  const sealed: Situation = { ...situation, tags: tags.value };
  const again = decide(sealed);
  if (!mayWrite(again.plan, sealed.spec.mode)) return { decision: again, changes: NO_CHANGES, faults: [] };
  return remove(desk, sealed, await enter(desk, sealed, again));
}

/** The registrations: what they came to, and the decision as it stands after them. */
type Entry = Step & {
  readonly decision: Decision;
  readonly register: Plan['register'];
  /** The removals that made room at the quota. */
  readonly freed: readonly Deregistration[];
};

const NOTHING: Omit<Entry, 'decision'> = {
  written: { registered: [], deregistered: [], turnedAway: [], failures: [] },
  unconfirmed: [],
  faults: [],
  register: [],
  freed: [],
};

/** Registers what is missing, and decides again on the group as it then stands. */
async function enter(desk: SealedDesk, situation: Situation, decision: Decision): Promise<Entry> {
  const { register } = decision.plan;
  let known = { situation, decision };
  let room: readonly Deregistration[] = [];
  const faults: Fault[] = [];
  const written = await registerAll(desk, register.map(toEntrant), async (needed) => {
    const renewed = await renew(desk, situation);
    if (renewed.kind === 'unread') {
      faults.push(unreadGroup(renewed.problem, situation));
      return [];
    }
    known = { situation: renewed.value, decision: decide(renewed.value) };
    const { plan } = known.decision;
    room = mayWrite(plan, situation.spec.mode) ? makeRoom(plan, needed) : [];
    return toTargets(room);
  });
  const { targets, ...step } = await confirm(desk, situation, written);
  const freedKeys = keysOf(written.deregistered);
  return {
    ...step,
    faults: [...faults, ...step.faults],
    decision: targets === undefined ? known.decision : decide({ ...known.situation, targets }),
    register,
    freed: room.filter(({ target }) => freedKeys.has(targetKey(target))),
  };
}

/** Removes what may go by the group and the seal as they are now, and reports it with what went before. */
async function remove(desk: SealedDesk, situation: Situation, entry: Entry): Promise<Done> {
  const complete = entry.written.failures.length === 0 && entry.written.turnedAway.length === 0;
  const freedKeys = keysOf(entry.written.deregistered);
  /** What made room is gone already, whether the listing shows it or not. */
  const isLeft = ({ target }: { readonly target: Target }): boolean => !freedKeys.has(targetKey(target));
  const conclude = (decision: Decision, plan: Plan, steps: readonly Step[]): Done => ({
    decision: {
      ...decision,
      plan: {
        ...plan,
        register: entry.register,
        deregister: [...entry.freed, ...plan.deregister.filter(isLeft)],
        hold: plan.hold.filter(isLeft),
        // A seal or a pause that came in the meantime says more than the quota it was met at.
        ...(plan.refusal === undefined && plan.pause === undefined && refusalAtQuota(situation, entry)),
      },
    },
    changes: toChanges(steps),
    faults: steps.flatMap(({ faults }) => faults),
  });

  const expected = afterRegistering(entry.decision.plan, complete);
  if (!expected.deregister.some(isLeft)) return conclude(entry.decision, expected, [entry]);
  const renewed = await renew(desk, situation);
  if (renewed.kind === 'unread') {
    const failed: Step = { ...NOTHING, faults: [unreadGroup(renewed.problem, situation)] };
    return conclude(entry.decision, withoutRenewal(expected), [entry, failed]);
  }
  const decision = decide(renewed.value);
  const after = afterRegistering(decision.plan, complete);
  const left = await confirm(desk, situation, await deregisterAll(desk, toTargets(after.deregister.filter(isLeft))));
  return conclude(decision, after, [entry, left]);
}

function refusalAtQuota({ group, targets }: Situation, { written, freed }: Entry): Pick<Plan, 'refusal'> {
  const missing = written.turnedAway.length;
  return missing === 0
    ? {}
    : { refusal: refuseAtQuota(group, { listed: targets.length, missing, freed: freed.length }) };
}

function toEntrant({ target, availabilityZone }: Registration): Entrant {
  return { ...target, ...(availabilityZone !== undefined && { availabilityZone }) };
}

function toTargets<T>(items: readonly { readonly target: T }[]): readonly T[] {
  return items.map(({ target }) => target);
}

function keysOf(targets: readonly Target[]): ReadonlySet<string> {
  return new Set(targets.map(targetKey));
}
