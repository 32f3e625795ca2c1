import type { Handshake } from '../model/audit-certificate.ts';
import type { FrontDoor } from '../model/audit-load-balancer.ts';
import type { AuditSpec } from '../model/audit-spec.ts';
import { canonicalName } from '../model/dns.ts';
import type { Live } from './live.ts';

/**
 * Shakes hands with every fixed IP for every hostname, where the port that partners connect to is configured. Not with an
 * internal load balancer's: outside its VPC its private addresses may be anybody's.
 */
export function observeHandshakes(
  { hostnames, audit }: AuditSpec,
  frontDoor: FrontDoor | undefined,
  live: Pick<Live, 'handshake'>,
): Promise<readonly Handshake[]> {
  const port = audit?.publicPort;
  const loadBalancer = frontDoor?.loadBalancer;
  if (port === undefined || loadBalancer?.kind !== 'read' || loadBalancer.value.scheme === 'internal')
    return Promise.resolve([]);
  const ips = loadBalancer.value.zones.flatMap(({ addresses }) => addresses.map(({ ip }) => ip));
  const partners = hostnames.flatMap(({ name }) => ips.map((ip) => ({ hostname: canonicalName(name), ip, port })));
  return Promise.all(partners.map(async (partner) => ({ ...partner, ...(await live.handshake(partner)) })));
}
