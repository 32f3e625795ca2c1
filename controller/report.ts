import { type FaultReport, toFaultReports } from './fault-report.ts';
import type { Changes, Outcome, OutcomeWord } from './model/outcome.ts';
import type { Hold, Pause, Refusal } from './model/plan.ts';
import type { Identity } from './model/spec.ts';
import { type Target, targetKey } from './model/target.ts';

/** What is, or was, to happen to one target, and why. */
export type Reason = {
  readonly target: string;
  readonly change: 'register' | 'deregister' | 'hold';
  /** Of a hold: what it waits for. Of a change: whether it was made; `planned` was not. */
  readonly state: Hold['kind'] | 'done' | 'unconfirmed';
  readonly reason: string;
  readonly remedy?: string;
  /** Of a hold: the IP is a stranger’s. */
  readonly stranger?: true;
  /** Of a hold that rests on a read that failed: how it did. */
  readonly unread?: NonNullable<Hold['unread']>;
};

/** An outcome as people and pipelines read it, in the log, from the function and from `--json`. Targets are `ip:port`. */
export type Report = Identity & {
  readonly outcome: OutcomeWord;
  /** False where drift and health say nothing, because the source or the group is unread or refused. */
  readonly observed: boolean;
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
  readonly pause?: Pause;
  /** Why the source is only part of itself, if it is. */
  readonly partial?: string;
  readonly faults: readonly FaultReport[];
};

/** Writes an outcome as a {@link Report}. */
export function toReport(outcome: Outcome): Report {
  const { binding, targetGroupArn, source, plan, drift, changes, faults } = outcome;
  return {
    binding,
    targetGroupArn,
    source,
    outcome: outcome.outcome,
    observed: outcome.observed,
    drift: { missing: keys(drift.missing), surplus: keys(drift.surplus) },
    plan: {
      register: keys(plan.register.map(({ target }) => target)),
      deregister: keys(plan.deregister.map(({ target }) => target)),
      hold: keys(plan.hold.map(({ target }) => target)),
    },
    reasons: toReasons(outcome),
    changes: {
      registered: keys(changes.registered),
      deregistered: keys(changes.deregistered),
      unconfirmed: keys(changes.unconfirmed),
    },
    foreign: keys(outcome.foreign),
    health: outcome.health,
    ...(plan.refusal !== undefined && { refusal: plan.refusal }),
    ...(plan.pause !== undefined && { pause: plan.pause }),
    ...(plan.partial !== undefined && { partial: plan.partial }),
    faults: toFaultReports(faults),
  };
}

function toReasons({ plan, changes }: Outcome): readonly Reason[] {
  const made = stateOf(changes);
  return [
    ...plan.register.map(({ target, reason }) => {
      const key = targetKey(target);
      return { target: key, change: 'register' as const, state: made(key), reason };
    }),
    ...plan.deregister.map(({ target, reason }) => {
      const key = targetKey(target);
      return { target: key, change: 'deregister' as const, state: made(key), reason };
    }),
    // All of a hold but what only the pass itself asks for.
    ...plan.hold.map(({ target, kind, dead: _dead, ...why }) => ({
      target: targetKey(target),
      change: 'hold' as const,
      state: kind,
      ...why,
    })),
  ];
}

function stateOf({
  registered,
  deregistered,
  unconfirmed,
}: Changes): (key: string) => 'done' | 'unconfirmed' | 'planned' {
  const done = new Set([...registered, ...deregistered].map(targetKey));
  const open = new Set(unconfirmed.map(targetKey));
  return (key) => (open.has(key) ? 'unconfirmed' : done.has(key) ? 'done' : 'planned');
}

function keys(targets: readonly Target[]): readonly string[] {
  return targets.map(targetKey);
}
