import type { AuditSituation } from '../../model/audit.ts';
import { type Family, familyOf } from '../../model/ip.ts';
import { frontDoorOf } from '../front-door.ts';
import { fromReading, type Known, known } from '../known.ts';

/**
 * The addresses of one family that the load balancer's name stands for. AWS lists those that were chosen for it; private
 * and IPv6 ones that AWS chose are seen on its interfaces, public IPv4 ones that AWS chose are not fixed and are unknown.
 * An interface's first address is the one: from secondary ones it connects, and its name does not stand for them.
 */
export function loadBalancerAddresses(situation: AuditSituation, family: Family): Known<readonly string[]> {
  const door = frontDoorOf(situation);
  if (door.kind === 'unknown') return door;
  const { ipAddressType, scheme, zones, name } = door.loadBalancer;
  if (family === 'ipv6' && ipAddressType === 'ipv4') return known([]);

  const zoned = zones.map(({ addresses }) => addresses.map(({ ip }) => ip).filter((ip) => familyOf(ip) === family));
  if (zoned.length > 0 && zoned.every((ips) => ips.length > 0)) return known(zoned.flat());

  const unlisted = {
    kind: 'unknown',
    why: `AWS does not list a fixed ${family} address of ${name} in every zone.`,
  } as const;
  if (family === 'ipv4' && scheme !== 'internal') return unlisted;
  const interfaces = fromReading(door.parts.interfaces);
  if (interfaces.kind === 'unknown') return interfaces;
  const carried = interfaces.value.flatMap(({ ips }) => ips.filter((ip) => familyOf(ip) === family).slice(0, 1));
  return carried.length === 0 ? unlisted : known(carried);
}
