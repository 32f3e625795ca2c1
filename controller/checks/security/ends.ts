import type { AuditSituation } from '../../model/audit.ts';
import type { FrontDoor, LoadBalancer } from '../../model/audit-load-balancer.ts';
import { type Family, familyOf } from '../../model/ip.ts';
import type { NetworkInterface, Subnet } from '../../model/network.ts';
import { problemText, type Reading } from '../../model/reading.ts';
import type { SourceFacts } from '../source.ts';
import { blockOf } from './cidr.ts';
import type { Peer } from './security-rules.ts';

/** An endpoint keeps its addresses. An ALB may have others of its subnets at any time. */
export function sourceBlocks(
  { spec, sourceSubnets }: AuditSituation,
  { source, family }: { readonly source: SourceFacts; readonly family: Family },
): Peer['blocks'] {
  if ('vpcEndpointId' in spec.source) {
    return source.unseen === undefined ? ownBlocks(source, family) : undefined;
  }
  if (sourceSubnets.kind === 'unread') return undefined;
  const own = source.subnetIds.map((id) => sourceSubnets.value.find((subnet) => subnet.id === id));
  if (own.includes(undefined)) return undefined;
  return nonEmpty(own.flatMap((subnet) => subnet?.cidrs ?? []).filter((cidr) => familyOf(cidr) === family));
}

/** Why the addresses that a source may have are not known, as sentences. */
export function unseenText({ spec, sourceSubnets }: AuditSituation, { unseen }: SourceFacts): readonly string[] {
  if ('vpcEndpointId' in spec.source) return unseen === undefined ? [] : [unseen];
  return sourceSubnets.kind === 'unread' ? [`${problemText(sourceSubnets.problem)}.`] : [];
}

/** The addresses that a source has today; undefined where it shows none. */
export function ownBlocks({ interfaces }: SourceFacts, family: Family): Peer['blocks'] {
  return nonEmpty(blocksOf(interfaces, family));
}

type Surroundings = {
  readonly interfaces: FrontDoor['interfaces'];
  readonly subnets: Reading<readonly Subnet[]>;
  readonly family: Family;
};

/** What the load balancer connects from: its own addresses, or else the subnets that these are in. */
export function loadBalancerBlocks(
  { zones }: LoadBalancer,
  { interfaces, subnets, family }: Surroundings,
): Peer['blocks'] {
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
