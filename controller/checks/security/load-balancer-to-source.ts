import type { AuditSituation } from '../../model/audit.ts';
import type { AuditedGroup } from '../../model/audit-group.ts';
import { type CheckResult, finding, notConfigured, ok, unknown, unread } from '../../model/finding.ts';
import { type Family, familyOf } from '../../model/ip.ts';
import { problemText } from '../../model/reading.ts';
import { preservesClientIps } from '../client-ips.ts';
import { frontDoorOf } from '../front-door.ts';
import { nounOf, type SourceFacts, sourceOf } from '../source.ts';
import { loadBalancerBlocks, ownBlocks, sourceBlocks, unseenText } from './ends.ts';
import { closedText, type Leg, openings } from './openings.ts';
import { checkPort, trafficPort } from './ports.ts';
import { type Guarded, passageOf, type Peer, rulesOf } from './security-rules.ts';

/** Whether traffic and health checks get out of the load balancer and into the source. */
export function loadBalancerToSource({ situation, groups }: Guarded): CheckResult {
  const { group } = situation;
  const subject = `load balancer → ${nounOf(situation)}`;
  if (group.kind === 'unread') return unread('SG_PATH', subject, group.problem);
  const source = sourceOf(situation);
  if (source.kind === 'unread') return unread('SG_PATH', subject, source.problem);
  const door = frontDoorOf(situation);
  if (door.kind === 'unknown') return unknown('SG_PATH', subject, door.why);
  const { name, securityGroupIds } = source.value;
  if (securityGroupIds.length === 0) return unknown('SG_PATH', subject, `${name} has no security group.`);
  const clients = clientPeer(situation, group.value.family);
  if (clients.kind === 'unknown') return unknown('SG_PATH', subject, clients.why);

  const { subnets } = situation;
  const { family } = group.value;
  const fromBlocks = loadBalancerBlocks(door.loadBalancer, { interfaces: door.parts.interfaces, subnets, family });
  const from = { groupIds: door.loadBalancer.securityGroupIds, blocks: fromBlocks };
  const to = { groupIds: securityGroupIds, blocks: sourceBlocks(situation, { source: source.value, family }) };
  const legs = legsBetween({ from, to, clients: clients.blocks }, portsOf(situation, group.value));
  const passages = legs.map((leg) => ({
    leg,
    passage: passageOf(rulesOf(leg.groupIds, groups, leg.direction), leg.port, leg.peer),
  }));

  const ports = [...new Set(legs.map(({ port }) => port))].join(' and ');
  const shut = passages.flatMap(({ leg, passage }) =>
    passage.kind === 'closed' ? [{ ...leg, barred: passage.barred }] : [],
  );
  const { interfaces } = door.parts;
  // Whoever admits the load balancer's own addresses need not admit their subnets, which stand for what was not read.
  const closed = interfaces.kind === 'unread' ? shut.filter(({ peer }) => peer !== from) : shut;
  if (interfaces.kind === 'unread' && shut.length > 0 && closed.length === 0) {
    return unread('SG_PATH', subject, interfaces.problem);
  }
  if (closed.length > 0) {
    const today = closed.every((leg) => isOpenToday(leg, { source: source.value, groups, family }));
    return finding('SG_PATH', subject, {
      severity: today ? 'err' : 'crit',
      expected: `The load balancer reaches ${name} on TCP ${ports}.`,
      found: `${closed.map(closedText).join('; ')}${today ? ': the addresses of today are let through, and those after a change are not' : ''}.`,
      fix: openings(closed, { situation, source: source.value, group: group.value }),
    });
  }
  const undecided = passages.flatMap(({ passage }) => (passage.kind === 'undecided' ? [passage.why] : []));
  const unseen = to.blocks === undefined ? unseenText(situation, source.value) : [];
  if (undecided.length > 0 && clients.isUntold) return notConfigured('SG_PATH', subject, 'audit.allowedCidrs');
  if (undecided.length > 0) return unknown('SG_PATH', subject, [...new Set([...undecided, ...unseen])].join(' '));
  return ok('SG_PATH', subject, `Open on TCP ${ports}.`);
}

type Clients =
  /** Undefined where targets see the load balancer's addresses alone. */
  | { readonly kind: 'known'; readonly blocks: readonly string[] | undefined; readonly isUntold: boolean }
  | { readonly kind: 'unknown'; readonly why: string };

/** Who connects besides the load balancer, as a source sees it. An endpoint admits nobody whose address is kept, and TG_ATTR_FATAL says so. */
function clientPeer(situation: AuditSituation, family: Family): Clients {
  const { spec, groupAttributes } = situation;
  if (nounOf(situation) === 'endpoint') return { kind: 'known', blocks: undefined, isUntold: false };
  if (groupAttributes.kind === 'unread') return { kind: 'unknown', why: `${problemText(groupAttributes.problem)}.` };
  const preserves = preservesClientIps(situation);
  if (preserves === undefined) {
    return {
      kind: 'unknown',
      why: 'Whether the ALB sees the addresses of clients or of the load balancer is not known.',
    };
  }
  const told = spec.audit?.allowedCidrs;
  if (!preserves) return { kind: 'known', blocks: undefined, isUntold: false };
  if (told === undefined) return { kind: 'known', blocks: [], isUntold: true };
  // Clients of the other family are met with the load balancer's own addresses.
  const blocks = told.filter((block) => familyOf(block) === family);
  return { kind: 'known', blocks: blocks.length === 0 ? undefined : blocks, isUntold: false };
}

function portsOf({ spec }: AuditSituation, group: AuditedGroup): { readonly traffic: number; readonly check: number } {
  return { traffic: trafficPort(spec, group), check: checkPort(spec, group) };
}

type Ends = { readonly from: Peer; readonly to: Peer; readonly clients: readonly string[] | undefined };

/**
 * A load balancer without security groups filters nothing, and no rule of the source can name it by one. A rule for its group
 * lets clients in too whose addresses are kept: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
function legsBetween(
  { from, to, clients }: Ends,
  { traffic, check }: { readonly traffic: number; readonly check: number },
): readonly Leg[] {
  // Health checks obey the load balancer’s egress and the source’s ingress, as traffic does.
  const ports = [...new Set([traffic, check])];
  const out = ports.map((port) => ({ direction: 'egress' as const, groupIds: from.groupIds, peer: to, port }));
  const into = ports.map((port) => ({ direction: 'ingress' as const, groupIds: to.groupIds, peer: from, port }));
  const peer = { groupIds: from.groupIds, blocks: clients?.length === 0 ? undefined : clients };
  const kept = { direction: 'ingress' as const, groupIds: to.groupIds, peer, port: traffic };
  return [...(from.groupIds.length === 0 ? [] : out), ...into, ...(clients === undefined ? [] : [kept])];
}

/** True for an egress that lets through the addresses a source has today, if not all that it may have. */
function isOpenToday(
  { direction, groupIds, port }: Leg,
  {
    source,
    groups,
    family,
  }: { readonly source: SourceFacts; readonly groups: Guarded['groups']; readonly family: Family },
): boolean {
  const blocks = ownBlocks(source, family);
  const passage =
    direction === 'egress' && source.unseen === undefined
      ? passageOf(rulesOf(groupIds, groups, direction), port, { groupIds: source.securityGroupIds, blocks })
      : undefined;
  return passage?.kind === 'open';
}
