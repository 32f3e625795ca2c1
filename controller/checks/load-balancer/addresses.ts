import type { AuditSituation } from '../../model/audit.ts';
import type { FrontDoor, LoadBalancer } from '../../model/audit-load-balancer.ts';
import { type CheckResult, finding, notConfigured, ok, unknown, unread } from '../../model/finding.ts';
import { type Family, familyOf } from '../../model/ip.ts';
import { awsCommand } from '../command.ts';
import { frontDoorOf } from '../front-door.ts';
import { known } from '../known.ts';
import { loadBalancerAddresses } from '../dns/load-balancer-addresses.ts';
import { compareIps } from '../dns/same-ips.ts';

const DELETION_PROTECTION = 'deletion_protection.enabled';
/** The tag by which an elastic IP's owner says that it outlives whatever uses it. */
const RETAINED = { key: 'target-sync:retained', value: 'true' } as const;

/** LB_ADDRESSES: the fixed IPs are those that partners have in their firewalls, and stay so. */
export function lbAddresses(situation: AuditSituation): readonly CheckResult[] {
  return [expectedAddresses(situation), ...keptAddresses(situation)];
}

function expectedAddresses(situation: AuditSituation): CheckResult {
  const told = situation.spec.audit?.expectedAddresses;
  if (told === undefined) return notConfigured('LB_ADDRESSES', 'expected addresses', 'audit.expectedAddresses');
  const door = frontDoorOf(situation);
  if (door.kind === 'unknown') return unknown('LB_ADDRESSES', 'expected addresses', door.why);
  const { arn, name, zones, scheme } = door.loadBalancer;
  const listed = zones.flatMap(({ addresses }) => addresses.map(({ ip }) => ip));
  const families = new Set<Family>(['ipv4', ...[...told, ...listed].map(familyOf)]);
  const fixed: string[] = [];
  for (const family of families) {
    // Where AWS lists no elastic IP, the public address is AWS's own and not the one that partners were told.
    const isElastic = family === 'ipv4' && scheme !== 'internal';
    const addresses = isElastic
      ? known(listed.filter((ip) => familyOf(ip) === family))
      : loadBalancerAddresses(situation, family);
    if (addresses.kind === 'unknown') return unknown('LB_ADDRESSES', 'expected addresses', addresses.why);
    fixed.push(...addresses.value);
  }

  const { equal, missing, foreign } = compareIps(fixed, told);
  if (equal) return ok('LB_ADDRESSES', 'expected addresses', `${fixed.toSorted().join(', ')}.`);
  const differences = [
    ...(missing.length > 0 ? [`it lacks ${missing.toSorted().join(', ')}`] : []),
    ...(foreign.length > 0 ? [`it also has ${foreign.toSorted().join(', ')}`] : []),
  ];
  const look = awsCommand('elbv2 describe-load-balancers', { 'load-balancer-arns': arn }, situation.region);
  return finding('LB_ADDRESSES', 'expected addresses', {
    severity: 'crit',
    expected: `${name} has the fixed IPs ${told.toSorted().join(', ')}.`,
    found: `It has not: ${differences.join(', and ')}.`,
    fix: `Give the zones their addresses back, or tell partners the new ones and correct audit.expectedAddresses. What they are now:\n${look}`,
  });
}

function keptAddresses(situation: AuditSituation): readonly CheckResult[] {
  const door = frontDoorOf(situation);
  if (door.kind === 'unknown') {
    return [DELETION_PROTECTION, 'elastic IPs'].map((subject) => unknown('LB_ADDRESSES', subject, door.why));
  }
  const { loadBalancer, parts } = door;
  return [
    deletionProtection(loadBalancer, parts, situation.region),
    ...retention(loadBalancer, parts, situation.region),
  ];
}

function deletionProtection({ arn, name }: LoadBalancer, { attributes }: FrontDoor, region: string): CheckResult {
  if (attributes.kind === 'unread') return unread('LB_ADDRESSES', DELETION_PROTECTION, attributes.problem);
  const value = attributes.value.get(DELETION_PROTECTION);
  if (value === undefined) {
    return unknown('LB_ADDRESSES', DELETION_PROTECTION, `The attributes of ${name} do not say whether it is on.`);
  }
  if (value === 'true') return ok('LB_ADDRESSES', DELETION_PROTECTION, 'It is on.');
  return finding('LB_ADDRESSES', DELETION_PROTECTION, {
    severity: 'warn',
    expected: `${name} is protected from deletion: another one has other addresses.`,
    found: `${DELETION_PROTECTION} is ${value}.`,
    fix: awsCommand(
      'elbv2 modify-load-balancer-attributes',
      { 'load-balancer-arn': arn, attributes: `Key=${DELETION_PROTECTION},Value=true` },
      region,
    ),
  });
}

/** One result an elastic IP. */
function retention(
  { arn, name, scheme, zones }: LoadBalancer,
  { elasticIps }: FrontDoor,
  region: string,
): readonly CheckResult[] {
  if (scheme === 'internal') {
    return [ok('LB_ADDRESSES', 'elastic IPs', `${name} is internal, and has none.`)];
  }
  const used = zones.flatMap(({ addresses }) =>
    addresses.flatMap(({ ip, allocationId }) => (allocationId === undefined ? [] : [{ ip, allocationId }])),
  );
  if (used.length === 0) {
    const look = awsCommand('elbv2 describe-load-balancers', { 'load-balancer-arns': arn }, region);
    return [
      finding('LB_ADDRESSES', 'elastic IPs', {
        severity: 'warn',
        expected: `${name} has an elastic IP in each zone, which outlives it.`,
        found: 'It has none: its addresses are AWS’s, and go with it.',
        fix: `Decide whether partners may pin them; only a zone enabled anew takes an elastic IP. What they are now:\n${look}`,
      }),
    ];
  }
  if (elasticIps.kind === 'unread') return [unread('LB_ADDRESSES', 'elastic IPs', elasticIps.problem)];
  return used.map(({ ip, allocationId }) => {
    const subject = `${allocationId} (${ip})`;
    const elasticIp = elasticIps.value.find((one) => one.allocationId === allocationId);
    if (elasticIp === undefined) return unknown('LB_ADDRESSES', subject, `${allocationId} was not read.`);
    const value = elasticIp.tags[RETAINED.key];
    if (value === RETAINED.value) return ok('LB_ADDRESSES', subject, 'Tagged as retained.');
    return finding('LB_ADDRESSES', subject, {
      severity: 'warn',
      expected: `The tag ${RETAINED.key} of ${allocationId} is ${RETAINED.value}: nobody releases what partners have pinned.`,
      found: value === undefined ? 'It has no such tag.' : `It is ${value}.`,
      fix: awsCommand(
        'ec2 create-tags',
        { resources: allocationId, tags: `Key=${RETAINED.key},Value=${RETAINED.value}` },
        region,
      ),
    });
  });
}
