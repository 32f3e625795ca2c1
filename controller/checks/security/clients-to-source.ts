import type { ClientVpc } from '../../model/audit-client-vpc.ts';
import { type CheckResult, finding, notConfigured, ok, unknown, unread } from '../../model/finding.ts';
import { familyOf } from '../../model/ip.ts';
import { awsCommand } from '../command.ts';
import { inSourceAccount, nounOf, placeOf, sourceOf } from '../source.ts';
import { untold } from '../untold.ts';
import { overlap } from './cidr.ts';
import { clientPort } from './ports.ts';
import { authorize } from './security-commands.ts';
import { type Guarded, listText, passageOf, rulesFor, rulesOf, type RuleSet } from './security-rules.ts';

/** Whether the source admits the clients of the private half: one result a VPC. Without a private half there are none. */
export function clientsToSource(guarded: Guarded): readonly CheckResult[] {
  const { names, source, clientVpcs } = guarded.situation;
  const noun = nounOf(guarded.situation);
  if (names.every(({ privateHalf }) => privateHalf === undefined)) {
    return clientVpcs.map(({ id }) => notConfigured('SG_PATH', subjectOf(id, noun), 'hostnames.privateZoneId'));
  }
  if (source.kind === 'unread') return [unread('SG_PATH', `VPC clients → ${noun}`, source.problem)];
  return clientVpcs.map((vpc) => judgeVpc(vpc, guarded));
}

function judgeVpc({ id, cidrs }: ClientVpc, { situation, groups }: Guarded): CheckResult {
  const { frontDoor } = situation;
  const source = sourceOf(situation);
  const subject = subjectOf(id, nounOf(situation));
  if (source.kind === 'unread') return unread('SG_PATH', subject, source.problem);
  if (cidrs.kind === 'unread') return unread('SG_PATH', subject, cidrs.problem);
  const { name, interfaces, securityGroupIds } = source.value;
  const [groupId] = securityGroupIds;
  if (groupId === undefined) return unknown('SG_PATH', subject, `${name} has no security group.`);
  const port = clientPort(situation);
  if (port.kind === 'unknown') return unknown('SG_PATH', subject, port.why);
  const families = new Set(interfaces.flatMap(({ ips }) => ips.map(familyOf)));
  const blocks = cidrs.value.filter((cidr) => families.has(familyOf(cidr)));
  if (blocks.length === 0) {
    return unknown('SG_PATH', subject, `${id} and ${name} have no address family in common, as far as was seen.`);
  }

  const { region } = placeOf(situation);
  const ruleSet = rulesOf(securityGroupIds, groups, 'ingress');
  const passage = passageOf(ruleSet, port.value, { groupIds: [], blocks });
  if (passage.kind === 'open') return ok('SG_PATH', subject, `Open on TCP ${port.value} from ${blocks.join(', ')}.`);
  if (passage.kind === 'undecided') return unknown('SG_PATH', subject, passage.why);
  const door = frontDoor?.loadBalancer;
  const others = groupsBeside(door?.kind === 'read' ? door.value.securityGroupIds : [], rulesFor(ruleSet, port.value));
  if (others.length > 0) {
    return untold('SG_PATH', subject, `Rules name security groups, whose members are not read: ${listText(others)}.`);
  }
  const admitted = rulesFor(ruleSet, port.value).flatMap((rule) =>
    rule.cidrs.filter((cidr) => blocks.some((block) => overlap(cidr, block))),
  );
  if (admitted.length > 0) {
    const look = awsCommand('ec2 describe-security-groups', { 'group-ids': securityGroupIds }, region);
    return finding('SG_PATH', subject, {
      severity: 'warn',
      expected: `${name} admits ${blocks.join(', ')} of ${id} on TCP ${port.value}.`,
      found: `It admits a part of it, ${admitted.join(', ')}; whether clients stand elsewhere is not known.`,
      fix: inSourceAccount(
        situation,
        `Where clients stand elsewhere, admit their subnets too. The rules now:\n${look}`,
      ),
    });
  }
  return finding('SG_PATH', subject, {
    severity: 'crit',
    expected: `${name} admits ${blocks.join(', ')} of ${id} on TCP ${port.value}.`,
    found: `No ingress rule of ${listText(securityGroupIds)} admits ${passage.barred.join(', ')}.`,
    fix: inSourceAccount(
      situation,
      authorize({ direction: 'ingress', groupId, port: port.value, of: { blocks: passage.barred }, region }),
    ),
  });
}

function subjectOf(vpcId: string, noun: ReturnType<typeof nounOf>): string {
  return `${vpcId} clients → ${noun}`;
}

/** The groups that rules name beside the load balancer's. Clients may be among their members. */
function groupsBeside(known: readonly string[], rules: RuleSet['rules']): readonly string[] {
  const named = rules.flatMap(({ groupIds }) => groupIds);
  return [...new Set(named)].filter((id) => !known.includes(id));
}
