import type { ProblemKind } from './reading.ts';
import type { ListedTarget, Target } from './target.ts';

/** A desired target to register, with why. */
export type Registration = {
  readonly target: Target;
  /** Of a target outside the group's VPC: AWS wants its zone said, and takes no other word. */
  readonly availabilityZone?: 'all';
  readonly reason: string;
};

/** The rule that lets a surplus target go, named by its fate. */
export type RemovalRule = 'stranger' | 'gone' | 'retired';

/** A surplus target to deregister exactly as AWS lists it, with why. */
export type Deregistration = {
  readonly target: ListedTarget;
  readonly rule: RemovalRule;
  readonly reason: string;
  /** Of a target that serves nobody, and goes by rule 6: at a quota it makes room. */
  readonly dead?: true;
};

/**
 * A surplus target that must go, but not in this pass: `waiting` if time resolves it, `blocked` if only an operator can,
 * `planned` if the rules would let it go and the binding's mode does not.
 */
export type Hold = {
  readonly target: ListedTarget;
  readonly kind: 'waiting' | 'blocked' | 'planned';
  readonly reason: string;
  readonly remedy?: string;
  /** Of a stranger that stays. */
  readonly stranger?: true;
  /** The rule by which a target goes that serves nobody, and only waits for a desired one to be registered: at a quota it makes room. */
  readonly dead?: RemovalRule;
  /** How a read failed, where the hold rests on one that did. */
  readonly unread?: ProblemKind;
};

/** What goes now, and what must wait. */
export type Removals = { readonly deregister: readonly Deregistration[]; readonly hold: readonly Hold[] };

/** Why a pass changes nothing of the source's own. */
export type RefusalCode =
  | 'spec-not-fresh'
  | 'group-unreadable'
  | 'group-unsuitable'
  | 'unsealed'
  | 'other-seal'
  | 'source-unreadable'
  | 'source-not-usable'
  | 'source-of-other-service'
  | 'source-of-other-owner'
  | 'source-unsuitable'
  | 'source-without-address'
  | 'cross-zone-off'
  | 'quota';

/** Why a pass changes nothing of the source's own, or nothing more: the numbers found, and the remedy. */
export type Refusal = {
  readonly code: RefusalCode;
  readonly reason: string;
  readonly remedy: string;
  /** How a read failed, where that is why. */
  readonly unread?: ProblemKind;
};

/** An operator's pause of one group: `waiting` until it ends, `blocked` where the tag cannot be obeyed. */
export type Pause = {
  readonly kind: 'waiting' | 'blocked';
  readonly reason: string;
  readonly remedy: string;
};

/** What should be done. With a refusal it registers nothing and deregisters strangers only. */
export type Plan = Removals & {
  readonly register: readonly Registration[];
  /** Why the source is only part of itself, if it is: such a pass registers only. */
  readonly partial?: string;
  readonly pause?: Pause;
  readonly refusal?: Refusal;
};

/** The plan that does nothing. */
export const EMPTY_PLAN: Plan = { register: [], deregister: [], hold: [] };
