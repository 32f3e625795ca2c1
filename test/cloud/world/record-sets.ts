import { isDeepStrictEqual } from 'node:util';
import { AwsError } from './aws-error.ts';
import { compareNames, compareText, liesIn, savedName } from './dns-names.ts';
import type { HostedZone } from './hosted-zones.ts';

/** A record set: an alias, or values with a TTL. Its name is a saved one. */
export type RecordSet = {
  readonly name: string;
  readonly type: string;
  /** Tells record sets of one name and type apart; only those with a routing policy have one. */
  readonly setIdentifier?: string;
  readonly routing: Routing;
  readonly ttl?: number;
  readonly values: readonly string[];
  readonly alias?: Alias;
};

/** Where an alias leads. The name is a saved one. */
export type Alias = { readonly name: string; readonly zoneId: string; readonly evaluateTargetHealth: boolean };

/** A routing policy in the words of https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html */
export type Routing = {
  readonly Weight?: number;
  readonly Region?: string;
  readonly Failover?: string;
  readonly MultiValueAnswer?: boolean;
  readonly GeoLocation?: Place;
  readonly GeoProximityLocation?: Place;
  readonly CidrRoutingConfig?: Place;
};

/** Where clients are, in AWS's own words. */
type Place = { readonly [member: string]: string | Place };

export type Change = { readonly action: 'CREATE' | 'DELETE' | 'UPSERT'; readonly recordSet: RecordSet };

/** Names are made saved ones, wherever they come from. */
export function recordSet(fields: RecordSet): RecordSet {
  const { alias } = fields;
  const target = alias === undefined ? {} : { alias: { ...alias, name: savedName(alias.name) } };
  return { ...fields, name: savedName(fields.name), ...target };
}

/** Makes all of some changes, or none. */
export function change(zone: HostedZone, changes: readonly Change[]): void {
  const after = new Map(zone.recordSets.map((each) => [keyOf(each), each]));
  const problems: string[] = [];
  for (const { action, recordSet: each } of changes) {
    const problem = problemOf(zone, action, each, after);
    if (problem !== undefined) problems.push(problem);
    else if (action === 'DELETE') after.delete(keyOf(each));
    else after.set(keyOf(each), each);
  }
  if (problems.length > 0) throw new AwsError('InvalidChangeBatch', `[${problems.join(', ')}]`);
  zone.recordSets = [...after.values()].toSorted(compareRecordSets);
}

/** What tells record sets apart. */
type Key = Pick<RecordSet, 'name' | 'type' | 'setIdentifier'>;

/** Route 53's order: by name, then type, then identifier. */
export function compareRecordSets(a: Key, b: Key): number {
  return (
    compareNames(a.name, b.name) ||
    compareText(a.type, b.type) ||
    compareText(a.setIdentifier ?? '', b.setIdentifier ?? '')
  );
}

/** What Route 53 says against a change, given what is there already. */
function problemOf(
  zone: HostedZone,
  action: Change['action'],
  wanted: RecordSet,
  present: ReadonlyMap<string, RecordSet>,
): string | undefined {
  const { name, type, setIdentifier } = wanted;
  if (!liesIn(name, zone.name)) return `RRSet with DNS name ${name} is not permitted in zone ${zone.name}`;
  const identifier = setIdentifier === undefined ? '' : `, set-identifier='${setIdentifier}'`;
  const label = `resource record set [name='${name}', type='${type}'${identifier}]`;
  const existing = present.get(keyOf(wanted));
  if (action === 'DELETE') {
    if (existing === undefined) return `Tried to delete ${label} but it was not found`;
    if (isApex(zone, wanted)) return `A HostedZone must contain at least one ${type} record for the zone itself.`;
    if (!isSame(existing, wanted)) {
      return `Tried to delete ${label} but the values provided do not match the current values`;
    }
    return undefined;
  }
  if (action === 'CREATE' && existing !== undefined) return `Tried to create ${label} but it already exists`;
  return conflictOf(zone, wanted, [...present.values()]);
}

/** A CNAME stands alone, never at the apex; a simple record set has no siblings of its name and type. */
function conflictOf(zone: HostedZone, wanted: RecordSet, present: readonly RecordSet[]): string | undefined {
  const { name, type, setIdentifier } = wanted;
  const label = `RRSet of type ${type} with DNS name ${name}`;
  if (type === 'CNAME' && name === zone.name) return `${label} is not permitted at apex in zone ${zone.name}`;
  const others = present.filter((each) => each.name === name);
  if (others.some((each) => (each.type === 'CNAME') !== (type === 'CNAME'))) {
    return `${label} is not permitted as it conflicts with other records with the same DNS name in zone ${zone.name}`;
  }
  const siblings = others.filter((each) => each.type === type);
  if (siblings.some((each) => (each.setIdentifier === undefined) !== (setIdentifier === undefined))) {
    return `RRSet with DNS name ${name}, type ${type}, SetIdentifier ${setIdentifier ?? 'null'} cannot be created as simple and other record sets of one name and type exclude each other`;
  }
  return undefined;
}

function isApex(zone: HostedZone, { name, type }: RecordSet): boolean {
  return name === zone.name && (type === 'NS' || type === 'SOA');
}

function isSame(a: RecordSet, b: RecordSet): boolean {
  return isDeepStrictEqual({ ...a, values: a.values.toSorted() }, { ...b, values: b.values.toSorted() });
}

function keyOf({ name, type, setIdentifier = '' }: Key): string {
  return JSON.stringify([name, type, setIdentifier]);
}
