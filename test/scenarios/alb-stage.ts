import { loadBalancerId } from '../../controller/model/spec.ts';
import { type Cloud, createCloud } from '../cloud/cloud.ts';
import { resolveOn } from '../cloud/resolve-on.ts';
import type { CachingResolver } from '../cloud/verbs/resolvers.ts';
import type { LoadBalancerView } from '../cloud/verbs/views.ts';
import { NAME, type Runner, runOn, type Stage, type StageOptions } from './stage.ts';

/** The account of a source that is not the group's. */
export const OTHER_ACCOUNT = '210987654321';
/** An account that owns a network which others take part in. */
export const THIRD_ACCOUNT = '345678901234';
/** What the trust policies of these accounts' roles ask for. */
export const EXTERNAL_ID = 'front-door';

/**
 * Where the ALB stands. `overlapping-vpc`: another VPC with the group’s own block, so that the two are not peered.
 * `shared-by-us`: an ALB of a participant in the group's VPC; `shared-with-us`: an ALB of the owner in a VPC that the
 * group's account only takes part in; `shared-by-third`: an ALB of a participant in a third account's VPC, of which the
 * group's account is another; `from-shared`: as `other-account`, and the group's VPC is a third account's.
 */
export type Where =
  | 'same-vpc'
  | 'other-vpc'
  | 'overlapping-vpc'
  | 'other-account'
  | 'other-region'
  | 'shared-by-us'
  | 'shared-with-us'
  | 'shared-by-third'
  | 'from-shared';

/** A front door with an internal ALB as its source, in a simulated cloud, and the handler beside it. */
export type AlbStage = Runner &
  Pick<Stage, 'cloud' | 'vpcId' | 'subnetIds' | 'loadBalancer' | 'group' | 'name'> & {
    /** As it was made: `cloud` has it as it is. */
    readonly alb: LoadBalancerView;
    readonly albVpcId: string;
    /** One a zone; the ALB may have fewer. */
    readonly albSubnetIds: readonly string[];
    /** The role that the binding names, where the ALB is another account's. */
    readonly roleArn?: string;
    /** That of the owner of a VPC that both only take part in; the binding names it unless told. */
    readonly ownerRoleArn?: string;
    /** Whose answers the passes get: those of a resolver that keeps them for 60 s. */
    readonly resolver: CachingResolver;
    /** The names that passes asked for, in order. */
    readonly questions: readonly string[];
    /** Seals the group for another ALB and binds it, as a deployment that replaces the ALB does. */
    readonly moveTo: (arn: string, options?: { readonly previous?: readonly string[] }) => void;
  };

export type AlbStageOptions = Pick<
  StageOptions,
  'name' | 'zones' | 'crossZone' | 'registered' | 'attached' | 'family' | 'protocol' | 'port' | 'settings'
> & {
  readonly where?: Where;
  /** Zones the ALB has a subnet in. Default: all of them. */
  readonly albZones?: number;
  /** Nodes a zone. Default: one, as at rest. */
  readonly nodes?: number;
  readonly albState?: 'provisioning';
  /** What the role trusts, where there is one. Default: the group's account. */
  readonly trusts?: readonly string[];
  /** False: the binding names no role of the third account. */
  readonly namesOwner?: boolean;
};

/** Where the ALB is the other account's. */
const FOREIGN: ReadonlySet<Where> = new Set([
  'other-account',
  'shared-by-us',
  'shared-with-us',
  'shared-by-third',
  'from-shared',
]);

/** Sets the plain stage: two zones, cross-zone on, TCP:443, every node of the ALB registered and healthy. */
export function setAlbStage({
  name = NAME,
  zones = 2,
  albZones = zones,
  nodes = 1,
  where = 'same-vpc',
  crossZone = true,
  registered = true,
  attached = true,
  family = 'ipv4',
  protocol = 'TCP',
  port = 443,
  albState,
  trusts,
  namesOwner = true,
  settings = {},
}: AlbStageOptions = {}): AlbStage {
  const cloud = createCloud(settings);
  const { account } = cloud.settings;
  const foreign = FOREIGN.has(where);
  const home = setNetwork(cloud, zones, {
    octet: 0,
    ...(where === 'shared-with-us' && { ownerId: OTHER_ACCOUNT, sharedWith: [account] }),
    ...(where === 'shared-by-us' && { sharedWith: [OTHER_ACCOUNT] }),
    ...(where === 'shared-by-third' && { ownerId: THIRD_ACCOUNT, sharedWith: [account, OTHER_ACCOUNT] }),
    ...(where === 'from-shared' && { ownerId: THIRD_ACCOUNT, sharedWith: [account] }),
  });
  const away = setAway(cloud, zones, where);
  if (away !== undefined && where !== 'overlapping-vpc') cloud.peerVpcs(home.vpcId, away.vpcId);
  const loadBalancer = cloud.createNetworkLoadBalancer({
    subnetIds: home.subnetIds,
    crossZone,
    ipAddressType: family === 'ipv4' ? 'ipv4' : 'dualstack',
  });
  const group = cloud.createTargetGroup({ vpcId: home.vpcId, port, protocol, family });
  if (attached) cloud.attach({ loadBalancerArn: loadBalancer.arn, targetGroupArn: group.arn });

  const { vpcId: albVpcId, subnetIds: albSubnetIds } = away ?? home;
  const made = cloud.createInternalAlb({
    subnetIds: albSubnetIds.slice(0, albZones),
    listens: [port],
    ipAddressType: family === 'ipv4' ? 'ipv4' : 'dualstack',
    ...(foreign && { ownerId: OTHER_ACCOUNT }),
    ...(albState !== undefined && { state: albState }),
  });
  const { arn } = made;
  const alb = grow(cloud, made, nodes);
  const createRole = (of: string): string =>
    cloud.createRole({
      name: 'front-door-reads',
      account: of,
      trusts: trusts ?? [account],
      externalId: EXTERNAL_ID,
    });
  const roleArn = foreign ? createRole(OTHER_ACCOUNT) : undefined;
  const ownerRoleArn = where === 'shared-by-third' ? createRole(THIRD_ACCOUNT) : undefined;
  cloud.seal(group.arn, name, loadBalancerId(arn));
  const ips = family === 'ipv4' ? alb.ips : alb.interfaces.flatMap(({ ipv6 }) => ipv6 ?? []);
  const outside = albVpcId !== home.vpcId;
  cloud.register(
    group.arn,
    (registered ? ips : []).map((ip) => ({ ip, ...(outside && { zone: 'all' }) })),
  );
  cloud.setHealthy(group.arn);

  const resolver = cloud.createCachingResolver();
  const questions: string[] = [];
  const role = {
    ...(roleArn !== undefined && { roleArn, externalId: EXTERNAL_ID }),
    ...(ownerRoleArn !== undefined && namesOwner && { ownerRoleArn }),
  };
  const runner = runOn({
    cloud,
    group,
    binding: { name, targetGroupArn: group.arn, source: { loadBalancerArn: arn, ...role } },
    resolve: async (asked) => {
      questions.push(asked);
      return resolveOn(resolver.ask)(asked);
    },
  });
  return {
    ...runner,
    cloud,
    vpcId: home.vpcId,
    subnetIds: home.subnetIds,
    loadBalancer,
    group,
    name,
    alb,
    albVpcId,
    albSubnetIds,
    ...(roleArn !== undefined && { roleArn }),
    ...(ownerRoleArn !== undefined && { ownerRoleArn }),
    resolver,
    questions,
    moveTo: (loadBalancerArn, { previous } = {}) => {
      cloud.seal(group.arn, name, loadBalancerId(loadBalancerArn));
      runner.bind({ source: { loadBalancerArn, ...role, ...(previous !== undefined && { previous }) } });
    },
  };
}

type Network = { readonly vpcId: string; readonly subnetIds: readonly string[] };

/** The ALB's own network, where it has one. */
function setAway(cloud: Cloud, zones: number, where: Where): Network | undefined {
  if (where === 'overlapping-vpc') return setNetwork(cloud, zones, { octet: 0 });
  if (where === 'other-vpc') return setNetwork(cloud, zones, { octet: 1 });
  if (where === 'other-account' || where === 'from-shared')
    return setNetwork(cloud, zones, { octet: 1, ownerId: OTHER_ACCOUNT });
  if (where === 'other-region') return setNetwork(cloud, zones, { octet: 1, region: 'eu-central-1' });
  return undefined;
}

function setNetwork(
  cloud: Cloud,
  zones: number,
  {
    octet,
    region = cloud.settings.region,
    ...options
  }: {
    readonly octet: number;
    readonly region?: string;
    readonly ownerId?: string;
    readonly sharedWith?: readonly string[];
  },
): Network {
  const prefix = `2001:db8:${octet === 0 ? '0' : `${octet}00`}`;
  const { id: vpcId } = cloud.createVpc({ cidr: `10.${octet}.0.0/16`, ipv6Cidr: `${prefix}::/56`, region, ...options });
  const subnetIds = Array.from({ length: zones }, (_, index) => {
    const zone = `${region}${'abcdef'[index]}`;
    const cidr = `10.${octet}.${index + 1}.0/24`;
    return cloud.createSubnet({ vpcId, zone, cidr, ipv6Cidr: `${prefix}:${index + 1}::/64` }).id;
  });
  return { vpcId, subnetIds };
}

/** Gives an ALB so many nodes in each of its zones, long in its name. */
function grow(cloud: Cloud, alb: LoadBalancerView, nodes: number): LoadBalancerView {
  let grown = alb;
  for (let node = 1; node < nodes; node += 1) {
    for (const { subnetId } of alb.zones) grown = cloud.scaleAlbOut(alb.arn, subnetId);
  }
  if (nodes > 1) cloud.advance(cloud.settings.albDnsJoinSeconds);
  return grown;
}
