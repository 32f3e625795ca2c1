import type { SecurityGroupRule } from '../../model/audit-security.ts';
import { type CheckResult, finding, ok, unknown } from '../../model/finding.ts';
import { preservesClientIps } from '../client-ips.ts';
import { awsCommand } from '../command.ts';
import { inSourceAccount, nounOf, placeOf, sourceOf } from '../source.ts';
import { EVERYBODY, isCovered } from './cidr.ts';
import { frontDoorOf } from '../front-door.ts';
import { servicePort } from './ports.ts';
import { authorize, revokeIngress } from './security-commands.ts';
import {
  allowedText,
  type Guarded,
  prefixListsText,
  rulesFor,
  rulesOf,
  type RuleSet,
  unreadText,
} from './security-rules.ts';

/** Whether security groups admit more than they are meant to: one result a group. */
export function openGroups(guarded: Guarded): readonly CheckResult[] {
  return [...sourceGroups(guarded), ...loadBalancerGroups(guarded)];
}

/** Behind the load balancer and VPC clients there is no reason to admit everybody, unless everybody's address is kept. */
function sourceGroups({ situation, groups }: Guarded): readonly CheckResult[] {
  const source = sourceOf(situation);
  const port = servicePort(situation);
  if (source.kind === 'unread' || port.kind === 'unknown') return [];
  const isKept = nounOf(situation) === 'ALB' && preservesClientIps(situation) === true;
  const meant = isKept ? (situation.spec.audit?.allowedCidrs ?? []) : [];
  return source.value.securityGroupIds.map((groupId) => {
    const ruleSet = rulesOf([groupId], groups, 'ingress');
    const cidrs = rulesFor(ruleSet, port.value).flatMap((rule) => rule.cidrs);
    const open = EVERYBODY.filter((everybody) => isCovered(everybody, cidrs) && !isCovered(everybody, meant));
    if (open.length === 0) return closedAsFarAsSeen(groupId, ruleSet, port.value);
    const look = showRules(groupId, placeOf(situation).region);
    return finding('SG_PATH', groupId, {
      severity: 'warn',
      expected: `${groupId} of ${source.value.name} admits the load balancer and the client VPCs on TCP ${port.value}.`,
      found: `It admits everybody: ${open.join(', ')}.`,
      fix: inSourceAccount(
        situation,
        `Give load balancer and client VPCs rules of their own, then revoke the one for everybody. The rules now:\n${look}`,
      ),
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

    return finding('SG_PATH', groupId, {
      severity: 'warn',
      expected: `${groupId} of ${door.loadBalancer.name} admits on TCP ${publicPort} ${allowedText(allowedCidrs)}.`,
      found: `Open wider than told: it admits ${wide.flatMap(({ cidrs }) => cidrs.filter(isWide)).join(', ')}.`,
      fix: narrow({ groupId, port: publicPort, allowedCidrs, rules, region }),
    });
  });
}

type Wide = {
  readonly groupId: string;
  readonly port: number;
  readonly allowedCidrs: readonly string[];
  readonly rules: readonly SecurityGroupRule[];
  readonly region: string;
};

/** The commands that take from rules what is too wide; of a rule for more than the one port others may live. */
function narrow({ groupId, port, allowedCidrs, rules, region }: Wide): string {
  const isWide = (block: string): boolean => !isCovered(block, allowedCidrs);
  const wide = rules.filter(({ cidrs }) => cidrs.some(isWide));
  if (wide.some(({ protocol, fromPort, toPort }) => protocol === '-1' || fromPort !== port || toPort !== port)) {
    const words = `A rule of these is for more than TCP ${port}: make one for each port that is used, then revoke it.`;
    return `${words}\n${showRules(groupId, region)}`;
  }
  // What only the wide rules admitted gets its own rule first: to revoke alone would cut partners off.
  const kept = rules.flatMap(({ cidrs }) => cidrs.filter((block) => !isWide(block)));
  const lost = allowedCidrs.filter((block) => !isCovered(block, kept));
  const replacement =
    lost.length === 0 ? [] : [authorize({ direction: 'ingress', groupId, port, of: { blocks: lost }, region })];
  const revoked = wide.map((rule) => revokeIngress(groupId, rule, { port, blocks: rule.cidrs.filter(isWide), region }));
  return [...replacement, ...revoked].join(' && ');
}

function showRules(groupId: string, region: string): string {
  return awsCommand('ec2 describe-security-groups', { 'group-ids': groupId }, region);
}

function closedAsFarAsSeen(groupId: string, ruleSet: RuleSet, port: number): CheckResult {
  if (ruleSet.unreadIds.length > 0) return unknown('SG_PATH', groupId, unreadText(ruleSet));
  const prefixLists = prefixListsText(rulesFor(ruleSet, port));
  if (prefixLists !== undefined) return unknown('SG_PATH', groupId, prefixLists);
  return ok('SG_PATH', groupId, `Admits no more on TCP ${port} than it should.`);
}
