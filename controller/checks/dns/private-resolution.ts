import type { AuditSituation } from '../../model/audit.ts';
import type { ClientVpc, ResolverRule } from '../../model/audit-client-vpc.ts';
import { liesIn } from '../../model/dns.ts';
import { type CheckResult, finding, ok, unknown, unread } from '../../model/finding.ts';
import { awsCommand } from '../command.ts';
import { eachPrivateHalf, eachPrivatePlace, noClientVpc } from './each-half.ts';
import { privateZoneName } from './vpc-zones.ts';

const FORWARDED = 'PRIV_FORWARDED';
const DNS_OFF = 'VPC_DNS_OFF';

/** No Resolver rule of a client VPC sends the name elsewhere before the private zone is asked. */
export function privForwarded(situation: AuditSituation): readonly CheckResult[] {
  return eachPrivatePlace({ situation, code: FORWARDED }, (place) => {
    const { name, half, vpc, subject } = place;
    if (vpc.rules.kind === 'unread') return unread(FORWARDED, subject, vpc.rules.problem);
    if (vpc.profiles.kind === 'unread') return unread(FORWARDED, subject, vpc.profiles.problem);
    const { rules: byProfile } = vpc.profiles.value;
    if (byProfile.kind === 'unread') return unread(FORWARDED, subject, byProfile.problem);
    const zoneName = privateZoneName(place);
    if (zoneName.kind === 'unknown') return unknown(FORWARDED, subject, zoneName.why);

    const winner = winningRule(name, { direct: vpc.rules.value, byProfile: byProfile.value });
    if (winner === undefined) return ok(FORWARDED, subject, 'No rule forwards the name.');
    const rule = `${winner.type} rule ${winner.id} for ${winner.domainName === '' ? 'every name' : winner.domainName}`;
    if (winner.type !== 'FORWARD' || winner.domainName.length < zoneName.value.length)
      return ok(FORWARDED, subject, `${rule} leaves the name to the private zone.`);
    return finding(FORWARDED, subject, {
      severity: 'err',
      expected: `In ${vpc.id} no rule forwards ${name} before zone ${zoneName.value} (${half.zoneId}) is asked.`,
      found: `${rule} does.`,
      fix: unforward({ name, vpc, winner, direct: vpc.rules.value }, situation.region),
    });
  });
}

/** Every client VPC has both attributes on without which no private zone is asked. */
export function vpcDnsOff(situation: AuditSituation): readonly CheckResult[] {
  const run = { situation, code: DNS_OFF } as const;
  if (situation.clientVpcs.length === 0 || situation.names.every(({ privateHalf }) => privateHalf === undefined))
    return eachPrivateHalf(run, ({ name }) => noClientVpc(run, name));
  return situation.clientVpcs.map((vpc) => judgeDns(vpc, situation.region));
}

type Rules = { readonly direct: readonly ResolverRule[]; readonly byProfile: readonly ResolverRule[] };

/**
 * The rule that holds for a name: the most specific, and of equal ones the VPC's own before a Profile's; a SYSTEM rule takes
 * a name back: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-overview-forward-vpc-to-network-domain-name-matches.html
 */
function winningRule(name: string, { direct, byProfile }: Rules): ResolverRule | undefined {
  return [...direct, ...byProfile]
    .filter(({ type, domainName }) => (type === 'FORWARD' || type === 'SYSTEM') && liesIn(name, domainName))
    .toSorted((one, other) => other.domainName.length - one.domainName.length)[0];
}

type Forwarded = {
  readonly name: string;
  readonly vpc: ClientVpc;
  readonly winner: ResolverRule;
  readonly direct: readonly ResolverRule[];
};

/** A SYSTEM rule must be more specific than what it takes back; a VPC takes no second rule for the very same name. */
function unforward({ name, vpc, winner, direct }: Forwarded, region: string): string {
  if (winner.domainName === name && direct.includes(winner))
    return awsCommand(
      'route53resolver disassociate-resolver-rule',
      { 'vpc-id': vpc.id, 'resolver-rule-id': winner.id },
      region,
    );
  const create = awsCommand(
    'route53resolver create-resolver-rule',
    {
      'creator-request-id': `${name}-in-${vpc.id}`,
      'rule-type': 'SYSTEM',
      'domain-name': name,
      query: 'ResolverRule.Id',
      output: 'text',
    },
    region,
  );
  const associate = awsCommand('route53resolver associate-resolver-rule', { 'vpc-id': vpc.id }, region);
  return `${associate} --resolver-rule-id "$(${create})"`;
}

function judgeDns({ id, dnsSupport, dnsHostnames }: ClientVpc, region: string): CheckResult {
  const attributes = [
    { attribute: 'enableDnsSupport', option: 'enable-dns-support', reading: dnsSupport },
    { attribute: 'enableDnsHostnames', option: 'enable-dns-hostnames', reading: dnsHostnames },
  ];
  const off = attributes.filter(({ reading }) => reading.kind === 'read' && !reading.value);
  if (off.length > 0)
    return finding(DNS_OFF, id, {
      severity: 'crit',
      expected: `enableDnsSupport and enableDnsHostnames of ${id} are on: without them no private zone is asked.`,
      found: `Off: ${off.map(({ attribute }) => attribute).join(', ')}.`,
      fix: off
        .map(({ option }) =>
          awsCommand('ec2 modify-vpc-attribute', { 'vpc-id': id, [option]: { Value: true } }, region),
        )
        .join(' && '),
    });
  for (const { reading } of attributes) if (reading.kind === 'unread') return unread(DNS_OFF, id, reading.problem);
  return ok(DNS_OFF, id, 'enableDnsSupport and enableDnsHostnames are on.');
}
