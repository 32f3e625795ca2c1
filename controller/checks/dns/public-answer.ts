import type { AuditSituation } from '../../model/audit.ts';
import type { PublicHalf } from '../../model/audit-dns.ts';
import { type CheckResult, finding, ok, unknown, unread } from '../../model/finding.ts';
import { type Family, familyOf } from '../../model/ip.ts';
import { awsCommand } from '../command.ts';
import { eachPublicHalf } from './each-half.ts';
import { frontDoorOf } from '../front-door.ts';
import { type Known, known } from '../known.ts';
import { loadBalancerAddresses } from './load-balancer-addresses.ts';
import { isAliasTo } from './record-sets.ts';
import { compareIps } from './same-ips.ts';

const CODE = 'PUB_ANSWER';

/** What each public resolver answers for the name is the addresses of this load balancer. */
export function pubAnswer(situation: AuditSituation): readonly CheckResult[] {
  return eachPublicHalf({ situation, code: CODE }, ({ name }, half) =>
    half.answers.length === 0
      ? unknown(CODE, name, 'No public resolver was asked.')
      : half.answers.map(({ resolver, ips }) => {
          const subject = `${name} at ${resolver}`;
          if (ips.kind === 'unread') return unread(CODE, subject, ips.problem);
          return judge(situation, { name, half, subject, ips: ips.value });
        }),
  );
}

type Answer = {
  readonly name: string;
  readonly half: PublicHalf;
  readonly subject: string;
  readonly ips: readonly string[];
};

function judge(situation: AuditSituation, { name, half, subject, ips }: Answer): CheckResult {
  const answered = `The answer is ${ips.length === 0 ? 'empty' : ips.join(', ')}`;
  const byZone = `Compare with what the zone itself answers:\n${testAnswer(name, half)}`;
  if (!ips.some((ip) => familyOf(ip) === 'ipv4'))
    return finding(CODE, subject, {
      severity: 'crit',
      expected: `${name} is answered with the addresses of the load balancer.`,
      found: `${answered}: no IPv4 address.`,
      fix: byZone,
    });

  const addresses = addressesOfFamilies(situation, new Set(ips.map(familyOf)));
  if (addresses.kind === 'unknown') return unknown(CODE, subject, addresses.why);
  const { equal, missing, foreign } = compareIps(ips, addresses.value);
  if (equal) return ok(CODE, subject, `${answered}.`);
  const expected = `${name} is answered with the addresses of the load balancer: ${addresses.value.join(', ')}.`;
  if (foreign.length > 0)
    return finding(CODE, subject, {
      severity: 'crit',
      expected,
      found: `${answered}; not the load balancer’s: ${foreign.join(', ')}.`,
      fix: byZone,
    });
  return finding(CODE, subject, {
    severity: 'warn',
    expected,
    found: `${answered}; missing: ${missing.join(', ')}.`,
    fix: isFollowed(situation, half)
      ? `The name of a load balancer leaves out a zone without a healthy target; see which that is:\n${showHealth(situation)}`
      : byZone,
  });
}

function addressesOfFamilies(situation: AuditSituation, families: ReadonlySet<Family>): Known<readonly string[]> {
  const listed: string[] = [];
  for (const family of families) {
    const addresses = loadBalancerAddresses(situation, family);
    if (addresses.kind === 'unknown') return addresses;
    listed.push(...addresses.value);
  }
  return known(listed);
}

/** True if the name is an alias to the load balancer: then the answer is the load balancer’s own, not what is written down. */
function isFollowed(situation: AuditSituation, { records }: PublicHalf): boolean {
  const door = frontDoorOf(situation);
  if (door.kind === 'unknown' || records.kind === 'unread') return false;
  return records.value.some((record) => isAliasTo(record, door.loadBalancer));
}

function testAnswer(name: string, { zoneId }: PublicHalf): string {
  return awsCommand('route53 test-dns-answer', { 'hosted-zone-id': zoneId, 'record-name': name, 'record-type': 'A' });
}

function showHealth({ spec, region }: AuditSituation): string {
  return awsCommand('elbv2 describe-target-health', { 'target-group-arn': spec.targetGroupArn }, region);
}
