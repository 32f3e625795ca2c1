import type { Deregistration, Hold } from '../model/plan.ts';
import { isLasting, type Problem, problemText } from '../model/reading.ts';
import type { Spec } from '../model/spec.ts';
import { remedyFor } from './remedies.ts';

/** A removal that is held instead, with why, and why it would go. */
export function held({ target, rule, reason }: Deregistration, kind: Hold['kind'], why: string): Hold {
  return {
    target,
    kind,
    reason: `${why}; else it would go: ${reason}`,
    ...(rule === 'stranger' && { stranger: true }),
  };
}

/** Held because a read failed: waiting where it may pass by itself, blocked where an operator has to help. */
export function holdUnread(what: string, problem: Problem, spec: Spec): Omit<Hold, 'target'> {
  const reason = `${what}: ${problemText(problem)}`;
  if (!isLasting(problem)) return { kind: 'waiting', reason };
  return { kind: 'blocked', reason, remedy: remedyFor(problem, 'evidence', spec), unread: problem.kind };
}
