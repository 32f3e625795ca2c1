import type { Evidence, View } from '../model/evidence.ts';
import type { Fate } from '../model/fate.ts';
import { contains, familyOf } from '../model/ip.ts';
import { type Endpoint, groundOf, type NetworkInterface, type ObservedSource, type Subnet } from '../model/network.ts';
import { isLasting, type Problem, problemText, type Reading } from '../model/reading.ts';
import type { TargetGroup } from '../model/target-group.ts';
import { carries } from './carrier.ts';

type Unknown = Extract<Fate, { kind: 'unknown' }>;
type Listing = { readonly subnetIds: readonly string[]; readonly interfaces: readonly NetworkInterface[] };

/** The subnet an IP lies in and who carries it, as the account sees it that owns the subnet. */
export type Ground = {
  readonly kind: 'ground';
  readonly subnet: Subnet;
  readonly carrier: NetworkInterface | undefined;
  readonly listing: Listing;
  readonly endpoints: Reading<readonly Endpoint[]>;
};

type Question = {
  readonly group: TargetGroup;
  readonly source: Reading<ObservedSource>;
  readonly groupBlocks?: Reading<readonly string[]>;
  readonly evidence: Evidence;
};

/**
 * Finds the ground an IP lies on, under the eyes of its owner. An IP of the group's VPC is delivered there, whoever else has
 * it elsewhere: so that VPC comes first, and the source's is asked only about an IP that demonstrably does not lie in it.
 */
export function findGround(ip: string, { group, source, groupBlocks, evidence }: Question): Ground | Unknown {
  const others = [evidence.sourceView, evidence.ownerView].filter((view) => view !== undefined);
  if (evidence.subnets.kind === 'unread') return unreadFate(evidence.subnets.problem);
  const views = [{ ...evidence, accountId: group.accountId }, ...others];
  const vpcIds = [...new Set([group.vpcId, ...(source.kind === 'read' ? [groundOf(source.value).vpcId] : [])])];
  for (const vpcId of vpcIds) {
    const [first, ...rest] = views.flatMap((view) => look(view, vpcId, ip));
    if (first !== undefined) return believe([first, ...rest], ip, others);
    // Of the group's VPC, which is the first: where that is not all seen, nothing says that the IP lies in the next.
    if (!sees(evidence.subnets.value, group) && !liesBeyond(ip, groupBlocks)) {
      if (groupBlocks?.kind === 'unread') return unreadFate(groupBlocks.problem);
      return unknown(`${ip} may lie in a part of ${vpcId} that ${group.accountId} does not see`, true);
    }
  }
  return (
    findUnread(others) ??
    unknown(`${ip} lies in no subnet of ${vpcIds.join(' or ')}, so its owner cannot be looked up`, true)
  );
}

type Sighting = Pick<View, 'listing' | 'endpoints'> & {
  readonly accountId: string;
  readonly subnet: Subnet;
  readonly carrier: NetworkInterface | undefined;
};

/** Where in a VPC an IP lies, as one account sees it: where its interface is, else by the blocks. */
function look(view: View & { readonly accountId: string }, vpcId: string, ip: string): readonly Sighting[] {
  const { accountId, subnets, listing, endpoints } = view;
  const own = subnets.kind === 'read' ? subnets.value.filter((subnet) => subnet.vpcId === vpcId) : [];
  const interfaces = listing.kind === 'read' ? listing.value.interfaces : [];
  const carrier = interfaces.find((each) => carries(each, ip) && own.some(({ id }) => id === each.subnetId));
  const subnet = own.find(({ id, cidrs }) =>
    carrier === undefined ? cidrs.some((cidr) => contains(cidr, ip)) : id === carrier.subnetId,
  );
  return subnet === undefined ? [] : [{ accountId, subnet, carrier, listing, endpoints }];
}

/** Of those who see a subnet its owner is believed, and nobody else: to a participant of a shared VPC others are invisible. */
function believe(sightings: readonly [Sighting, ...Sighting[]], ip: string, others: readonly View[]): Ground | Unknown {
  const owner = sightings.find(({ subnet, accountId }) => subnet.ownerId === accountId);
  if (owner?.listing.kind === 'read') return { kind: 'ground', ...owner, listing: owner.listing.value };
  if (owner?.listing.kind === 'unread') return unreadFate(owner.listing.problem);
  const unread = findUnread(others);
  if (unread !== undefined) return unread;
  const [{ subnet, accountId }] = sightings;
  return unknown(
    `${ip} lies in ${subnet.id}, which ${subnet.ownerId} owns; ${accountId} cannot see all of its interfaces`,
    true,
  );
}

/** Whoever could not look might have told. */
function findUnread(views: readonly View[]): Unknown | undefined {
  for (const { subnets } of views) if (subnets.kind === 'unread') return unreadFate(subnets.problem);
  return undefined;
}

/** True if the group's account owns the group's VPC: only then does it see all of its subnets. */
function sees(subnets: readonly Subnet[], { vpcId, accountId }: TargetGroup): boolean {
  return subnets.some((subnet) => subnet.vpcId === vpcId && subnet.ownerId === accountId);
}

/** True for an IPv4 in no block of a VPC. A participant sees its blocks, though not all of its subnets. */
function liesBeyond(ip: string, blocks: Reading<readonly string[]> | undefined): boolean {
  return familyOf(ip) === 'ipv4' && blocks?.kind === 'read' && !blocks.value.some((cidr) => contains(cidr, ip));
}

/** Nothing proved, with why. */
export function unknown(why: string, needsOperator: boolean): Unknown {
  return { kind: 'unknown', why, needsOperator };
}

/** Nothing proved, because a read failed. */
export function unreadFate(problem: Problem): Unknown {
  return { kind: 'unknown', why: problemText(problem), needsOperator: isLasting(problem), problem };
}
