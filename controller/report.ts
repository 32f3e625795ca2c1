import type { Outcome, OutcomeWord } from './model/outcome.ts';
import type { Hold, Refusal } from './model/plan.ts';
import { problemText } from './model/reading.ts';
import { type Target, targetKey } from './model/target.ts';

/** Why one target is registered, deregistered or held. */
export type Reason = {
  readonly target: string;
  readonly change: 'register' | 'deregister' | 'hold';
  readonly kind?: Hold['kind'];
  readonly reason: string;
  readonly remedy?: string;
};

/** An outcome as people and pipelines read it, in the log, from the function and from `--json`. Targets are `ip:port`. */
export type Report = {
  readonly binding: string;
  readonly outcome: OutcomeWord;
  readonly drift: { readonly missing: readonly string[]; readonly surplus: readonly string[] };
  readonly plan: {
    readonly register: readonly string[];
    readonly deregister: readonly string[];
    readonly hold: readonly string[];
  };
  readonly reasons: readonly Reason[];
  readonly changes: {
    readonly registered: readonly string[];
    readonly deregistered: readonly string[];
    readonly unconfirmed: readonly string[];
  };
  readonly foreign: readonly string[];
  readonly health: { readonly desired: number; readonly healthy: number };
  readonly refusal?: Refusal;
  /** Why the pass did less than its plan: a partial source, or an operator's pause. */
  readonly note?: string;
  readonly fault?: string;
};

/** Writes an outcome as a {@link Report}. */
export function toReport({ plan, drift, changes, foreign, fault, ...outcome }: Outcome): Report {
  const note =
    plan.pause?.reason ?? (plan.partial === undefined ? undefined : `The source is partial: ${plan.partial}.`);
  return {
    binding: outcome.binding,
    outcome: outcome.outcome,
    drift: { missing: keys(drift.missing), surplus: keys(drift.surplus) },
    plan: {
      register: keys(plan.register.map(({ target }) => target)),
      deregister: keys(plan.deregister.map(({ target }) => target)),
      hold: keys(plan.hold.map(({ target }) => target)),
    },
    reasons: [
      ...plan.register.map(({ target, reason }) => ({
        target: targetKey(target),
        change: 'register' as const,
        reason,
      })),
      ...plan.deregister.map(({ target, reason }) => ({
        target: targetKey(target),
        change: 'deregister' as const,
        reason,
      })),
      ...plan.hold.map(({ target, ...why }) => ({ target: targetKey(target), change: 'hold' as const, ...why })),
    ],
    changes: {
      registered: keys(changes.registered),
      deregistered: keys(changes.deregistered),
      unconfirmed: keys(changes.unconfirmed),
    },
    foreign: keys(foreign),
    health: outcome.health,
    ...(plan.refusal !== undefined && { refusal: plan.refusal }),
    ...(note !== undefined && { note }),
    ...(fault !== undefined && { fault: problemText(fault) }),
  };
}

function keys(targets: readonly Target[]): readonly string[] {
  return targets.map(targetKey);
}
