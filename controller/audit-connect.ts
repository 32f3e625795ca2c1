import { type AuditAws, createAuditAws } from './aws/audit-clients.ts';
import type { AwsOptions } from './aws/clients.ts';
import { type Connect, connectBy } from './connect.ts';

/** Makes a function that connects an audit. Apart from the sync pass's, which is not to load so many clients. */
export function createAuditConnect(options: AwsOptions = {}): Connect<AuditAws> {
  return connectBy(createAuditAws, options);
}
