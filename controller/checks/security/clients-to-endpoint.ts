import type { ClientVpc } from '../../model/audit-client-vpc.ts';
import { type CheckResult, finding, notConfigured, ok, unknown, unread } from '../../model/finding.ts';
import { familyOf } from '../../model/ip.ts';
import { awsCommand } from '../command.ts';
import { untold } from '../untold.ts';
import { overlap } from './cidr.ts';
import { authorize } from './security-commands.ts';
import { type Guarded, listText, passageOf, rulesFor, rulesOf, type RuleSet } from './security-rules.ts';

const HTTPS = 443;

/** Whether the endpoint admits the clients of the private half: one result a VPC. Without a private half there are none. */
export function clientsToEndpoint(guarded: Guarded): readonly CheckResult[] {
  const { names, source, clientVpcs } = guarded.situation;
  if (names.every(({ privateHalf }) => privateHalf === undefined)) {
    return clientVpcs.map(({ id }) => notConfigured('SG_PATH', subjectOf(id), 'hostnames.privateZoneId'));
  }
  if (source.kind === 'unread') return [unread('SG_PATH', 'VPC clients → endpoint', source.problem)];
  return clientVpcs.map((vpc) => judgeVpc(vpc, guarded));
}

function judgeVpc({ id, cidrs }: ClientVpc, { situation, groups }: Guarded): CheckResult {
  const { source, frontDoor, region } = situation;
  const subject = subjectOf(id);
  if (source.kind === 'unread') return unread('SG_PATH', subject, source.problem);
  if (cidrs.kind === 'unread') return unread('SG_PATH', subject, cidrs.problem);
  const { endpoint, interfaces } = source.value;
  const [groupId] = endpoint.securityGroupIds;
  if (groupId === undefined) return unknown('SG_PATH', subject, `${endpoint.id} has no security group.`);
  const families = new Set(interfaces.flatMap(({ ips }) => ips.map(familyOf)));
  const blocks = cidrs.value.filter((cidr) => families.has(familyOf(cidr)));
  if (blocks.length === 0) {
    return unknown(
      'SG_PATH',
      subject,
      `${id} and ${endpoint.id} have no address family in common, as far as was seen.`,
    );
  }

  const ruleSet = rulesOf(endpoint.securityGroupIds, groups, 'ingress');
  const passage = passageOf(ruleSet, HTTPS, { groupIds: [], blocks });
  if (passage.kind === 'open') return ok('SG_PATH', subject, `Open on TCP ${HTTPS} from ${blocks.join(', ')}.`);
  if (passage.kind === 'undecided') return unknown('SG_PATH', subject, passage.why);
  const door = frontDoor?.loadBalancer;
  const others = groupsBeside(door?.kind === 'read' ? door.value.securityGroupIds : [], ruleSet);
  if (others.length > 0) {
    return untold('SG_PATH', subject, `Rules name security groups, whose members are not read: ${listText(others)}.`);
  }
  const admitted = rulesFor(ruleSet, HTTPS).flatMap((rule) =>
    rule.cidrs.filter((cidr) => blocks.some((block) => overlap(cidr, block))),
  );
  if (admitted.length > 0) {
    const look = awsCommand('ec2 describe-security-groups', { 'group-ids': endpoint.securityGroupIds }, region);
    return finding('SG_PATH', subject, {
      severity: 'warn',
      expected: `${endpoint.id} admits ${blocks.join(', ')} of ${id} on TCP ${HTTPS}.`,
      found: `It admits a part of it, ${admitted.join(', ')}; whether clients stand elsewhere is not known.`,
      fix: `Where clients stand elsewhere, admit their subnets too. The rules now:\n${look}`,
    });
  }
  return finding('SG_PATH', subject, {
    severity: 'crit',
    expected: `${endpoint.id} admits ${blocks.join(', ')} of ${id} on TCP ${HTTPS}.`,
    found: `No ingress rule of ${listText(endpoint.securityGroupIds)} admits ${passage.barred.join(', ')}.`,
    fix: authorize({ direction: 'ingress', groupId, port: HTTPS, of: { blocks: passage.barred }, region }),
  });
}

function subjectOf(vpcId: string): string {
  return `${vpcId} clients → endpoint`;
}

/** The groups that rules name beside the load balancer's. Clients may be among their members. */
function groupsBeside(known: readonly string[], ruleSet: RuleSet): readonly string[] {
  const named = rulesFor(ruleSet, HTTPS).flatMap(({ groupIds }) => groupIds);
  return [...new Set(named)].filter((id) => !known.includes(id));
}
