import { type Cloud, createCloud } from '../cloud/cloud.ts';
import type { LoadBalancerView, TargetGroupView } from '../cloud/verbs/views.ts';
import { deploy, NAME } from './land/deployment.ts';
import { makeEndpoint, take } from './land/network.ts';
import { addressesOf } from './land/truth.ts';
import type { Opening } from './story/opening.ts';

/** The account that owns the VPC where it is shared. */
const LANDLORD = '999999999999';
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
