import type { AuditSituation } from '../../model/audit.ts';
import type { AuditedGroup } from '../../model/audit-group.ts';
import type { FrontDoor, LoadBalancer } from '../../model/audit-load-balancer.ts';
import { type CheckResult, finding, notConfigured, ok, unknown, unread } from '../../model/finding.ts';
import { type Family, familyOf } from '../../model/ip.ts';
import type { NetworkInterface, Subnet } from '../../model/network.ts';
import { problemText, type Reading } from '../../model/reading.ts';
import { preservesClientIps } from '../client-ips.ts';
import { frontDoorOf } from '../front-door.ts';
import { inSourceAccount, nounOf, placeOf, type SourceFacts, sourceOf } from '../source.ts';
import { blockOf } from './cidr.ts';
import { checkPort, trafficPort } from './ports.ts';
import { authorize } from './security-commands.ts';
import {
  type Direction,
  type Guarded,
  listText,
  type Passage,
  passageOf,
  type Peer,
  rulesOf,
} from './security-rules.ts';

/** One end of the way on one port: the groups whose rules must let the other end through. */
type Leg = {
  readonly direction: Direction;
  readonly groupIds: readonly string[];
  readonly peer: Peer;
  readonly port: number;
};

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
  const clients = clientPeer(situation);
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
  const closed = passages.flatMap(({ leg, passage }) =>
    passage.kind === 'closed' ? [{ ...leg, barred: passage.barred }] : [],
  );
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
function clientPeer(situation: AuditSituation): Clients {
  const { spec } = situation;
  if (nounOf(situation) === 'endpoint') return { kind: 'known', blocks: undefined, isUntold: false };
  const preserves = preservesClientIps(situation);
  if (preserves === undefined) {
    return {
      kind: 'unknown',
      why: 'Whether the ALB sees the addresses of clients or of the load balancer is not known.',
    };
  }
  const told = spec.audit?.allowedCidrs;
  return { kind: 'known', blocks: preserves ? (told ?? []) : undefined, isUntold: preserves && told === undefined };
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

/** An endpoint keeps its addresses. An ALB may have others of its subnets at any time. */
function sourceBlocks(
  { spec, sourceSubnets }: AuditSituation,
  { source, family }: { readonly source: SourceFacts; readonly family: Family },
): Peer['blocks'] {
  if ('vpcEndpointId' in spec.source) {
    return source.unseen === undefined ? nonEmpty(blocksOf(source.interfaces, family)) : undefined;
  }
  if (sourceSubnets.kind === 'unread') return undefined;
  const own = source.subnetIds.map((id) => sourceSubnets.value.find((subnet) => subnet.id === id));
  if (own.includes(undefined)) return undefined;
  return nonEmpty(own.flatMap((subnet) => subnet?.cidrs ?? []).filter((cidr) => familyOf(cidr) === family));
}

/** Why the addresses that a source may have are not known, as sentences. */
function unseenText({ spec, sourceSubnets }: AuditSituation, { unseen }: SourceFacts): readonly string[] {
  if ('vpcEndpointId' in spec.source) return unseen === undefined ? [] : [unseen];
  return sourceSubnets.kind === 'unread' ? [`${problemText(sourceSubnets.problem)}.`] : [];
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
  const blocks = nonEmpty(blocksOf(source.interfaces, family));
  const passage: Passage | undefined =
    direction === 'egress' && source.unseen === undefined
      ? passageOf(rulesOf(groupIds, groups, direction), port, { groupIds: source.securityGroupIds, blocks })
      : undefined;
  return passage?.kind === 'open';
}

type Surroundings = {
  readonly interfaces: FrontDoor['interfaces'];
  readonly subnets: Reading<readonly Subnet[]>;
  readonly family: Family;
};

/** What the load balancer connects from: its own addresses, or else the subnets that these are in. */
function loadBalancerBlocks({ zones }: LoadBalancer, { interfaces, subnets, family }: Surroundings): Peer['blocks'] {
  const perZone = zones.map(({ subnetId }) => {
    const own = interfaces.kind === 'read' ? interfaces.value.filter((one) => one.subnetId === subnetId) : [];
    const addresses = blocksOf(own, family);
    if (addresses.length > 0) return addresses;
    const cidrs = subnets.kind === 'read' ? (subnets.value.find(({ id }) => id === subnetId)?.cidrs ?? []) : [];
    return cidrs.filter((cidr) => familyOf(cidr) === family);
  });
  return perZone.some((blocks) => blocks.length === 0) ? undefined : nonEmpty(perZone.flat());
}

function blocksOf(interfaces: readonly NetworkInterface[], family: Family): readonly string[] {
  return interfaces.flatMap(({ ips }) => ips.filter((ip) => familyOf(ip) === family).map(blockOf));
}

/** No address is not an address that everybody admits: it is one that is not known. */
function nonEmpty(blocks: readonly string[]): Peer['blocks'] {
  return blocks.length === 0 ? undefined : blocks;
}

type Closed = Leg & { readonly barred: readonly string[] };

function closedText({ direction, groupIds, peer, port, barred }: Closed): string {
  const peers = [...peer.groupIds.toSorted(), ...barred].join(', ');
  return `no ${direction} rule of ${listText(groupIds)} lets TCP ${port} ${direction === 'egress' ? 'out to' : 'in from'} ${peers}`;
}

type Site = { readonly situation: AuditSituation; readonly source: SourceFacts; readonly group: AuditedGroup };

/** The commands that let traffic out and in; each for the account, and the Region, whose group it changes. */
function openings(closed: readonly Closed[], site: Site): string {
  const { situation } = site;
  const commands = (direction: Direction): string =>
    closed
      .filter((leg) => leg.direction === direction)
      .map((leg) => opening(leg, site))
      .join(' && ');
  const [out, into] = [commands('egress'), commands('ingress')];
  if (placeOf(situation).accountId === situation.accountId)
    return [out, into].filter((part) => part !== '').join(' && ');
  return [...(out === '' ? [] : [out]), ...(into === '' ? [] : [inSourceAccount(situation, into)])].join('\n');
}

/** Within a VPC by the other end's group; from one VPC to another by blocks, since groups hold only where the two are peered. */
function opening(
  { direction, groupIds: [own = ''], peer, port, barred }: Closed,
  { situation, source, group }: Site,
): string {
  const place = placeOf(situation);
  const [peerGroup] = peer.groupIds;
  const isNear = source.vpcId === group.vpcId && place.region === situation.region;
  const far = direction === 'egress' ? place.accountId : situation.accountId;
  const accountId = place.accountId === situation.accountId ? undefined : far;
  return authorize({
    direction,
    groupId: own,
    port,
    of: peerGroup === undefined || !isNear ? { blocks: barred } : { groupId: peerGroup, accountId },
    region: direction === 'egress' ? situation.region : place.region,
  });
}
