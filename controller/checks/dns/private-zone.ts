import type { AuditSituation } from '../../model/audit.ts';
import type { PrivateHalf } from '../../model/audit-dns.ts';
import { liesIn, type ZoneSummary } from '../../model/dns.ts';
import { type CheckResult, finding, ok, unknown, unread } from '../../model/finding.ts';
import { aliasToSource } from './alias-fix.ts';
import { awsCommand } from '../command.ts';
import { eachPrivatePlace, type PrivatePlace } from './each-half.ts';
import { zoneText } from './record-sets.ts';
import { privateZoneName, profileZones, vpcOption } from './vpc-zones.ts';

const ASSOCIATED = 'PRIV_NOT_ASSOCIATED';
const SHADOWED = 'PRIV_SHADOWED';

/** The private zone is associated with every client VPC, by itself or by a Route 53 Profile. */
export function privNotAssociated(situation: AuditSituation): readonly CheckResult[] {
  return eachPrivatePlace({ situation, code: ASSOCIATED }, ({ half, vpc, subject }) => {
    const { zone, zoneId } = half;
    const expected = `Private zone ${zoneText(half)} is associated with ${vpc.id}.`;
    const unfit = unfitness(zone);
    if (unfit !== undefined)
      return finding(ASSOCIATED, subject, {
        severity: 'crit',
        expected,
        found: unfit,
        fix: `Name one of these in hostnames.privateZoneId:\n${awsCommand('route53 list-hosted-zones-by-vpc', { 'vpc-id': vpc.id, 'vpc-region': situation.region })}`,
      });
    if (zone.kind === 'read' && zone.value.vpcIds.includes(vpc.id))
      return ok(ASSOCIATED, subject, 'The zone lists the VPC.');
    if (vpc.zones.kind === 'read' && includesZone(vpc.zones.value, zoneId))
      return ok(ASSOCIATED, subject, 'The VPC lists the zone.');
    if (vpc.profiles.kind === 'read' && includesZone(vpc.profiles.value.zones, zoneId))
      return ok(ASSOCIATED, subject, 'A Route 53 Profile brings the zone.');

    if (zone.kind === 'unread' && vpc.zones.kind === 'unread') return unread(ASSOCIATED, subject, vpc.zones.problem);
    if (vpc.profiles.kind === 'unread') return unread(ASSOCIATED, subject, vpc.profiles.problem);
    return finding(ASSOCIATED, subject, {
      severity: 'crit',
      expected,
      found: 'It is not, and no Route 53 Profile brings it: clients there get the public answer, or another zone’s.',
      fix: awsCommand('route53 associate-vpc-with-hosted-zone', {
        'hosted-zone-id': zoneId,
        vpc: vpcOption(situation, vpc.id),
      }),
    });
  });
}

/** Why a zone can be associated with no VPC, as a sentence. Of another account's zone Route 53 does not say that it is gone. */
function unfitness(zone: PrivateHalf['zone']): string | undefined {
  if (zone.kind === 'unread') return zone.problem.kind === 'not-found' ? 'There is no such zone.' : undefined;
  return zone.value.isPrivate ? undefined : 'It is public, so it can be associated with no VPC.';
}

/** Of the zones that a client VPC knows, the private zone is the one that answers for the name: the most specific. */
export function privShadowed(situation: AuditSituation): readonly CheckResult[] {
  return eachPrivatePlace({ situation, code: SHADOWED }, (place) => {
    const { name, half, vpc, subject } = place;
    const own = privateZoneName(place);
    if (own.kind === 'unknown') return unknown(SHADOWED, subject, own.why);
    const shadow = shadowOf(place, own.value);
    if (shadow !== undefined)
      return finding(SHADOWED, subject, {
        severity: 'crit',
        expected: `In ${vpc.id} zone ${own.value} (${half.zoneId}) answers for ${name}.`,
        found: `Zone ${shadow.name} (${shadow.id}) does, which holds the name as closely or more so, and nothing falls through.`,
        fix: `Take that zone away from the VPC, or have the record in it:\n${aliasToSource(situation, { zoneId: shadow.id, name, type: 'A' })}`,
      });

    if (vpc.zones.kind === 'unread') return unread(SHADOWED, subject, vpc.zones.problem);
    if (vpc.profiles.kind === 'unread') return unread(SHADOWED, subject, vpc.profiles.problem);
    const nameless = vpc.profiles.value.zones.find(
      ({ id, name: theirs }) => id !== half.zoneId && theirs.kind === 'unread',
    );
    if (nameless?.name.kind === 'unread') return unread(SHADOWED, subject, nameless.name.problem);
    return includesZone(vpc.zones.value, half.zoneId) || includesZone(vpc.profiles.value.zones, half.zoneId)
      ? ok(SHADOWED, subject, `Zone ${own.value} (${half.zoneId}) is the most specific one there.`)
      : unknown(SHADOWED, subject, 'The zone is not among those of the VPC, so there is nothing yet to be hidden.');
  });
}

/**
 * The zone that answers for the name in place of the private zone: the most specific one, and of two zones of one name the
 * one associated directly before a Profile's. https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html
 */
function shadowOf({ name, half, vpc }: PrivatePlace, ownName: string): ZoneSummary | undefined {
  const direct = vpc.zones.kind === 'read' ? vpc.zones.value : undefined;
  const byProfile = profileZones(vpc);
  const ownIsDirect = direct === undefined || includesZone(direct, half.zoneId);
  const reach = liesIn(name, ownName) ? ownName.length : -1;
  const closest = (zones: readonly ZoneSummary[], atLeast: number): ZoneSummary | undefined =>
    zones
      .filter((zone) => zone.id !== half.zoneId && liesIn(name, zone.name) && zone.name.length >= atLeast)
      .toSorted((one, other) => other.name.length - one.name.length)[0];
  const candidates = [closest(direct ?? [], reach), closest(byProfile, ownIsDirect ? reach + 1 : reach)];
  return closest(
    candidates.filter((zone) => zone !== undefined),
    reach,
  );
}

function includesZone(zones: readonly Pick<ZoneSummary, 'id'>[], zoneId: string): boolean {
  return zones.some(({ id }) => id === zoneId);
}
