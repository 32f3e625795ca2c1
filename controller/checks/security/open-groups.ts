import { type CheckResult, finding, ok, unknown } from '../../model/finding.ts';
import { awsCommand } from '../command.ts';
import { EVERYBODY, isCovered } from './cidr.ts';
import { frontDoorOf } from '../front-door.ts';
import { authorize, revokeIngress } from './security-commands.ts';
import { type Guarded, prefixListsText, rulesFor, rulesOf, type RuleSet, unreadText } from './security-rules.ts';

const HTTPS = 443;

/** Whether security groups admit more than they are meant to: one result a group. */
export function openGroups(guarded: Guarded): readonly CheckResult[] {
  return [...endpointGroups(guarded), ...loadBalancerGroups(guarded)];
}

/** Behind the load balancer and VPC clients there is no reason to admit everybody. */
function endpointGroups({ situation, groups }: Guarded): readonly CheckResult[] {
  const { source, region } = situation;
  if (source.kind === 'unread') return [];
  const { endpoint } = source.value;
  return endpoint.securityGroupIds.map((groupId) => {
    const ruleSet = rulesOf([groupId], groups, 'ingress');
    const cidrs = rulesFor(ruleSet, HTTPS).flatMap((rule) => rule.cidrs);
    const open = EVERYBODY.filter((everybody) => isCovered(everybody, cidrs));
    if (open.length === 0) return closedAsFarAsSeen(groupId, ruleSet, HTTPS);
    const look = awsCommand('ec2 describe-security-groups', { 'group-ids': groupId }, region);
    return finding('SG_PATH', groupId, {
      severity: 'warn',
      expected: `${groupId} of ${endpoint.id} admits the load balancer and the client VPCs on TCP ${HTTPS}.`,
      found: `It admits everybody: ${open.join(', ')}.`,
      fix: `${look} # give load balancer and client VPCs rules of their own, then revoke the one for everybody`,
    });
  });
}

/** Wider than told: blocks that are not, in every address, among those who may connect. */
function loadBalancerGroups({ situation, groups }: Guarded): readonly CheckResult[] {
  const { allowedCidrs, publicPort } = situation.spec.audit ?? {};
  const door = frontDoorOf(situation);
  if (door.kind === 'unknown' || allowedCidrs === undefined || publicPort === undefined) return [];
  const { region } = situation;
  return door.loadBalancer.securityGroupIds.map((groupId) => {
    const ruleSet = rulesOf([groupId], groups, 'ingress');
    const rules = rulesFor(ruleSet, publicPort);
    const isWide = (block: string): boolean => !isCovered(block, allowedCidrs);
    const wide = rules.filter(({ cidrs }) => cidrs.some(isWide));
    if (wide.length === 0) return closedAsFarAsSeen(groupId, ruleSet, publicPort);

    // What only the wide rules admitted gets its own rule first: to revoke alone would cut partners off.
    const kept = rules.flatMap(({ cidrs }) => cidrs.filter((block) => !isWide(block)));
    const lost = allowedCidrs.filter((block) => !isCovered(block, kept));
    const replacement =
      lost.length === 0
        ? []
        : [authorize({ direction: 'ingress', groupId, port: publicPort, of: { blocks: lost }, region })];
    const revoked = wide.map((rule) => revokeIngress(groupId, rule, { blocks: rule.cidrs.filter(isWide), region }));
    return finding('SG_PATH', groupId, {
      severity: 'warn',
      expected: `${groupId} of ${door.loadBalancer.name} admits on TCP ${publicPort} nobody but ${allowedCidrs.join(', ')}.`,
      found: `Open wider than told: it admits ${wide.flatMap(({ cidrs }) => cidrs.filter(isWide)).join(', ')}.`,
      fix: [...replacement, ...revoked].join(' && '),
    });
  });
}

function closedAsFarAsSeen(groupId: string, ruleSet: RuleSet, port: number): CheckResult {
  if (ruleSet.unreadIds.length > 0) return unknown('SG_PATH', groupId, unreadText(ruleSet));
  const prefixLists = prefixListsText(rulesFor(ruleSet, port));
  if (prefixLists !== undefined) return unknown('SG_PATH', groupId, prefixLists);
  return ok('SG_PATH', groupId, `Admits no more on TCP ${port} than it should.`);
}
