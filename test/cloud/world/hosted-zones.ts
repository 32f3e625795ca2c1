import { AwsError } from './aws-error.ts';
import { compareNames, compareText, liesIn, savedName } from './dns-names.ts';
import type { RecordSet } from './record-sets.ts';
import type { Vpc, World } from './state.ts';

/** A hosted zone of Route 53. Its name is a saved one. */
export type HostedZone = {
  /** Without `/hostedzone/` before it. */
  readonly id: string;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly ownerId: string;
  /** Of a zone that a service of AWS made. */
  readonly owningService?: string;
  readonly callerReference: string;
  readonly comment?: string;
  /** VPCs that a private zone is associated with, by id. */
  readonly vpcs: Map<string, Vpc>;
  /** A public zone's delegation set, without trailing dots. */
  nameServers: readonly string[];
  /** In Route 53's order. */
  recordSets: readonly RecordSet[];
};

export type NewZone = Pick<HostedZone, 'name' | 'ownerId' | 'owningService' | 'callerReference' | 'comment'> & {
  /** Makes it private. */
  readonly vpcs?: readonly Vpc[];
};

/** Of every private zone: nobody is ever sent to them. */
const PRIVATE_SERVERS = [
  'ns-0.awsdns-00.com',
  'ns-512.awsdns-00.net',
  'ns-1024.awsdns-00.org',
  'ns-1536.awsdns-00.co.uk',
];

export function createZone(world: World, { vpcs, name: given, ...rest }: NewZone): HostedZone {
  const name = savedName(given);
  const n = world.ids.next('hosted-zone');
  const nameServers = vpcs === undefined ? serversOf(n) : PRIVATE_SERVERS;
  const zone: HostedZone = {
    id: `Z0${String(n).padStart(6, '0')}${world.ids.hash().slice(0, 12).toUpperCase()}`,
    name,
    isPrivate: vpcs !== undefined,
    ...rest,
    vpcs: new Map(),
    nameServers,
    recordSets: apexOf(name, nameServers),
  };
  for (const vpc of vpcs ?? []) associate(world, zone, vpc);
  world.hostedZones.set(zone.id, zone);
  // The first zone of a name is the one that its parent delegates to.
  if (!zone.isPrivate && !world.delegations.has(name)) world.delegations.set(name, nameServers);
  return zone;
}

/** "A VPC can't be associated with two private hosted zones of one name": https://docs.aws.amazon.com/Route53/latest/APIReference/API_AssociateVPCWithHostedZone.html */
export function associate(world: World, zone: HostedZone, vpc: Vpc): void {
  if (!zone.isPrivate) {
    throw new AwsError('PublicZoneVPCAssociation', "You're trying to associate a VPC with a public hosted zone.");
  }
  const conflict = zonesOfVpc(world, vpc.id).find((other) => other !== zone && other.name === zone.name);
  if (conflict !== undefined) {
    throw new AwsError(
      'ConflictingDomainExists',
      `The VPC ${vpc.id} in region ${vpc.region} has already been associated with the hosted zone ${conflict.id} with the same domain name.`,
    );
  }
  zone.vpcs.set(vpc.id, vpc);
}

/** Private zones associated with a VPC, of every owner; not those a Profile brings. */
export function zonesOfVpc(world: World, vpcId: string): readonly HostedZone[] {
  return [...world.hostedZones.values()].filter(({ vpcs }) => vpcs.has(vpcId)).toSorted(compareZones);
}

/** Zones in Route 53's order: by name, those of one name by id. */
export function compareZones(a: HostedZone, b: HostedZone): number {
  return compareNames(a.name, b.name) || compareText(a.id, b.id);
}

/** Of some zones, the one whose name is the longest suffix of a saved name. */
export function mostSpecific(zones: readonly HostedZone[], name: string): HostedZone | undefined {
  return zones
    .filter((zone) => liesIn(name, zone.name))
    .toSorted((a, b) => b.name.length - a.name.length)
    .at(0);
}

function apexOf(name: string, servers: readonly string[]): readonly RecordSet[] {
  const soa = `${servers[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
  return [
    { name, type: 'NS', routing: {}, ttl: 172_800, values: servers.map((server) => `${server}.`) },
    { name, type: 'SOA', routing: {}, ttl: 900, values: [soa] },
  ];
}

/** Four servers, one in each of the domains that Route 53 has them in. */
function serversOf(n: number): readonly string[] {
  const stripe = String(n % 64).padStart(2, '0');
  return ['com', 'net', 'org', 'co.uk'].map((domain, index) => `ns-${index * 512 + n}.awsdns-${stripe}.${domain}`);
}
