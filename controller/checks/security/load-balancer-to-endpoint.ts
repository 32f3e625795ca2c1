import type { FrontDoor, LoadBalancer } from '../../model/audit-load-balancer.ts';
import type { AuditedSource } from '../../model/audit-source.ts';
import { type CheckResult, finding, ok, unknown, unread } from '../../model/finding.ts';
import { type Family, familyOf } from '../../model/ip.ts';
import type { NetworkInterface, Subnet } from '../../model/network.ts';
import type { Reading } from '../../model/reading.ts';
import { blockOf } from './cidr.ts';
import { frontDoorOf } from '../front-door.ts';
import { checkPort, trafficPort } from './ports.ts';
import { authorize } from './security-commands.ts';
import { type Direction, type Guarded, listText, passageOf, type Peer, rulesOf } from './security-rules.ts';

const SUBJECT = 'load balancer → endpoint';

/** One end of the way: the groups whose rules must let the other end through. */
type Leg = { readonly direction: Direction; readonly groupIds: readonly string[]; readonly peer: Peer };

/** Whether traffic and health checks get out of the load balancer and into the endpoint. */
export function loadBalancerToEndpoint({ situation, groups }: Guarded): CheckResult {
  const { spec, group, source, subnets, region } = situation;
  if (group.kind === 'unread') return unread('SG_PATH', SUBJECT, group.problem);
  if (source.kind === 'unread') return unread('SG_PATH', SUBJECT, source.problem);
  const door = frontDoorOf(situation);
  if (door.kind === 'unknown') return unknown('SG_PATH', SUBJECT, door.why);
  const { endpoint } = source.value;
  if (endpoint.securityGroupIds.length === 0) {
    return unknown('SG_PATH', SUBJECT, `${endpoint.id} has no security group.`);
  }

  const { family } = group.value;
  const fromBlocks = loadBalancerBlocks(door.loadBalancer, { interfaces: door.parts.interfaces, subnets, family });
  const legs = legsBetween(
    { groupIds: door.loadBalancer.securityGroupIds, blocks: fromBlocks },
    { groupIds: endpoint.securityGroupIds, blocks: endpointBlocks(source.value, family) },
  );
  // Health checks obey the load balancer’s egress and the endpoint’s ingress, as traffic does.
  const ports = [...new Set([trafficPort(spec, group.value), checkPort(spec, group.value)])];
  const passages = legs.flatMap((leg) =>
    ports.map((port) => ({
      leg,
      port,
      passage: passageOf(rulesOf(leg.groupIds, groups, leg.direction), port, leg.peer),
    })),
  );

  const closed = passages.flatMap(({ leg, port, passage }) =>
    passage.kind === 'closed' ? [{ ...leg, port, barred: passage.barred, region }] : [],
  );
  if (closed.length > 0) {
    return finding('SG_PATH', SUBJECT, {
      severity: 'crit',
      expected: `The load balancer reaches ${endpoint.id} on TCP ${ports.join(' and ')}.`,
      found: `${closed.map(closedText).join('; ')}.`,
      fix: closed.map(opening).join(' && '),
    });
  }
  const undecided = passages.flatMap(({ passage }) => (passage.kind === 'undecided' ? [passage.why] : []));
  if (undecided.length > 0) return unknown('SG_PATH', SUBJECT, [...new Set(undecided)].join(' '));
  return ok('SG_PATH', SUBJECT, `Open on TCP ${ports.join(' and ')}.`);
}

/** A load balancer without security groups filters nothing, and no rule of the endpoint can name it by one. */
function legsBetween(from: Peer, to: Peer): readonly Leg[] {
  const out: Leg = { direction: 'egress', groupIds: from.groupIds, peer: to };
  const into: Leg = { direction: 'ingress', groupIds: to.groupIds, peer: from };
  return from.groupIds.length === 0 ? [into] : [out, into];
}

function endpointBlocks({ endpoint, interfaces }: AuditedSource, family: Family): Peer['blocks'] {
  if (interfaces.length < endpoint.interfaceIds.length) return undefined;
  return nonEmpty(blocksOf(interfaces, family));
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

type Closed = Leg & { readonly port: number; readonly barred: readonly string[]; readonly region: string };

function closedText({ direction, groupIds, peer, port, barred }: Closed): string {
  const peers = [...peer.groupIds.toSorted(), ...barred].join(', ');
  return `no ${direction} rule of ${listText(groupIds)} lets TCP ${port} ${direction === 'egress' ? 'out to' : 'in from'} ${peers}`;
}

function opening({ direction, groupIds: [own = ''], peer, port, barred, region }: Closed): string {
  const [peerGroup] = peer.groupIds;
  const of = peerGroup === undefined ? { blocks: barred } : { groupId: peerGroup };
  return authorize({ direction, groupId: own, port, of, region });
}
