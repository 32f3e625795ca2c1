import type { EndpointView } from '../../cloud/verbs/views.ts';
import type { Carrier, Land } from '../land.ts';

/** The index of the zone that an IP lies in. */
export function zoneOf(ip: string): number {
  return Number((ip.includes(':') ? /^2001:db8:0:(\d)/ : /^10\.0\.(\d)\./).exec(ip)?.[1]) - 1;
}

/** An endpoint, while AWS knows of it. */
export function endpointOf({ cloud, endpointIds }: Land, id: string): EndpointView | undefined {
  if (!endpointIds.includes(id)) return undefined;
  try {
    return cloud.endpoint(id);
  } catch {
    return undefined;
  }
}

/** The addresses of an endpoint, of the group's family. */
export function addressesOf(land: Land, endpointId: string): readonly string[] {
  const interfaces = endpointOf(land, endpointId)?.interfaces ?? [];
  return interfaces.flatMap(({ ip, ipv6 }) => (land.opening.family === 'ipv4' ? [ip] : (ipv6 ?? [])));
}

/** Who truly carries each IP that anybody carries. */
export function carriersOf(land: Land): ReadonlyMap<string, Carrier> {
  return new Map([
    ...land.takers.map(({ ip, carrier }): [string, Carrier] => [ip, carrier]),
    ...land.endpointIds.flatMap((id) =>
      addressesOf(land, id).map((ip): [string, Carrier] => [ip, `vpce-${id.slice(5)}`]),
    ),
  ]);
}

/** Who truly carries an IP. */
export function carrierOf(land: Land, ip: string): Carrier {
  return carriersOf(land).get(ip) ?? 'nobody';
}

/** True if the health checks of an IP pass, sooner or later. */
export function answersAt(land: Land, ip: string): boolean {
  for (const id of land.endpointIds) {
    const endpoint = endpointOf(land, id);
    const found = endpoint?.interfaces.find((each) => each.ip === ip || each.ipv6 === ip);
    if (found !== undefined) return endpoint?.state === 'available' && !land.deaf.has(found.id);
  }
  return land.takers.some((taker) => taker.ip === ip && taker.listens);
}
