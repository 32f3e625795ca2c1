import type { AuditSituation } from '../../model/audit.ts';
import type { AuditedGroup } from '../../model/audit-group.ts';
import type { AuditSpec } from '../../model/audit-spec.ts';
import { fromReading, type Known, known } from '../known.ts';

const HTTPS = 443;

/** The port that the load balancer sends traffic to. */
export function trafficPort(spec: AuditSpec, group: AuditedGroup): number {
  return spec.port ?? group.port;
}

/** The port that the load balancer checks health on. */
export function checkPort(spec: AuditSpec, group: AuditedGroup): number {
  const { port } = group.healthCheck;
  return port === 'traffic-port' ? trafficPort(spec, group) : Number(port);
}

/** The port that targets are sent traffic on: an endpoint has one alone. */
export function servicePort({ spec, group }: AuditSituation): Known<number> {
  if ('vpcEndpointId' in spec.source) return known(HTTPS);
  if (spec.port !== undefined) return known(spec.port);
  const read = fromReading(group);
  return read.kind === 'unknown' ? read : known(read.value.port);
}

/** The port that VPC clients use: of an endpoint its only one, of an ALB the one that partners use too, or the targets'. */
export function clientPort(situation: AuditSituation): Known<number> {
  const { source, audit } = situation.spec;
  const told = 'vpcEndpointId' in source ? undefined : audit?.publicPort;
  return told === undefined ? servicePort(situation) : known(told);
}
