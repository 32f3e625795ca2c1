import type { AuditedGroup } from '../../model/audit-group.ts';
import type { AuditSpec } from '../../model/audit-spec.ts';

/** The port that the load balancer sends traffic to. */
export function trafficPort(spec: AuditSpec, group: AuditedGroup): number {
  return spec.port ?? group.port;
}

/** The port that the load balancer checks health on. */
export function checkPort(spec: AuditSpec, group: AuditedGroup): number {
  const { port } = group.healthCheck;
  return port === 'traffic-port' ? trafficPort(spec, group) : Number(port);
}
