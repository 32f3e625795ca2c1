import type { Family } from '../../controller/model/ip.ts';
import { type Cloud, createCloud } from '../cloud/cloud.ts';
import type { EndpointView, LoadBalancerView, TargetGroupView } from '../cloud/verbs/views.ts';
import type { Opening } from './story.ts';

/** The account that owns the VPC where it is shared. */
const LANDLORD = '999999999999';
const NAME = 'public-api';
export const FOREIGN_PORT = 8_443;

/** Who carries an IP: an endpoint, somebody whose interface says so, one whose interface says nothing, or nobody. */
export type Carrier = `vpce-${string}` | 'instance' | 'nameless' | 'nobody';

/** Somebody else with an IP of the network. */
export type Taker = {
  readonly interfaceId: string;
  readonly ip: string;
  readonly carrier: Carrier;
  readonly listens: boolean;
};

/** A cloud with what its story needs to remember of it: the truth, beside which passes are judged. */
export type Land = {
  readonly cloud: Cloud;
  readonly opening: Opening;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly loadBalancer: LoadBalancerView;
  readonly group: TargetGroupView;
  readonly port: number;
  /** Every endpoint there has been, oldest first. */
  readonly endpointIds: string[];
  /** The endpoints that were bound, the last one now. */
  readonly bound: string[];
  readonly takers: Taker[];
  /** Interfaces of endpoints that stopped listening. */
  readonly deaf: Set<string>;
  /** When a re-addressed interface begins to listen, in milliseconds. */
  readonly listensFrom: Map<string, number>;
  readonly shifted: Set<string>;
  /** Every IP that an endpoint has had. */
  readonly known: Set<string>;
  /** IPs that the binding keeps. */
  readonly keep: readonly string[];
  listenerArn: string | undefined;
  /** How often a deployment moved the seal. */
  sealMoves: number;
  /** Cross-zone as it is in force, and whether the group itself says so. */
  crossZone: boolean;
  groupSays: boolean;
  /** What comes later of what happened: the deletion of a replaced endpoint. */
  readonly later: { readonly at: number; readonly run: () => void }[];
};

/** Makes the world of a story, with its group filled as the opening says. */
export function createLand(opening: Opening): Land {
  const cloud = createCloud({
    listingLagSeconds: opening.lagSeconds,
    registrationSeconds: opening.registrationSeconds,
    interfaceRemovalSeconds: 30,
    stragglingSeconds: 0,
  });
  const { account, region } = cloud.settings;
  const { id: vpcId } = cloud.createVpc({
    ipv6Cidr: '2001:db8::/56',
    ...(opening.shared && { ownerId: LANDLORD, sharedWith: [account] }),
  });
  const subnetIds = Array.from(
    { length: opening.zones },
    (_, index) =>
      cloud.createSubnet({
        vpcId,
        zone: `${region}${'abc'[index]}`,
        cidr: `10.0.${index + 1}.0/24`,
        ipv6Cidr: `2001:db8:0:${index + 1}::/64`,
      }).id,
  );
  const [protocol, port] = WORDS[opening.protocol];
  const loadBalancer = cloud.createNetworkLoadBalancer({
    subnetIds: subnetIds.slice(0, opening.doorZones),
    crossZone: opening.crossZone,
    ipAddressType: opening.family === 'ipv4' ? 'ipv4' : 'dualstack',
  });
  const { family } = opening;
  // An endpoint answers on 443 whatever the group's port: the check looks there.
  const group = cloud.createTargetGroup({ vpcId, port, protocol, family, name: NAME, check: { port: '443' } });
  const listenerArn = cloud.attach({ loadBalancerArn: loadBalancer.arn, targetGroupArn: group.arn });
  const land: Land = {
    cloud,
    opening,
    vpcId,
    subnetIds,
    loadBalancer,
    group,
    port,
    listenerArn,
    endpointIds: [],
    bound: [],
    takers: [],
    deaf: new Set(),
    listensFrom: new Map(),
    shifted: new Set(),
    known: new Set(),
    keep: [],
    sealMoves: 0,
    crossZone: opening.crossZone,
    groupSays: false,
    later: [],
  };
  return fill(land);
}

const WORDS: Readonly<Record<Opening['protocol'], readonly [protocol: string, port: number]>> = {
  'TCP 443': ['TCP', 443],
  'TLS 443': ['TLS', 443],
  'TCP 80': ['TCP', 80],
};

function fill(land: Land): Land {
  const { cloud, opening, group, subnetIds } = land;
  const old = opening.content === 'old' ? makeEndpoint(land) : undefined;
  const endpoint = makeEndpoint(land);
  deploy(land, endpoint.id);
  if (old !== undefined) land.bound.unshift(old.id);
  const strangers =
    opening.content === 'strangers' ? [true, false].map((listens) => take(land, subnetIds[0] ?? '', { listens })) : [];
  const stray = opening.keep === 'stray' ? [take(land, subnetIds[0] ?? '', { listens: true })] : [];
  const own = addressesOf(land, endpoint.id);
  const content = {
    'in sync': own,
    empty: [],
    old: old === undefined ? [] : addressesOf(land, old.id),
    strangers: [...own, ...strangers.map(({ ip }) => ip)],
  }[opening.content];
  const foreign = opening.foreign ? own.slice(0, 1).map((ip) => ({ ip, port: FOREIGN_PORT })) : [];
  const filled = [...content, ...stray.map(({ ip }) => ip), ...foreign];
  if (filled.length > 0) cloud.register(group.arn, filled);
  // What does not answer is found out in time.
  cloud.setHealthy(group.arn);
  const keep = { nothing: [], stray: stray.map(({ ip }) => ip), own: own.slice(0, 1) }[opening.keep];
  // The first write is not to be seen lagging: it is long past.
  cloud.advance(opening.lagSeconds);
  return { ...land, keep };
}

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

/** Moves binding and seal to an endpoint, as a deployment does. */
export function deploy(land: Land, endpointId: string): void {
  land.cloud.seal(land.group.arn, NAME, endpointId);
  land.bound.push(endpointId);
  land.sealMoves += 1;
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

/** The binding as a deployment of an endpoint writes it. */
export function bindingOf({ group, opening, keep }: Land, vpcEndpointId: string): Readonly<Record<string, unknown>> {
  const { minHealthy, mode } = opening;
  return { name: NAME, targetGroupArn: group.arn, source: { vpcEndpointId }, minHealthy, mode, keep };
}
