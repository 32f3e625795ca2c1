import type { AuditSituation } from '../../model/audit.ts';
import type { AuditedGroup } from '../../model/audit-group.ts';
import { inSourceAccount, placeOf, type SourceFacts } from '../source.ts';
import { authorize } from './security-commands.ts';
import { type Direction, listText, type Peer } from './security-rules.ts';

/** One end of the way on one port: the groups whose rules must let the other end through. */
export type Leg = {
  readonly direction: Direction;
  readonly groupIds: readonly string[];
  readonly peer: Peer;
  readonly port: number;
};

/** A leg that rules do not let pass; `barred` are the blocks they leave out. */
type Closed = Leg & { readonly barred: readonly string[] };

/** Which rule is missing, as a clause. */
export function closedText({ direction, groupIds, peer, port, barred }: Closed): string {
  const peers = [...peer.groupIds.toSorted(), ...barred].join(', ');
  return `no ${direction} rule of ${listText(groupIds)} lets TCP ${port} ${direction === 'egress' ? 'out to' : 'in from'} ${peers}`;
}

type Site = { readonly situation: AuditSituation; readonly source: SourceFacts; readonly group: AuditedGroup };

/** The commands that let traffic out and in; each for the account, and the Region, whose group it changes. */
export function openings(closed: readonly Closed[], site: Site): string {
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
