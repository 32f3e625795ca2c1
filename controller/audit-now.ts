import { audit } from './audit.ts';
import { createAuditConnect } from './audit-connect.ts';
import { wallClock } from './clock.ts';
import { createLive } from './live-answers.ts';
import type { Audit } from './model/audit-outcome.ts';
import type { AuditSpec } from './model/audit-spec.ts';

/** One audit pass with the credentials, the clock and the network of this machine. Without resolvers the public ones are asked. */
export function auditNow(specs: readonly AuditSpec[], resolvers?: readonly string[]): Promise<readonly Audit[]> {
  const live = createLive(resolvers === undefined ? {} : { resolvers });
  return audit(specs, { connect: createAuditConnect(), clock: wallClock, live });
}
