import type { Family } from '../../../controller/model/ip.ts';
import type { EndpointView } from '../../cloud/verbs/views.ts';
import type { Land, Taker } from '../land.ts';
import { addressesOf } from './truth.ts';

/** Makes an endpoint like those before it. */
export function makeEndpoint(land: Land): EndpointView {
  const { cloud, opening, vpcId, subnetIds } = land;
  const created = cloud.createEndpoint({
    vpcId,
    subnetIds: subnetIds.slice(0, opening.endpointZones),
    ipAddressType: opening.family === 'ipv4' ? 'ipv4' : 'dualstack',
    ownerId: cloud.settings.account,
  });
  land.endpointIds.push(created.id);
  noteAddresses(land);
  return created;
}

/** Remembers the IPs that endpoints have now. */
export function noteAddresses(land: Land): void {
  for (const id of land.endpointIds) for (const ip of addressesOf(land, id)) land.known.add(ip);
}

/** Gives an address to somebody else: the next free one of a subnet unless told. */
export function take(
  land: Land,
  subnetId: string,
  options: { readonly ip?: string; readonly as?: 'instance' | 'prefix' | 'nameless'; readonly listens: boolean },
): Taker {
  const { cloud, opening } = land;
  const { ip, as = 'instance', listens } = options;
  const family: Family = opening.family;
  const wanted =
    ip ??
    `${family === 'ipv4' ? `10.0.${zoneAt(land, subnetId) + 1}.` : `2001:db8:0:${zoneAt(land, subnetId) + 1}::`}${200 + land.takers.length}`;
  const held =
    as === 'prefix'
      ? { prefix: `${wanted}/${family === 'ipv4' ? 32 : 128}` }
      : { [family === 'ipv4' ? 'ip' : 'ipv6']: wanted };
  const { id } = cloud.takeAddress({
    subnetId,
    listens: listens ? 'all' : [],
    ...held,
    ...(as === 'nameless' && { instance: false, description: '' }),
  });
  const taker: Taker = { interfaceId: id, ip: wanted, carrier: as === 'nameless' ? 'nameless' : 'instance', listens };
  land.takers.push(taker);
  return taker;
}

function zoneAt({ subnetIds }: Land, subnetId: string): number {
  return subnetIds.indexOf(subnetId);
}
