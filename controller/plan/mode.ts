import type { Hold, Plan } from '../model/plan.ts';
import type { Mode } from '../model/spec.ts';
import { held } from './held.ts';

/** A mode or a pause only ever takes away from a plan: every deregistration becomes a hold. */
export function withhold(plan: Plan, mode: Mode): Plan {
  if (plan.pause !== undefined) return heldPlan(plan, 'waiting', plan.pause.reason);
  if (mode === 'enforce') return plan;
  return heldPlan(plan, 'planned', `the mode is ${mode}, which ${mode === 'add' ? 'never deregisters' : 'only plans'}`);
}

/** True if this pass may write at all: `observe` and a pause write nothing. */
export function mayWrite(plan: Plan, mode: Mode): boolean {
  return mode !== 'observe' && plan.pause === undefined;
}

function heldPlan(plan: Plan, kind: Hold['kind'], why: string): Plan {
  const released = plan.deregister.map((removal) => held(removal, kind, why));
  const waiting = plan.hold.map((hold): Hold => (hold.kind === 'waiting' ? { ...hold, kind } : hold));
  return { ...plan, deregister: [], hold: [...released, ...waiting] };
}
