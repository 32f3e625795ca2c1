import { type Cloud, createCloud } from '../cloud/cloud.ts';
import type { CachingResolver } from '../cloud/verbs/resolvers.ts';
import type { LoadBalancerView, TargetGroupView } from '../cloud/verbs/views.ts';
import { deploy, NAME } from './land/deployment.ts';
import type { Alb } from './land/alb.ts';
import { type Ground, makeGrounds } from './land/ground.ts';
import { asTargets, makeSource, take } from './land/network.ts';
import { addressesOf } from './land/truth.ts';
import type { Opening } from './story/opening.ts';

/** A port that is not the binding's. */
export const FOREIGN_PORT = 8_443;

/** Who carries an IP: an endpoint, an ALB, somebody whose interface says so, one whose interface says nothing, or nobody. */
export type Carrier = `vpce-${string}` | `loadbalancer/${string}` | 'instance' | 'nameless' | 'nobody';

/** Somebody else with an IP of the sources' ground. */
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
  /** The subnets of the group's VPC, one a zone. */
  readonly subnetIds: readonly string[];
  /** Where sources lie. */
  readonly ground: Ground;
  readonly loadBalancer: LoadBalancerView;
  readonly group: TargetGroupView;
  readonly port: number;
  /** Every source there has been, oldest first. */
  readonly sourceIds: string[];
  /** Those of them that are or were ALBs. */
  readonly albs: Map<string, Alb>;
  /** The resolver that passes ask. */
  readonly resolver: CachingResolver;
  /** The sources that were bound, the last one now. */
  readonly bound: string[];
  readonly takers: Taker[];
  /** Interfaces of sources that stopped listening. */
  readonly deaf: Set<string>;
  /** When a re-addressed interface begins to listen, in milliseconds. */
  readonly listensFrom: Map<string, number>;
  readonly shifted: Set<string>;
  /** Every IP that a source has had. */
  readonly known: Set<string>;
  /** IPs that the binding keeps. */
  readonly keep: readonly string[];
  listenerArn: string | undefined;
  /** How often a deployment moved the seal. */
  sealMoves: number;
  /** Cross-zone as it is in force, and whether the group itself says so. */
  crossZone: boolean;
  groupSays: boolean;
  /** What comes later of what happened, and says what came of it. */
  readonly later: { readonly at: number; readonly run: () => string }[];
};

/** Makes the world of a story, with its group filled as the opening says. */
export function createLand(drawn: Opening): Land {
  // Outside the VPC a group takes IPv4 alone.
  const outside = drawn.source.place === 'another VPC' || drawn.source.place === 'another account';
  const opening: Opening = outside ? { ...drawn, family: 'ipv4' } : drawn;
  const cloud = createCloud({
    listingLagSeconds: opening.lagSeconds,
    registrationSeconds: opening.registrationSeconds,
    interfaceRemovalSeconds: 30,
    stragglingSeconds: 0,
    albDnsJoinSeconds: opening.joinSeconds,
  });
  const { place } = opening.source;
  const { vpcId, subnetIds, ground } = makeGrounds(cloud, { ...opening, place });
  const [protocol, port] = WORDS[opening.protocol];
  const loadBalancer = cloud.createNetworkLoadBalancer({
    subnetIds: subnetIds.slice(0, opening.doorZones),
    crossZone: opening.crossZone,
    ipAddressType: opening.family === 'ipv4' ? 'ipv4' : 'dualstack',
  });
  const { family } = opening;
  // A source answers on 443 whatever the group's port: the check looks there.
  const group = cloud.createTargetGroup({ vpcId, port, protocol, family, name: NAME, check: { port: '443' } });
  const land: Land = {
    cloud,
    opening,
    subnetIds,
    ground,
    loadBalancer,
    group,
    port,
    listenerArn: undefined,
    sourceIds: [],
    albs: new Map(),
    resolver: cloud.createCachingResolver({ ttlSeconds: opening.ttlSeconds }),
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
  const { cloud, opening, group, loadBalancer } = land;
  const { kind } = opening.source;
  const old = opening.content === 'old' ? makeSource(land, kind) : undefined;
  const source = makeSource(land, kind);
  deploy(land, source);
  if (old !== undefined) land.bound.unshift(old);
  const strangers = opening.content === 'strangers' ? [true, false].map((listens) => take(land, 0, { listens })) : [];
  const stray = opening.keep === 'stray' ? [take(land, 0, { listens: true })] : [];
  const own = addressesOf(land, source);
  const content = {
    'in sync': own,
    empty: [],
    old: old === undefined ? [] : addressesOf(land, old),
    strangers: [...own, ...strangers.map(({ ip }) => ip)],
  }[opening.content];
  const foreign = opening.foreign ? asTargets(land, own.slice(0, 1), FOREIGN_PORT) : [];
  const filled = [...asTargets(land, [...content, ...stray.map(({ ip }) => ip)]), ...foreign];
  // Before it is attached, since AWS takes no target from outside its VPC while cross-zone is off.
  if (filled.length > 0) cloud.register(group.arn, filled);
  land.listenerArn = cloud.attach({ loadBalancerArn: loadBalancer.arn, targetGroupArn: group.arn });
  // What does not answer is found out in time.
  cloud.setHealthy(group.arn);
  const keep = { nothing: [], stray: stray.map(({ ip }) => ip), own: own.slice(0, 1) }[opening.keep];
  // The first write is not to be seen lagging: it is long past.
  cloud.advance(opening.lagSeconds);
  return { ...land, keep };
}
