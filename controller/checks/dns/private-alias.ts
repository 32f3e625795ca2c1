import type { AuditSituation } from '../../model/audit.ts';
import { canonicalAliasName, type RecordSet } from '../../model/dns.ts';
import { type CheckResult, finding, ok, unknown } from '../../model/finding.ts';
import { familyOf } from '../../model/ip.ts';
import { aliasToEndpoint, inPlaceOf, listRecords } from './alias-fix.ts';
import { eachPrivateHalf } from './each-half.ts';
import { type AliasContext, type AliasVerdict, judgeEndpointAlias, judgeEndpointCname } from './endpoint-alias.ts';
import { fromReading, type Known, known } from '../known.ts';
import { unseenText } from '../whole-source.ts';
import { aliasText, liveLegs, NO_A_RECORD, recordText } from './record-sets.ts';
import { regionalEntry } from './regional-entry.ts';
import { compareIps } from './same-ips.ts';

const CODE = 'PRIV_ALIAS_NOT_ENDPOINT';

/** Every private A record in use is an alias to the endpoint’s regional name. */
export function privAliasNotEndpoint(situation: AuditSituation): readonly CheckResult[] {
  return eachPrivateHalf({ situation, code: CODE }, ({ name }, half) => {
    const records = fromReading(half.records);
    if (records.kind === 'unknown') return unknown(CODE, name, records.why);
    const legs = [...liveLegs(records.value, 'A'), ...liveLegs(records.value, 'CNAME')];
    if (legs.length === 0) return unknown(CODE, name, NO_A_RECORD);
    const source = fromReading(situation.source);
    if (source.kind === 'unknown') return unknown(CODE, name, source.why);
    const regional = regionalEntry(source.value.endpoint.dnsEntries);
    if (regional === undefined) return unknown(CODE, name, `${source.value.endpoint.id} lists no regional DNS name.`);

    const verdicts = judge(legs, { situation, source: source.value, regional, zoneId: half.zoneId });
    const fix = inPlaceOf(legs, {
      list: listRecords(half.zoneId, name),
      upsert: aliasToEndpoint(situation, { zoneId: half.zoneId, name, type: 'A' }),
    });
    const worse = verdicts.flatMap((verdict) => {
      if (verdict.kind === 'unknown') return [unknown(CODE, name, verdict.why)];
      if (verdict.value === 'right') return [];
      const expected = `${name} is an alias to ${aliasText(regional)}.`;
      return [finding(CODE, name, { ...verdict.value, expected, fix })];
    });
    return worse.length > 0 ? worse : ok(CODE, name, `In use: ${legs.map(recordText).join('; ')}.`);
  });
}

/** Aliases one by one, addresses together: only all of them are what the endpoint has, or not. */
function judge(legs: readonly RecordSet[], context: AliasContext): readonly Known<AliasVerdict>[] {
  const literals = legs.filter(({ type, alias }) => type === 'A' && alias === undefined);
  return [
    ...legs.flatMap(({ alias }) => (alias === undefined ? [] : [judgeEndpointAlias(alias, context)])),
    ...(literals.length === 0 ? [] : [judgeLiterals(literals, context)]),
    ...legs.flatMap(({ type, alias, values }) =>
      type === 'CNAME' && alias === undefined
        ? [known(judgeEndpointCname(canonicalAliasName(values.join(', ')), context))]
        : [],
    ),
  ];
}

function judgeLiterals(literals: readonly RecordSet[], { source }: AliasContext): Known<AliasVerdict> {
  const unseen = unseenText(source);
  if (unseen !== undefined) return { kind: 'unknown', why: unseen };
  const { endpoint, interfaces } = source;
  const current = interfaces.flatMap(({ ips }) => ips).filter((ip) => familyOf(ip) === 'ipv4');
  const written = literals.flatMap(({ values }) => values);
  const { equal, missing, foreign } = compareIps(written, current);
  if (equal)
    return known({
      severity: 'warn',
      found: `It is ${written.join(', ')}: the addresses of ${endpoint.id} today, written down where nothing keeps them true.`,
    });
  const parts = [
    ...(foreign.length === 0 ? [] : [`${foreign.join(', ')} not among them`]),
    ...(missing.length === 0 ? [] : [`${missing.join(', ')} left out`]),
  ];
  return known({
    severity: 'crit',
    found: `It is ${written.length === 0 ? 'without an address' : written.join(', ')}; of the addresses of ${endpoint.id}: ${parts.join(', ')}.`,
  });
}
