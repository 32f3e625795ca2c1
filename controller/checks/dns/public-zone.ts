import type { AuditSituation } from '../../model/audit.ts';
import type { PublicHalf } from '../../model/audit-dns.ts';
import { type HostedZone, liesIn } from '../../model/dns.ts';
import { type CheckResult, type Finding, finding, ok, unknown, unread } from '../../model/finding.ts';
import { aliasToLoadBalancer } from './alias-fix.ts';
import { awsCommand } from '../command.ts';
import { eachPublicHalf } from './each-half.ts';

const CODE = 'PUB_ZONE_NOT_AUTHORITATIVE';

/** The public zone is the one that the world is sent to for the name. */
export function pubZoneNotAuthoritative(situation: AuditSituation): readonly CheckResult[] {
  return eachPublicHalf({ situation, code: CODE }, ({ name }, half) => {
    if (half.zone.kind === 'unread') {
      const { problem } = half.zone;
      return problem.kind === 'not-found' ? finding(CODE, name, noZone(name, half)) : unread(CODE, name, problem);
    }
    const zone = half.zone.value;
    const misnamed = misnamedZone(name, zone);
    if (misnamed !== undefined) return finding(CODE, name, misnamed);

    const results = [besideMoreSpecific(situation, { name, half, zone }), delegated(name, { half, zone })];
    const worse = results.filter(({ kind }) => kind !== 'ok');
    return worse.length > 0 ? worse : results.slice(-1);
  });
}

type Wrong = Omit<Finding, 'kind'>;

/** Route 53 says so of a zone that is gone; of another account's it only says that it may not be read. */
function noZone(name: string, { zoneId }: PublicHalf): Wrong {
  return {
    severity: 'crit',
    expected: `Zone ${zoneId} is public and holds ${name}.`,
    found: 'There is no such zone.',
    fix: `Name the public zone in hostnames.publicZoneId:\n${awsCommand('route53 list-hosted-zones-by-name', { 'dns-name': name })}`,
  };
}

/** What is wrong with the zone as such: nobody outside is ever sent to it for this name. */
function misnamedZone(name: string, zone: HostedZone): Wrong | undefined {
  const fix = `Name the public zone in hostnames.publicZoneId:\n${awsCommand('route53 list-hosted-zones-by-name', { 'dns-name': zone.name })}`;
  const expected = `Zone ${zone.name} (${zone.id}) is public and holds ${name}.`;
  if (zone.isPrivate) return { severity: 'crit', expected, found: 'It is private, so the world never asks it.', fix };
  if (!liesIn(name, zone.name))
    return { severity: 'crit', expected, found: `${name} does not lie in ${zone.name}, so it is never asked.`, fix };
  return undefined;
}

type Place = { readonly name: string; readonly half: PublicHalf; readonly zone: HostedZone };

function besideMoreSpecific(situation: AuditSituation, { name, half: { moreSpecific }, zone }: Place): CheckResult {
  if (moreSpecific.kind === 'unread') return unread(CODE, name, moreSpecific.problem);
  const closest = moreSpecific.value.toSorted((one, other) => other.name.length - one.name.length)[0];
  if (closest === undefined) return ok(CODE, name, `No public zone here is more specific than ${zone.name}.`);
  return finding(CODE, name, {
    severity: 'crit',
    expected: `No public zone of this account holds ${name} but ${zone.name} (${zone.id}).`,
    found: `${moreSpecific.value.map(({ id, name: other }) => `${other} (${id})`).join(', ')} holds it more closely, and answers for it once it is delegated to.`,
    fix: `Delete that zone, or have the record in it:\n${aliasToLoadBalancer(situation, { zoneId: closest.id, name, type: 'A' })}`,
  });
}

function delegated(name: string, { half: { delegation }, zone }: Omit<Place, 'name'>): CheckResult {
  if (delegation.kind === 'unread') return unread(CODE, name, delegation.problem);
  const servers = zone.nameServers.toSorted();
  if (servers.length === 0) return unknown(CODE, name, `AWS lists no name server of ${zone.name} (${zone.id}).`);
  const sentTo = delegation.value.toSorted();
  if (servers.join(' ') === sentTo.join(' '))
    return ok(CODE, name, `The world is sent to ${zone.name} (${zone.id}) at ${servers.join(', ')}.`);
  // Servers in common still answer from this zone, and a second provider beside Route 53 may be meant so.
  const isShared = sentTo.some((server) => servers.includes(server));
  return finding(CODE, name, {
    severity: isShared ? 'warn' : 'crit',
    expected: `The world is sent for ${zone.name} to ${servers.join(', ')}.`,
    found: sentTo.length === 0 ? 'It is sent nowhere: no delegation.' : `It is sent to ${sentTo.join(', ')}.`,
    fix: `In the parent zone, or at the registrar, set the NS to what this shows:\n${awsCommand('route53 get-hosted-zone', { id: zone.id })}`,
  });
}
