import type { AuditSituation } from '../model/audit.ts';

/** Whether targets see the addresses of clients in place of the load balancer's. */
export const PRESERVE_CLIENT_IP = 'preserve_client_ip.enabled';

/** Whether targets see the addresses of clients. Undefined where it cannot be told. */
export function preservesClientIps(situation: Pick<AuditSituation, 'group' | 'groupAttributes'>): boolean | undefined {
  const value = preservationOf(situation);
  return value === 'true' || value === 'false' ? value === 'true' : undefined;
}

/** The attribute, or AWS's default: off for targets by IP, if the group is TCP or TLS. https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html */
export function preservationOf({
  group,
  groupAttributes,
}: Pick<AuditSituation, 'group' | 'groupAttributes'>): string | undefined {
  if (group.kind === 'unread' || groupAttributes.kind === 'unread') return undefined;
  const byDefault = ['TCP', 'TLS'].includes(group.value.protocol) ? 'false' : undefined;
  return groupAttributes.value.get(PRESERVE_CLIENT_IP) ?? byDefault;
}
