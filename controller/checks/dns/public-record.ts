import type { AuditSituation } from '../../model/audit.ts';
import type { PublicHalf } from '../../model/audit-dns.ts';
import type { LoadBalancer } from '../../model/audit-load-balancer.ts';
import { canonicalAliasName, type RecordSet } from '../../model/dns.ts';
import { type CheckResult, type Finding, finding, ok, unknown } from '../../model/finding.ts';
import { aliasToLoadBalancer, inPlaceOf, listRecords } from './alias-fix.ts';
import { eachPublicHalf } from './each-half.ts';
import { frontDoorOf } from '../front-door.ts';
import { fromReading, type Known } from '../known.ts';
import { loadBalancerAddresses } from './load-balancer-addresses.ts';
import { aliasText, isAliasTo, liveLegs, NO_A_RECORD, recordText, zoneText } from './record-sets.ts';
import { type Comparison, compareIps } from './same-ips.ts';
import { standingResult } from './standing-record.ts';

/** The public zone has an A record of exactly this name. */
export function pubRecordMissing(situation: AuditSituation): readonly CheckResult[] {
  const code = 'PUB_RECORD_MISSING';
  return eachPublicHalf({ situation, code }, ({ name }, half) =>
    standingResult(half, {
      code,
      name,
      expected: `Zone ${zoneText(half)} has an A record named exactly ${name}.`,
      fix: aliasToLoadBalancer(situation, { zoneId: half.zoneId, name, type: 'A' }),
    }),
  );
}

/** The A record leads to this load balancer. Where only some of several record sets do not, PUB_ROUTING_SPLIT speaks. */
export function pubAliasNotNlb(situation: AuditSituation): readonly CheckResult[] {
  const code = 'PUB_ALIAS_NOT_NLB';
  return eachPublicHalf({ situation, code }, ({ name }, half) => {
    const records = fromReading(half.records);
    if (records.kind === 'unknown') return unknown(code, name, records.why);
    const legs = [...liveLegs(records.value, 'A'), ...liveLegs(records.value, 'CNAME')];
    if (legs.length === 0) return unknown(code, name, NO_A_RECORD);
    const door = frontDoorOf(situation);
    if (door.kind === 'unknown') return unknown(code, name, door.why);

    const found = `In use: ${legs.map(recordText).join('; ')}`;
    if (legs.some((leg) => isAliasTo(leg, door.loadBalancer))) return ok(code, name, `${found}.`);
    const { dnsName, zoneId } = door.loadBalancer;
    const verdict = judge(legs, { loadBalancer: door.loadBalancer, situation, zoneId: half.zoneId });
    if (verdict.kind === 'unknown') return unknown(code, name, verdict.why);
    return finding(code, name, {
      severity: verdict.value.severity,
      expected: `${name} is an alias to ${aliasText({ name: dnsName, zoneId })}.`,
      found: `${found}${verdict.value.remark}.`,
      fix: fixFor(situation, { name, half, records: legs }),
    });
  });
}

type Wrong = Pick<Finding, 'severity'> & { readonly remark: string };

type Context = {
  readonly loadBalancer: LoadBalancer;
  readonly situation: AuditSituation;
  /** The hosted zone that the record sets are in. */
  readonly zoneId: string;
};

/** How wrong it is that none of these is an alias to the load balancer. */
function judge(legs: readonly RecordSet[], { loadBalancer, situation, zoneId }: Context): Known<Wrong> {
  if (legs.every(({ type, alias }) => type === 'CNAME' || alias?.zoneId === zoneId))
    return wrong('warn', detourRemark(legs, loadBalancer));
  if (!legs.every(({ type, alias }) => type === 'A' && alias === undefined)) return wrong('crit', '');
  const addresses = loadBalancerAddresses(situation, 'ipv4');
  if (addresses.kind === 'unknown') return addresses;
  const compared = compareIps(
    legs.flatMap(({ values }) => values),
    addresses.value,
  );
  return wrong(compared.equal ? 'warn' : 'crit', literalRemark(compared, loadBalancer));
}

function wrong(severity: Wrong['severity'], remark: string): Known<Wrong> {
  return { kind: 'known', value: { severity, remark } };
}

/** Of names that lead on to another one: CNAMEs, and aliases to a record of the same zone. */
function detourRemark(legs: readonly RecordSet[], { dnsName }: LoadBalancer): string {
  const targets = legs.flatMap(({ alias, values }) => alias?.name ?? values.map(canonicalAliasName));
  return targets.length > 0 && targets.every((target) => target === dnsName)
    ? ', which is the load balancer by one lookup more than an alias takes'
    : ', which is not followed, so that it is not known whether it leads here';
}

function literalRemark({ equal, missing, foreign }: Comparison, { name }: LoadBalancer): string {
  if (equal) return `, the addresses of ${name} today, written down where nothing keeps them true`;
  const parts = [
    ...(missing.length === 0 ? [] : [`lacks ${missing.join(', ')}`]),
    ...(foreign.length === 0 ? [] : [`has ${foreign.join(', ')} besides`]),
  ];
  return `, which against the addresses of ${name} ${parts.join(' and ')}`;
}

function fixFor(
  situation: AuditSituation,
  { name, half, records }: { readonly name: string; readonly half: PublicHalf; readonly records: readonly RecordSet[] },
): string {
  return inPlaceOf(records, {
    list: listRecords(half.zoneId, name),
    upsert: aliasToLoadBalancer(situation, { zoneId: half.zoneId, name, type: 'A' }),
  });
}
