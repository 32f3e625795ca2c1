import { type AuditSituation, type EndpointAudit, isEndpointAudit, type LoadBalancerAudit } from '../../model/audit.ts';
import { canonicalAliasName, type RecordSet } from '../../model/dns.ts';
import { type CheckResult, finding, ok, type Severity, unknown } from '../../model/finding.ts';
import { familyOf } from '../../model/ip.ts';
import { fromReading, type Known, known } from '../known.ts';
import { type SourceFacts, sourceOf } from '../source.ts';
import { type AlbAliasContext, judgeAlbAlias, judgeAlbCname } from './alb-alias.ts';
import { aliasToSource, inPlaceOf, listRecords } from './alias-fix.ts';
import { eachPrivateHalf } from './each-half.ts';
import { type AliasContext, type AliasVerdict, judgeEndpointAlias, judgeEndpointCname } from './endpoint-alias.ts';
import { aliasText, liveLegs, NO_A_RECORD, recordText } from './record-sets.ts';
import { type DnsEntry, regionalEntry } from './regional-entry.ts';
import { compareIps } from './same-ips.ts';

const CODE = 'PRIV_ALIAS_NOT_ENDPOINT';

/** How the records of one name are judged against a source of one kind. */
type Judges = {
  /** What the name is to be an alias of. */
  readonly wanted: DnsEntry;
  readonly alias: (alias: NonNullable<RecordSet['alias']>) => Known<AliasVerdict>;
  readonly cname: (target: string) => AliasVerdict;
  /** How bad it is to have the right addresses written down. */
  readonly writtenDown: Severity;
};

/** Every private A record in use is an alias to the source: to the endpoint’s regional name, or to the ALB’s name. */
export function privAliasNotEndpoint(situation: AuditSituation): readonly CheckResult[] {
  return eachPrivateHalf({ situation, code: CODE }, ({ name }, half) => {
    const records = fromReading(half.records);
    if (records.kind === 'unknown') return unknown(CODE, name, records.why);
    const legs = [...liveLegs(records.value, 'A'), ...liveLegs(records.value, 'CNAME')];
    if (legs.length === 0) return unknown(CODE, name, NO_A_RECORD);
    const source = fromReading(sourceOf(situation));
    if (source.kind === 'unknown') return unknown(CODE, name, source.why);
    const judges = judgesFor(situation, half.zoneId);
    if (judges === undefined) return unknown(CODE, name, `${source.value.name} lists no regional DNS name.`);

    const verdicts = judge(legs, judges, source.value);
    const fix = inPlaceOf(legs, {
      list: listRecords(half.zoneId, name),
      upsert: aliasToSource(situation, { zoneId: half.zoneId, name, type: 'A' }),
    });
    const worse = verdicts.flatMap((verdict) => {
      if (verdict.kind === 'unknown') return [unknown(CODE, name, verdict.why)];
      if (verdict.value === 'right') return [];
      const expected = `${name} is an alias to ${aliasText(judges.wanted)}.`;
      return [finding(CODE, name, { ...verdict.value, expected, fix })];
    });
    return worse.length > 0 ? worse : ok(CODE, name, `In use: ${legs.map(recordText).join('; ')}.`);
  });
}

function judgesFor(situation: AuditSituation, zoneId: string): Judges | undefined {
  return isEndpointAudit(situation) ? judgesForEndpoint(situation, zoneId) : judgesForAlb(situation, zoneId);
}

function judgesForEndpoint(situation: EndpointAudit, zoneId: string): Judges | undefined {
  if (situation.source.kind === 'unread') return undefined;
  const source = situation.source.value;
  const regional = regionalEntry(source.endpoint.dnsEntries);
  if (regional === undefined) return undefined;
  const context: AliasContext = { situation, source, regional, zoneId };
  return {
    wanted: regional,
    alias: (alias) => judgeEndpointAlias(alias, context),
    cname: (target) => judgeEndpointCname(target, context),
    writtenDown: 'warn',
  };
}

/** The addresses of an ALB change by themselves: written down they are wrong at the next of these changes. */
function judgesForAlb(situation: LoadBalancerAudit, zoneId: string): Judges | undefined {
  if (situation.source.kind === 'unread') return undefined;
  const { loadBalancer } = situation.source.value;
  const context: AlbAliasContext = { situation, loadBalancer, zoneId };
  return {
    wanted: { name: loadBalancer.dnsName, zoneId: loadBalancer.zoneId },
    alias: (alias) => judgeAlbAlias(alias, context),
    cname: (target) => judgeAlbCname(target, context),
    writtenDown: 'err',
  };
}

/** Aliases one by one, addresses together: only all of them are what the source has, or not. */
function judge(legs: readonly RecordSet[], judges: Judges, source: SourceFacts): readonly Known<AliasVerdict>[] {
  const literals = legs.filter(({ type, alias }) => type === 'A' && alias === undefined);
  return [
    ...legs.flatMap(({ alias }) => (alias === undefined ? [] : [judges.alias(alias)])),
    ...(literals.length === 0 ? [] : [judgeLiterals(literals, judges, source)]),
    ...legs.flatMap(({ type, alias, values }) =>
      type === 'CNAME' && alias === undefined ? [known(judges.cname(canonicalAliasName(values.join(', '))))] : [],
    ),
  ];
}

function judgeLiterals(
  literals: readonly RecordSet[],
  { writtenDown }: Judges,
  { name, interfaces, unseen }: SourceFacts,
): Known<AliasVerdict> {
  if (unseen !== undefined) return { kind: 'unknown', why: unseen };
  const current = interfaces.flatMap(({ ips }) => ips).filter((ip) => familyOf(ip) === 'ipv4');
  const written = literals.flatMap(({ values }) => values);
  const { equal, missing, foreign } = compareIps(written, current);
  if (equal)
    return known({
      severity: writtenDown,
      found: `It is ${written.join(', ')}: the addresses of ${name} today, written down where nothing keeps them true.`,
    });
  const parts = [
    ...(foreign.length === 0 ? [] : [`${foreign.join(', ')} not among them`]),
    ...(missing.length === 0 ? [] : [`${missing.join(', ')} left out`]),
  ];
  return known({
    severity: 'crit',
    found: `It is ${written.length === 0 ? 'without an address' : written.join(', ')}; of the addresses of ${name}: ${parts.join(', ')}.`,
  });
}
