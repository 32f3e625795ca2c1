import { savedName } from '../world/dns-names.ts';
import * as zones from '../world/hosted-zones.ts';
import { type Alias, change, recordSet, type Routing } from '../world/record-sets.ts';
import * as resolver from '../world/resolver.ts';
import { type DnsAnswer, privateAnswer, publicAnswer, type QueryType } from '../world/route53-answers.ts';
import type { World } from '../world/state.ts';
import { lookUp } from './views.ts';

/** A record set as a test says it: values, with a TTL unless 60 s will do, or an alias. */
export type RecordInput = {
  readonly name: string;
  /** Default `A`. */
  readonly type?: string;
  readonly values?: readonly string[];
  readonly ttl?: number;
  readonly alias?: Omit<Alias, 'evaluateTargetHealth'> & { readonly evaluateTargetHealth?: boolean };
  /** For a routing policy, together with `routing`. */
  readonly setIdentifier?: string;
  readonly routing?: Routing;
};

/** Route 53, its Resolver and its Profiles, without a trace in `calls`. Names may have a trailing dot, or none. */
export type DnsVerbs = {
  /** Returns its id. The first public zone of a name is the one that the world is sent to. */
  readonly createPublicZone: (options: { readonly name: string; readonly ownerId?: string }) => string;
  readonly createPrivateZone: (options: {
    readonly name: string;
    readonly vpcIds: readonly string[];
    readonly ownerId?: string;
    /** For a zone that a service of AWS made, such as `efs.amazonaws.com`. */
    readonly owningService?: string;
  }) => string;
  readonly deleteZone: (zoneId: string) => void;
  /** Creates a record set, or replaces the one of the same name, type and identifier. */
  readonly putRecord: (zoneId: string, record: RecordInput) => void;
  /** Removes the record sets of a name and type (default `A`), or the one with the identifier. */
  readonly removeRecord: (
    zoneId: string,
    record: { readonly name: string; readonly type?: string; readonly setIdentifier?: string },
  ) => void;
  readonly associateZone: (zoneId: string, vpcId: string) => void;
  readonly dissociateZone: (zoneId: string, vpcId: string) => void;
  /** Gives a public zone other name servers, as one that was made anew has. The world is still sent to the old ones. */
  readonly setDelegationSet: (zoneId: string, nameServers: readonly string[]) => void;
  /** What the parent of a name sends the world to, as at a registrar; undefined: to nobody. */
  readonly delegate: (name: string, nameServers: readonly string[] | undefined) => void;
  /** Returns its id. */
  readonly createResolverRule: (options: {
    readonly domain: string;
    readonly vpcIds: readonly string[];
    /** Default `FORWARD`. */
    readonly type?: resolver.ResolverRule['type'];
    readonly name?: string;
    readonly ownerId?: string;
    readonly region?: string;
  }) => string;
  readonly associateRule: (ruleId: string, vpcId: string) => void;
  readonly dissociateRule: (ruleId: string, vpcId: string) => void;
  /** A Profile that brings zones and rules to VPCs. Returns its id. */
  readonly createProfile: (options: {
    readonly vpcIds: readonly string[];
    readonly zoneIds?: readonly string[];
    readonly ruleIds?: readonly string[];
    readonly name?: string;
    readonly ownerId?: string;
    readonly region?: string;
  }) => string;
  readonly deleteProfile: (profileId: string) => void;
  /** What a resolver answers, anywhere or in a VPC. */
  readonly publicAnswer: (name: string, type: QueryType) => DnsAnswer;
  readonly privateAnswer: (vpcId: string, name: string, type: QueryType) => DnsAnswer;
};

export function createDnsVerbs(world: World): DnsVerbs {
  const { account, region } = world.settings;
  const zone = (id: string): zones.HostedZone => lookUp(world.hostedZones, id);
  const vpcsOf = (ids: readonly string[]) => ids.map((id) => lookUp(world.vpcs, id));
  const callerReference = (): string => `verb ${world.ids.next('caller-reference')}`;
  return {
    createPublicZone: (options) =>
      zones.createZone(world, { ownerId: account, callerReference: callerReference(), ...options }).id,
    createPrivateZone: ({ vpcIds, ...options }) =>
      zones.createZone(world, {
        ownerId: account,
        callerReference: callerReference(),
        ...options,
        vpcs: vpcsOf(vpcIds),
      }).id,
    deleteZone: (id) => {
      world.hostedZones.delete(zone(id).id);
    },
    putRecord: (zoneId, { type = 'A', values = [], ttl = 60, alias, routing = {}, ...rest }) => {
      const leads = alias === undefined ? { ttl } : { alias: { evaluateTargetHealth: false, ...alias } };
      const upsert = recordSet({ ...rest, type, values, routing, ...leads });
      change(zone(zoneId), [{ action: 'UPSERT', recordSet: upsert }]);
    },
    removeRecord: (zoneId, { name, type = 'A', setIdentifier }) => {
      const found = zone(zoneId).recordSets.filter(
        (each) =>
          each.name === savedName(name) &&
          each.type === type &&
          (setIdentifier === undefined || each.setIdentifier === setIdentifier),
      );
      if (found.length === 0) throw new Error(`removing ${type} ${name}: ${zoneId} has no such record set`);
      change(
        zone(zoneId),
        found.map((each) => ({ action: 'DELETE', recordSet: each })),
      );
    },
    associateZone: (zoneId, vpcId) => {
      zones.associate(world, zone(zoneId), lookUp(world.vpcs, vpcId));
    },
    dissociateZone: (zoneId, vpcId) => {
      zone(zoneId).vpcs.delete(lookUp(zone(zoneId).vpcs, vpcId).id);
    },
    setDelegationSet: (zoneId, nameServers) => {
      zone(zoneId).nameServers = nameServers;
    },
    delegate: (name, nameServers) => {
      if (nameServers === undefined) world.delegations.delete(savedName(name));
      else world.delegations.set(savedName(name), nameServers);
    },
    createResolverRule: ({ vpcIds, ...options }) =>
      resolver.createRule(world, {
        type: 'FORWARD',
        name: 'rule',
        ownerId: account,
        region,
        targetIps: ['192.0.2.53'],
        ...options,
        vpcs: vpcsOf(vpcIds),
      }).id,
    associateRule: (ruleId, vpcId) => {
      lookUp(world.resolverRules, ruleId).vpcs.set(vpcId, lookUp(world.vpcs, vpcId));
    },
    dissociateRule: (ruleId, vpcId) => {
      const { vpcs } = lookUp(world.resolverRules, ruleId);
      vpcs.delete(lookUp(vpcs, vpcId).id);
    },
    createProfile: ({ vpcIds, zoneIds = [], ruleIds = [], ...options }) =>
      resolver.createProfile(world, {
        name: 'profile',
        ownerId: account,
        region,
        ...options,
        vpcs: vpcsOf(vpcIds),
        zones: zoneIds.map(zone),
        rules: ruleIds.map((id) => lookUp(world.resolverRules, id)),
      }).id,
    deleteProfile: (id) => {
      world.profiles.delete(lookUp(world.profiles, id).id);
    },
    publicAnswer: (name, type) => publicAnswer(world, name, type),
    privateAnswer: (vpcId, name, type) => privateAnswer(world, vpcId, name, type),
  };
}
