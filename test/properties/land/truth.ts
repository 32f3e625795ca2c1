import type { InterfaceView } from '../../cloud/verbs/views.ts';
import type { Carrier, Land } from '../land.ts';

/** A source, while AWS knows of it. */
export type Source = {
  readonly id: string;
  readonly kind: 'endpoint' | 'ALB';
  /** An endpoint's state; of an ALB, `available`. */
  readonly state: string;
  /** Its own; of an ALB those in use. */
  readonly interfaces: readonly InterfaceView[];
};

/** The index of the zone that an IP lies in. */
export function zoneOf(ip: string): number {
  return Number((ip.includes(':') ? /^2001:db8:0:(\d)/ : /^10\.[01]\.(\d)\./).exec(ip)?.[1]) - 1;
}

/** A source, while AWS knows of it. */
export function sourceOf(land: Land, id: string): Source | undefined {
  const { cloud, albs, sourceIds } = land;
  if (!sourceIds.includes(id)) return undefined;
  const alb = albs.get(id);
  if (alb !== undefined) {
    const interfaces = listed(land, id).filter(({ isInUse }) => isInUse);
    return alb.isDeleted ? undefined : { id, kind: 'ALB', state: 'available', interfaces };
  }
  try {
    return { ...cloud.endpoint(id), kind: 'endpoint' };
  } catch {
    return undefined;
  }
}

/** The addresses of a source, of the group's family. */
export function addressesOf(land: Land, sourceId: string): readonly string[] {
  return (sourceOf(land, sourceId)?.interfaces ?? []).flatMap((each) => ipsOf(land, each));
}

/** Who truly carries each IP that anybody carries. */
export function carriersOf(land: Land): ReadonlyMap<string, Carrier> {
  return new Map([
    ...land.takers.map(({ ip, carrier }): [string, Carrier] => [ip, carrier]),
    ...land.sourceIds.flatMap((id) =>
      listed(land, id).flatMap((each) => ipsOf(land, each).map((ip): [string, Carrier] => [ip, carrierNamed(id)])),
    ),
  ]);
}

/** Who truly carries an IP. */
export function carrierOf(land: Land, ip: string): Carrier {
  return carriersOf(land).get(ip) ?? 'nobody';
}

/** True if the health checks of an IP pass, sooner or later. */
export function answersAt(land: Land, ip: string): boolean {
  for (const id of land.sourceIds) {
    const found = listed(land, id).find((each) => each.ip === ip || each.ipv6 === ip);
    if (found !== undefined) return found.stays && !land.deaf.has(found.id);
  }
  return land.takers.some((taker) => taker.ip === ip && taker.listens);
}

/** Interfaces of sources that time will take away. */
export function leavingOf(land: Land): readonly InterfaceView[] {
  return land.sourceIds.flatMap((id) => listed(land, id).filter(({ stays }) => !stays));
}

type Listed = InterfaceView & { readonly isInUse: boolean; readonly stays: boolean };

/** Every interface of a source that EC2 lists, also of one that is being or has been deleted. */
function listed(land: Land, id: string): readonly Listed[] {
  const alb = land.albs.get(id);
  if (alb === undefined) {
    const endpoint = sourceOf(land, id);
    return (endpoint?.interfaces ?? []).map((each) => ({
      ...each,
      isInUse: true,
      stays: endpoint?.state === 'available',
    }));
  }
  const now = land.cloud.clock.now().getTime();
  return [...alb.nodes.values()]
    .filter(({ listedUntil }) => listedUntil > now)
    .map(({ view, inUseUntil, listedUntil }) => ({
      ...view,
      isInUse: inUseUntil > now,
      stays: listedUntil === Number.POSITIVE_INFINITY,
    }));
}

function ipsOf({ opening }: Land, { ip, ipv6 }: InterfaceView): readonly string[] {
  const own = opening.family === 'ipv4' ? ip : ipv6;
  return own === undefined ? [] : [own];
}

function carrierNamed(id: string): Carrier {
  return id.startsWith('vpce-')
    ? `vpce-${id.slice('vpce-'.length)}`
    : `loadbalancer/${id.slice('loadbalancer/'.length)}`;
}
