import { type Desk, readBack, type Written } from './apply.ts';
import type { Changes, Fault } from './model/outcome.ts';
import { type Problem, read, type Reading } from './model/reading.ts';
import type { Situation } from './model/situation.ts';
import type { Tags } from './model/target-group.ts';
import { byTarget, type ListedTarget, type Target, toTarget } from './model/target.ts';
import { remedyFor } from './plan/remedies.ts';

/** A desk that can also read the group's seal again. */
export type SealedDesk = Desk & { readonly tags: () => Promise<Reading<Tags>> };

/** One kind of write and what came of it. `unconfirmed`: AWS accepted it, and does not show it. */
export type Step = {
  readonly written: Written;
  readonly unconfirmed: readonly Target[];
  readonly faults: readonly Fault[];
};

/**
 * The situation with the group as it stands now. The seal is read last, so that another spec's pass shows in one of the
 * two: in the listing what it has written, in the seal that it is about to.
 */
export async function renew(desk: SealedDesk, situation: Situation): Promise<Reading<Situation>> {
  const targets = await desk.list();
  if (targets.kind === 'unread') return targets;
  const tags = await desk.tags();
  if (tags.kind === 'unread') return tags;
  return read({ ...situation, targets: targets.value, tags: tags.value });
}

/** Reads back what was written; nothing written, nothing read. */
export async function confirm(
  desk: Desk,
  situation: Situation,
  written: Written,
): Promise<Step & { readonly targets?: readonly ListedTarget[] }> {
  const { registered, deregistered } = written;
  const failures = written.failures.map((problem) => ({
    problem,
    remedy: remedyFor(problem, 'targets', situation.spec),
  }));
  if (registered.length + deregistered.length === 0) return { written, unconfirmed: [], faults: failures };
  const { targets, unconfirmed } = await readBack(desk, { present: registered, absent: deregistered });
  if (targets.kind === 'unread')
    return { written, unconfirmed, faults: [...failures, unreadGroup(targets.problem, situation)] };
  return { written, unconfirmed, faults: failures, targets: targets.value };
}

/** A group or a seal that could not be read again, with what to do. */
export function unreadGroup(problem: Problem, { spec }: Situation): Fault {
  return { problem, remedy: remedyFor(problem, 'group', spec) };
}

/** What some steps changed, together. */
export function toChanges(steps: readonly Step[]): Changes {
  return {
    registered: identities(steps.flatMap(({ written }) => written.registered)),
    deregistered: identities(steps.flatMap(({ written }) => written.deregistered)),
    unconfirmed: identities(steps.flatMap(({ unconfirmed }) => unconfirmed)),
  };
}

function identities(targets: readonly Target[]): readonly Target[] {
  return targets.map(toTarget).toSorted(byTarget);
}
