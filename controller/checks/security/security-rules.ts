import type { AuditSituation } from '../../model/audit.ts';
import type { SecurityGroup, SecurityGroupRule } from '../../model/audit-security.ts';
import { isCovered } from './cidr.ts';

/** A situation whose security groups could be read. */
export type Guarded = { readonly situation: AuditSituation; readonly groups: readonly SecurityGroup[] };

/** Which rules of a group: those for who comes in, or for who is called. */
export type Direction = 'ingress' | 'egress';

/** The rules of one direction that hold for something with several groups: they add up. */
export type RuleSet = {
  readonly groupIds: readonly string[];
  readonly rules: readonly SecurityGroupRule[];
  /** Groups whose rules are not known. */
  readonly unreadIds: readonly string[];
};

/** Who stands at the other end: what belongs to any of the groups, and has every address of the blocks. */
export type Peer = {
  readonly groupIds: readonly string[];
  /** Undefined where its addresses are not known, so that only a group can decide. */
  readonly blocks: readonly string[] | undefined;
};

/** Whether rules let a peer through; `barred` are the blocks they leave out. */
export type Passage =
  | { readonly kind: 'open' }
  | { readonly kind: 'undecided'; readonly why: string }
  | { readonly kind: 'closed'; readonly barred: readonly string[] };

/** The rules of some groups together. */
export function rulesOf(groupIds: readonly string[], groups: readonly SecurityGroup[], direction: Direction): RuleSet {
  const own = groups.filter(({ id }) => groupIds.includes(id));
  return {
    groupIds,
    rules: own.flatMap((group) => group[direction]),
    unreadIds: groupIds.filter((groupId) => !own.some(({ id }) => id === groupId)),
  };
}

/** The rules that are about a TCP port. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html */
export function rulesFor({ rules }: RuleSet, port: number): readonly SecurityGroupRule[] {
  return rules.filter(({ protocol, fromPort, toPort }) => {
    if (protocol === '-1') return true;
    if (protocol !== 'tcp' && protocol !== '6') return false;
    return fromPort !== undefined && toPort !== undefined && fromPort <= port && port <= toPort;
  });
}

/** Whether rules let a peer through on a TCP port. One rule for its group suffices; rules for blocks add up. */
export function passageOf(ruleSet: RuleSet, port: number, peer: Peer): Passage {
  const rules = rulesFor(ruleSet, port);
  if (rules.some(({ groupIds }) => groupIds.some((id) => peer.groupIds.includes(id)))) return { kind: 'open' };
  const cidrs = rules.flatMap((rule) => rule.cidrs);
  const barred = peer.blocks?.filter((block) => !isCovered(block, cidrs));
  if (barred?.length === 0) return { kind: 'open' };

  if (ruleSet.unreadIds.length > 0) return { kind: 'undecided', why: unreadText(ruleSet) };
  const prefixLists = prefixListsText(rules);
  if (prefixLists !== undefined) return { kind: 'undecided', why: prefixLists };
  if (barred === undefined) {
    return {
      kind: 'undecided',
      why: `Whether ${listText(ruleSet.groupIds)} let it through is not known: the addresses of the other end were not seen.`,
    };
  }
  return { kind: 'closed', barred };
}

/** The sentence on groups that were not read. */
export function unreadText({ unreadIds }: RuleSet): string {
  return `The rules of ${listText(unreadIds)} were not read.`;
}

/** The sentence on rules that name prefix lists, or undefined where none does. */
export function prefixListsText(rules: readonly SecurityGroupRule[]): string | undefined {
  const ids = [...new Set(rules.flatMap(({ prefixListIds }) => prefixListIds))];
  return ids.length === 0 ? undefined : `Rules name ${listText(ids)}, whose entries were not read.`;
}

/** Who alone may connect, in a sentence. */
export function allowedText(cidrs: readonly string[]): string {
  return cidrs.length === 0 ? 'nobody' : `nobody but ${cidrs.join(', ')}`;
}

/** Ids in a sentence, in order. */
export function listText(ids: readonly string[]): string {
  return ids.toSorted().join(', ');
}
