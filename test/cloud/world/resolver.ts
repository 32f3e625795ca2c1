import { savedName } from './dns-names.ts';
import type { HostedZone } from './hosted-zones.ts';
import type { Vpc, World } from './state.ts';

/** A rule of Route 53 Resolver. Its domain is a saved name. */
export type ResolverRule = {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly domain: string;
  readonly type: 'FORWARD' | 'SYSTEM' | 'DELEGATE';
  readonly region: string;
  readonly ownerId: string;
  readonly targetIps: readonly string[];
  readonly createdAt: number;
  /** VPCs that it is associated with, by id. */
  readonly vpcs: Map<string, Vpc>;
};

/** A Route 53 Profile: zones and rules that its VPCs share. */
export type Profile = {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly ownerId: string;
  readonly createdAt: number;
  readonly vpcs: Map<string, Vpc>;
  readonly zones: Map<string, HostedZone>;
  readonly rules: Map<string, ResolverRule>;
};

export type NewRule = Pick<ResolverRule, 'name' | 'domain' | 'type' | 'region' | 'ownerId' | 'targetIps'> & {
  readonly vpcs: readonly Vpc[];
};

export type NewProfile = Pick<Profile, 'name' | 'region' | 'ownerId'> & {
  readonly vpcs: readonly Vpc[];
  readonly zones: readonly HostedZone[];
  readonly rules: readonly ResolverRule[];
};

export function createRule(world: World, { vpcs, domain, ...rest }: NewRule): ResolverRule {
  const id = world.ids.ec2('rslvr-rr');
  const rule: ResolverRule = {
    id,
    arn: `arn:aws:route53resolver:${rest.region}:${rest.ownerId}:resolver-rule/${id}`,
    ...rest,
    domain: savedName(domain),
    createdAt: world.now,
    vpcs: byId(vpcs),
  };
  world.resolverRules.set(id, rule);
  return rule;
}

export function createProfile(world: World, { vpcs, zones, rules, ...rest }: NewProfile): Profile {
  const id = world.ids.ec2('rp');
  const profile: Profile = {
    id,
    ...rest,
    createdAt: world.now,
    vpcs: byId(vpcs),
    zones: byId(zones),
    rules: byId(rules),
  };
  world.profiles.set(id, profile);
  return profile;
}

/** The Profiles of a VPC. AWS allows one. */
export function profilesOfVpc(world: World, vpcId: string): readonly Profile[] {
  return [...world.profiles.values()].filter(({ vpcs }) => vpcs.has(vpcId));
}

/** The rules in force in a VPC: its own, and those of its Profiles. */
export function rulesInForce(world: World, vpcId: string): readonly ResolverRule[] {
  const own = [...world.resolverRules.values()].filter(({ vpcs }) => vpcs.has(vpcId));
  return [...own, ...profilesOfVpc(world, vpcId).flatMap(({ rules }) => [...rules.values()])];
}

function byId<T extends { readonly id: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}
