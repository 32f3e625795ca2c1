import type { Deregistration, Hold } from '../model/plan.ts';

/** A removal that is held instead, with why, and why it would go. */
export function held({ target, rule, reason }: Deregistration, kind: Hold['kind'], why: string): Hold {
  return {
    target,
    kind,
    reason: `${why}; else it would go: ${reason}`,
    ...(rule === 'stranger' && { stranger: true }),
  };
}
