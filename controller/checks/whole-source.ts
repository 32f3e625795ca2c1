import type { AuditedSource } from '../model/audit-source.ts';

/** Why the addresses of the endpoint are not all known, as a sentence; undefined where every interface was seen. */
export function unseenText({ endpoint: { id, interfaceIds }, interfaces }: AuditedSource): string | undefined {
  if (interfaces.length > 0 && interfaces.length >= interfaceIds.length) return undefined;
  return `Only ${interfaces.length} of ${interfaceIds.length} interfaces of ${id} could be read, so its addresses are not known.`;
}
