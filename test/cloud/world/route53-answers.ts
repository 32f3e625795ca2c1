import { addressesOfAlb } from './alb-names.ts';
import { compareText, parentOf, plainName, savedName } from './dns-names.ts';
import { endpointNames, regionalName } from './endpoint-names.ts';
import { endpointInterfaces } from './endpoints.ts';
import { type HostedZone, mostSpecific, zonesOfVpc } from './hosted-zones.ts';
import { fixedIp } from './load-balancers.ts';
import type { RecordSet } from './record-sets.ts';
import { profilesOfVpc, rulesInForce } from './resolver.ts';
import type { Vpc, World } from './state.ts';

/**
 * What a resolver answers: addresses or names, none where the name has no record of the type. `SERVFAIL`: it was sent to
 * servers that know no such zone, or, by a forwarding rule, to servers that this cloud does not have.
 */
export type DnsAnswer = readonly string[] | 'NXDOMAIN' | 'SERVFAIL';

export type QueryType = 'A' | 'AAAA' | 'NS' | 'CNAME';

/** What a resolver anywhere answers. Names are as resolvers say them, without a trailing dot. */
export function publicAnswer(world: World, name: string, type: QueryType): DnsAnswer {
  return askPublic(world, savedName(name), type);
}

/**
 * What the resolver of a VPC answers: a forwarding rule beats a zone that is no more specific, and a private zone beats
 * the public one; a name that the zone lacks does not exist.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html
 */
export function privateAnswer(world: World, vpcId: string, name: string, type: QueryType = 'A'): DnsAnswer {
  const vpc = world.vpcs.get(vpcId);
  if (vpc === undefined) throw new Error(`asking the resolver of ${vpcId}: this cloud has no such VPC`);
  return askPrivate(world, vpc, savedName(name), type);
}

/** How one name leads to another: whoever was asked is asked again. */
type Ask = (name: string, type: QueryType) => DnsAnswer;

function askPublic(world: World, name: string, type: QueryType): DnsAnswer {
  const ofAws = addressesOfAws(world, plainName(name), type);
  if (ofAws !== undefined) return ofAws;
  const delegated = ancestors(name).find((each) => world.delegations.has(each));
  if (delegated === undefined) return 'NXDOMAIN';
  const servers = world.delegations.get(delegated) ?? [];
  if (type === 'NS' && name === delegated) return servers.toSorted(compareText);
  const zone = [...world.hostedZones.values()].find(
    (each) => !each.isPrivate && each.name === delegated && each.nameServers.some((server) => servers.includes(server)),
  );
  return zone === undefined ? 'SERVFAIL' : askZone(zone, name, type, (next, of) => askPublic(world, next, of));
}

function askPrivate(world: World, vpc: Vpc, name: string, type: QueryType): DnsAnswer {
  if (!vpc.dnsSupport) return 'SERVFAIL';
  const zones = [
    ...zonesOfVpc(world, vpc.id),
    ...profilesOfVpc(world, vpc.id).flatMap((each) => [...each.zones.values()]),
  ];
  const zone = vpc.dnsHostnames ? mostSpecific(zones, name) : undefined;
  const rule = ancestors(name)
    .flatMap((domain) => rulesInForce(world, vpc.id).filter((each) => each.domain === domain))
    .at(0);
  const isForwarded = rule !== undefined && rule.type !== 'SYSTEM' && rule.domain.length >= (zone?.name.length ?? 0);
  if (isForwarded) return 'SERVFAIL';
  if (zone === undefined) return askPublic(world, name, type);
  return askZone(zone, name, type, (next, of) => askPrivate(world, vpc, next, of));
}

/** A zone's own answer: an exact name, else the wildcard of the closest name that exists. */
function askZone(zone: HostedZone, name: string, type: QueryType, ask: Ask): DnsAnswer {
  const found = recordsFor(zone, name);
  if (found.length === 0) return isParent(zone, name) ? [] : 'NXDOMAIN';
  const [chosen, ...others] = byPreference(found.filter((each) => each.type === type));
  if (chosen === undefined) {
    const cname = found.find((each) => each.type === 'CNAME');
    return cname === undefined ? [] : ask(savedName(cname.values[0] ?? ''), type);
  }
  if (chosen.alias !== undefined) {
    const { name: target, zoneId } = chosen.alias;
    return zoneId === zone.id ? askZone(zone, target, type, ask) : ask(target, type);
  }
  const isMultivalue = chosen.routing.MultiValueAnswer === true;
  const values = (isMultivalue ? [chosen, ...others] : [chosen]).flatMap((each) => each.values);
  return type === 'NS' || type === 'CNAME' ? values.map(plainName) : values;
}

function recordsFor(zone: HostedZone, name: string): readonly RecordSet[] {
  const at = (each: string): readonly RecordSet[] => zone.recordSets.filter((record) => record.name === each);
  if (at(name).length > 0 || isParent(zone, name)) return at(name);
  const closest = ancestors(name).find((each) => each !== name && (at(each).length > 0 || isParent(zone, each)));
  return closest === undefined ? [] : at(savedName(`*.${closest}`));
}

/** True for a name that exists only because names lie under it. */
function isParent(zone: HostedZone, name: string): boolean {
  return zone.recordSets.some((each) => each.name.endsWith(`.${name}`));
}

/** One resolver gets one of several: here the primary, or the heaviest, else the first. A weight of 0 is never taken. */
function byPreference(recordSets: readonly RecordSet[]): readonly RecordSet[] {
  const rank = ({ routing: { Failover, Weight } }: RecordSet): number => (Failover === 'PRIMARY' ? 1 : (Weight ?? 0));
  return recordSets.filter(({ routing }) => routing.Weight !== 0).toSorted((a, b) => rank(b) - rank(a));
}

/** The names that AWS itself answers for: those of load balancers and endpoints. Undefined for any other. */
function addressesOfAws(world: World, name: string, type: QueryType): DnsAnswer | undefined {
  const ofAlb = addressesOfAlb(world, name, type);
  if (ofAlb !== undefined) return ofAlb;
  const loadBalancer = [...world.loadBalancers.values()].find(
    ({ dnsName }) => dnsName.toLowerCase() === name.replace(/^dualstack\./, ''),
  );
  if (loadBalancer !== undefined) {
    return pick(
      type,
      loadBalancer.zones.map((zone) => ({ ip: fixedIp(zone), ipv6: zone.ipv6 })),
    );
  }
  const endpoint = [...world.endpoints.values()].find(
    (each) =>
      each.state !== 'deleted' &&
      name.startsWith(each.id) &&
      endpointNames(world, each).some((own) => own.name === name),
  );
  if (endpoint === undefined) return undefined;
  const isRegional = name === regionalName(endpoint).name;
  return pick(
    type,
    endpointInterfaces(world, endpoint).filter(({ subnet }) => isRegional || name.includes(`-${subnet.zone}.`)),
  );
}

function pick(
  type: QueryType,
  hosts: readonly { readonly ip?: string | undefined; readonly ipv6?: string | undefined }[],
): readonly string[] {
  const ips = hosts.map(({ ip, ipv6 }) => (type === 'A' ? ip : type === 'AAAA' ? ipv6 : undefined));
  return ips.filter((ip) => ip !== undefined);
}

/** A saved name and those it lies in, the longest first. */
function ancestors(name: string): readonly string[] {
  const parent = parentOf(name);
  return parent === undefined ? [name] : [name, ...ancestors(parent)];
}
