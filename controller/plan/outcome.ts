import type { Changes, OutcomeWord } from '../model/outcome.ts';
import type { Plan } from '../model/plan.ts';

/** The one word for a pass: the worst of what its plan says and what it changed. Faults are the caller's to name. */
export function judgeOutcome(plan: Plan, changes: Changes): OutcomeWord {
  const changed = changes.registered.length + changes.deregistered.length > 0;
  const drifted = plan.register.length + plan.deregister.length + plan.hold.length > 0;
  if (plan.refusal !== undefined) return 'refused';
  if (plan.hold.some((hold) => hold.kind === 'blocked') || plan.pause?.kind === 'blocked') return 'blocked';
  if (plan.hold.some((hold) => hold.kind === 'waiting') || plan.partial !== undefined) return 'waiting';
  // AWS said yes and shows nothing of it: the next pass will tell.
  if (changes.unconfirmed.length > 0) return 'waiting';
  if (plan.pause !== undefined && drifted) return 'waiting';
  if (changed) return 'changed';
  return drifted ? 'planned' : 'in-sync';
}
