import type { Land, Taker } from '../land.ts';
import { isSource } from '../traces.ts';
import { makeAlb } from './alb.ts';
import { carriersOf, type Source } from './truth.ts';

/** Makes a source, like those before it but for its kind. Returns its id. */
export function makeSource(land: Land, kind: Source['kind']): string {
  const { cloud, opening, ground } = land;
  const id =
    kind === 'ALB'
      ? makeAlb(land)
      : cloud.createEndpoint({
          vpcId: ground.vpcId,
          subnetIds: ground.subnetIds.slice(0, opening.sourceZones),
          ipAddressType: opening.family === 'ipv4' ? 'ipv4' : 'dualstack',
          ownerId: ground.accountId,
        }).id;
  land.sourceIds.push(id);
  noteAddresses(land);
  return id;
}

/** Remembers the IPs that sources have now. */
export function noteAddresses(land: Land): void {
  for (const [ip, carrier] of carriersOf(land)) {
    if (isSource(carrier)) land.known.add(ip);
  }
}

/** Gives an address of the sources' ground to somebody else: the next free one of a zone unless told. */
export function take(
  land: Land,
  zone: number,
  options: { readonly ip?: string; readonly as?: 'instance' | 'prefix' | 'nameless'; readonly listens: boolean },
): Taker {
  const { cloud, opening, ground } = land;
  const { ip, as = 'instance', listens } = options;
  const { family } = opening;
  const wanted =
    ip ??
    `${family === 'ipv4' ? `10.${ground.outside ? 1 : 0}.${zone + 1}.` : `2001:db8:0:${zone + 1}::`}${200 + land.takers.length}`;
  const held =
    as === 'prefix'
      ? { prefix: `${wanted}/${family === 'ipv4' ? 32 : 128}` }
      : { [family === 'ipv4' ? 'ip' : 'ipv6']: wanted };
  const { id } = cloud.takeAddress({
    subnetId: ground.subnetIds[zone] ?? '',
    ownerId: ground.accountId,
    listens: listens ? 'all' : [],
    ...held,
    ...(as === 'nameless' && { instance: false, description: '' }),
  });
  const taker: Taker = { interfaceId: id, ip: wanted, carrier: as === 'nameless' ? 'nameless' : 'instance', listens };
  land.takers.push(taker);
  return taker;
}

/** Targets as AWS wants them said: of a ground outside the group's VPC, in the zone `all`. */
export function asTargets(
  { ground, port }: Land,
  ips: readonly string[],
  at = port,
): readonly { readonly ip: string; readonly port: number; readonly zone?: string }[] {
  return ips.map((ip) => ({ ip, port: at, ...(ground.outside && { zone: 'all' }) }));
}

/** Cross-zone as AWS sees it: undecided where the group leaves it to a load balancer that it does not have. */
export function crossZoneInForce({ crossZone, groupSays, listenerArn }: Land): boolean | undefined {
  return groupSays || listenerArn !== undefined ? crossZone : undefined;
}
