import type { AuditSituation } from '../../model/audit.ts';
import type { LoadBalancer } from '../../model/audit-load-balancer.ts';
import { canonicalAliasName, type RecordSet } from '../../model/dns.ts';
import { type CheckResult, finding, ok, unknown } from '../../model/finding.ts';
import { aliasToLoadBalancer, inPlaceOf, listRecords } from './alias-fix.ts';
import { eachPublicHalf } from './each-half.ts';
import { frontDoorOf } from '../front-door.ts';
import { fromReading, type Known, known } from '../known.ts';
import { loadBalancerAddresses } from './load-balancer-addresses.ts';
import { isAliasTo, liveLegs, NO_A_RECORD, recordText } from './record-sets.ts';

/** The types by which a client finds an address. */
const TYPES = ['A', 'AAAA', 'CNAME'] as const;

const CODE = 'PUB_ROUTING_SPLIT';

/** Of several record sets of the name every one in use leads here; a single one does not depend on target health. */
export function pubRoutingSplit(situation: AuditSituation): readonly CheckResult[] {
  return eachPublicHalf({ situation, code: CODE }, ({ name }, half) => {
    const records = fromReading(half.records);
    if (records.kind === 'unknown') return unknown(CODE, name, records.why);
    const results = TYPES.flatMap((type) =>
      judgeType(situation, { type, name, zoneId: half.zoneId, sets: records.value.filter((set) => set.type === type) }),
    );
    const worse = results.filter(({ kind }) => kind !== 'ok');
    if (worse.length > 0) return worse;
    return results[0] ?? unknown(CODE, name, NO_A_RECORD);
  });
}

type Sets = {
  readonly type: (typeof TYPES)[number];
  readonly name: string;
  readonly zoneId: string;
  readonly sets: readonly RecordSet[];
};

function judgeType(situation: AuditSituation, { type, name, zoneId, sets }: Sets): readonly CheckResult[] {
  if (sets.length === 0) return [];
  const legs = liveLegs(sets, type);
  const elsewhere = sets.length === 1 ? known([]) : legsElsewhere(situation, legs);
  if (elsewhere.kind === 'unknown') return [unknown(CODE, name, elsewhere.why)];

  const list = listRecords(zoneId, name);
  if (elsewhere.value.length > 0)
    return [
      finding(CODE, name, {
        severity: 'err',
        expected: `Every ${type} record set of ${name} that is in use leads to this load balancer.`,
        found: `${elsewhere.value.length} of ${legs.length} in use do not: ${elsewhere.value.map(legText).join('; ')}.`,
        fix: `Set the legs as they are meant; a weight of 0 takes one out of use:\n${list}`,
      }),
    ];
  if (legs.length === 1 && legs[0]?.alias?.evaluateTargetHealth === true)
    return [
      finding(CODE, name, {
        severity: 'warn',
        expected: `The only ${type} record set of ${name} in use does not depend on the health of its targets.`,
        found: 'EvaluateTargetHealth is on, and a target group that is empty for a moment then takes the name away.',
        fix:
          type === 'CNAME'
            ? list
            : inPlaceOf(sets, { list, upsert: aliasToLoadBalancer(situation, { zoneId, name, type }) }),
      }),
    ];
  const idle = sets.length === legs.length ? '' : `; ${sets.length - legs.length} more of weight 0`;
  return [ok(CODE, name, `In use: ${legs.map(legText).join('; ')}${idle}.`)];
}

function legText(leg: RecordSet): string {
  return `${recordText(leg)} (${leg.routing}${leg.weight === undefined ? '' : ` ${leg.weight}`})`;
}

function legsElsewhere(situation: AuditSituation, legs: readonly RecordSet[]): Known<readonly RecordSet[]> {
  const door = frontDoorOf(situation);
  if (door.kind === 'unknown') return door;
  const judged = legs.map((leg) => ({ leg, here: leadsHere(leg, { situation, loadBalancer: door.loadBalancer }) }));
  const elsewhere = judged.flatMap(({ leg, here }) => (here.kind === 'known' && !here.value ? [leg] : []));
  const untold = judged.map(({ here }) => here).find((here) => here.kind === 'unknown');
  return elsewhere.length === 0 && untold !== undefined ? untold : known(elsewhere);
}

type Context = { readonly situation: AuditSituation; readonly loadBalancer: LoadBalancer };

/** A CNAME that is not the load balancer's own name is not followed, and counts as leading elsewhere. */
function leadsHere(leg: RecordSet, { situation, loadBalancer }: Context): Known<boolean> {
  if (leg.alias !== undefined) return known(isAliasTo(leg, loadBalancer));
  if (leg.values.length === 0) return known(false);
  if (leg.type === 'CNAME')
    return known(leg.values.every((value) => canonicalAliasName(value) === loadBalancer.dnsName));
  const addresses = loadBalancerAddresses(situation, leg.type === 'AAAA' ? 'ipv6' : 'ipv4');
  return addresses.kind === 'unknown' ? addresses : known(leg.values.every((ip) => addresses.value.includes(ip)));
}
