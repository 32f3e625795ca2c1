import type { AuditSituation } from '../../model/audit.ts';
import type { PrivateHalf } from '../../model/audit-dns.ts';
import type { RecordSet } from '../../model/dns.ts';
import { type CheckResult, type Finding, finding, ok, unknown } from '../../model/finding.ts';
import { aliasToSource, aliasToLoadBalancer, listRecords } from './alias-fix.ts';
import { eachPublicHalf } from './each-half.ts';
import { frontDoorOf } from '../front-door.ts';
import { fromReading, type Known, known } from '../known.ts';
import { liveLegs, recordText, zoneText } from './record-sets.ts';
import { nounOf } from '../source.ts';
import { untold } from '../untold.ts';

const CODE = 'AAAA_MISMATCH';

/** Load balancer, public zone and private zone agree on whether the name has IPv6. */
export function aaaaMismatch(situation: AuditSituation): readonly CheckResult[] {
  return eachPublicHalf({ situation, code: CODE }, ({ name, privateHalf }, half) => {
    const records = fromReading(half.records);
    if (records.kind === 'unknown') return unknown(CODE, name, records.why);
    if (records.value.some(({ type }) => type === 'CNAME'))
      return untold(CODE, name, 'A CNAME answers for AAAA too, and is not followed.');

    const legs = liveLegs(records.value, 'AAAA');
    const place = { name, zoneId: half.zoneId, legs };
    const verdicts = [againstLoadBalancer(situation, place), againstPrivate(situation, { ...place, privateHalf })];
    const wrong = verdicts.flatMap((verdict) => (verdict.kind === 'known' ? verdict.value : []));
    if (wrong.length > 0) return wrong.map((what) => finding(CODE, name, { severity: 'warn', ...what }));
    const unread = verdicts.find((verdict) => verdict.kind === 'unknown');
    if (unread !== undefined) return unknown(CODE, name, unread.why);
    return ok(CODE, name, legs.length === 0 ? 'No IPv6 anywhere.' : `${legs.map(recordText).join('; ')}.`);
  });
}

type Wrong = Pick<Finding, 'expected' | 'found' | 'fix'>;

type Place = { readonly name: string; readonly zoneId: string; readonly legs: readonly RecordSet[] };

function againstLoadBalancer(situation: AuditSituation, { name, zoneId, legs }: Place): Known<readonly Wrong[]> {
  const door = frontDoorOf(situation);
  if (door.kind === 'unknown') return door;
  const { name: loadBalancerName, ipAddressType } = door.loadBalancer;
  const hasIpv6 = ipAddressType !== 'ipv4';
  if (hasIpv6 === legs.length > 0) return known([]);
  if (hasIpv6)
    return known([
      {
        expected: `${name} has an AAAA record, as ${loadBalancerName} is ${ipAddressType}.`,
        found: 'It has none, so that clients with IPv6 alone do not reach it.',
        fix: aliasToLoadBalancer(situation, { zoneId, name, type: 'AAAA' }),
      },
    ]);
  return known([
    {
      expected: `${name} has no AAAA record, as ${loadBalancerName} is ${ipAddressType}.`,
      found: `It has one: ${legs.map(recordText).join('; ')}.`,
      fix: `Delete the AAAA record that this shows:\n${listRecords(zoneId, name)}`,
    },
  ]);
}

function againstPrivate(
  situation: AuditSituation,
  { name, legs, privateHalf }: Place & { readonly privateHalf: PrivateHalf | undefined },
): Known<readonly Wrong[]> {
  if (legs.length === 0 || privateHalf === undefined) return known([]);
  const records = fromReading(privateHalf.records);
  if (records.kind === 'unknown') return records;
  if (records.value.some(({ type }) => type === 'AAAA' || type === 'CNAME')) return known([]);
  return known([
    {
      expected: `The private zone ${zoneText(privateHalf)} has an AAAA record too, since the public one has.`,
      found: 'It has none, so that VPC clients asking for IPv6 get no address, of either zone.',
      fix: `Where the ${nounOf(situation)} is dual-stack:\n${aliasToSource(situation, { zoneId: privateHalf.zoneId, name, type: 'AAAA' })}`,
    },
  ]);
}
