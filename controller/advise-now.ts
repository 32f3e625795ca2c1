import { advise } from './advise.ts';
import type { BindingAdvice } from './binding-advice.ts';
import { wallClock } from './clock.ts';
import { createAuditConnect } from './audit-connect.ts';
import type { Spec } from './model/spec.ts';

/** Advice with the credentials and the clock of this machine. */
export function adviseNow(specs: readonly Spec[], document: readonly Spec[]): Promise<readonly BindingAdvice[]> {
  return advise(specs, document, { connect: createAuditConnect(), clock: wallClock });
}
