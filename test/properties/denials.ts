import type { Evidence, View } from '../../controller/model/evidence.ts';
import type { Deregistration } from '../../controller/model/plan.ts';
import { unread } from '../../controller/model/reading.ts';
import type { Situation } from '../../controller/model/situation.ts';
import { problem } from '../controller/builders.ts';
import { deciderOf } from './facts.ts';
import type { Slot, World } from './worlds.ts';

const DENIED = unread(problem({ kind: 'denied' }));

/** A read that is denied, and the removals that needed it. */
type Denial = readonly [
  name: string,
  deny: (situation: Situation) => Situation,
  needed: (removal: Deregistration, slot: Slot | undefined, world: World) => boolean,
];

const inEvidence =
  (change: (evidence: Evidence) => Partial<Evidence>) =>
  (situation: Situation): Situation => {
    const { evidence } = situation;
    return evidence === undefined ? situation : { ...situation, evidence: { ...evidence, ...change(evidence) } };
  };

const inFarView = (change: Partial<View>): Denial[1] =>
  inEvidence(({ sourceView }) => (sourceView === undefined ? {} : { sourceView: { ...sourceView, ...change } }));

const inOwnerView = (change: Partial<View>): Denial[1] =>
  inEvidence(({ ownerView }) => (ownerView === undefined ? {} : { ownerView: { ...ownerView, ...change } }));

const isReleased = ({ rule }: Deregistration): boolean => rule !== 'stranger';
const hasTwoViews = ({ situation }: World): boolean => situation.evidence?.sourceView !== undefined;
const decidedBy = (who: ReturnType<typeof deciderOf>, slot: Slot | undefined, world: World): boolean =>
  deciderOf(world, slot) === who;
/** A retired target that is known for one by its endpoint alone. */
const isByService = ({ rule }: Deregistration, slot: Slot | undefined, world: World): boolean =>
  rule === 'retired' && slot?.carrier === 'retired' && isOfEndpoint(world);

/** One read each, denied, with what must not go without it. */
export const DENIALS: readonly Denial[] = [
  ['the source', (situation) => ({ ...situation, source: DENIED }), isReleased],
  ['the subnets', inEvidence(() => ({ subnets: DENIED, listing: DENIED })), () => true],
  ['the listing', inEvidence(() => ({ listing: DENIED })), (_, slot, world) => decidedBy('group', slot, world)],
  [
    'the endpoints',
    inEvidence(() => ({ endpoints: DENIED })),
    (removal, slot, world) => isByService(removal, slot, world) && decidedBy('group', slot, world),
  ],
  [
    'the role’s subnets',
    inFarView({ subnets: DENIED, listing: DENIED }),
    (removal, slot, world) => hasTwoViews(world) && (isReleased(removal) || decidedBy('source', slot, world)),
  ],
  [
    'the role’s listing',
    inFarView({ listing: DENIED }),
    (removal, slot, world) => hasTwoViews(world) && (isReleased(removal) || decidedBy('source', slot, world)),
  ],
  [
    'the role’s endpoints',
    inFarView({ endpoints: DENIED }),
    (removal, slot, world) => isByService(removal, slot, world) && decidedBy('source', slot, world),
  ],
  [
    'the subnets of the owner’s role',
    inOwnerView({ subnets: DENIED, listing: DENIED }),
    (_, slot, world) => decidedBy('owner', slot, world),
  ],
  [
    'the listing of the owner’s role',
    inOwnerView({ listing: DENIED }),
    (_, slot, world) => decidedBy('owner', slot, world),
  ],
  [
    'the endpoints of the owner’s role',
    inOwnerView({ endpoints: DENIED }),
    (removal, slot, world) => isByService(removal, slot, world) && decidedBy('owner', slot, world),
  ],
  [
    'the blocks of the group’s VPC',
    (situation) => (situation.groupBlocks === undefined ? situation : { ...situation, groupBlocks: DENIED }),
    (_, slot, { outside, situation }) => outside && slot?.far === true && !ownsGroupVpc(situation),
  ],
  ['the load balancer in front', inEvidence(({ reach }) => (reach === undefined ? {} : { reach: DENIED })), isReleased],
  [
    'cross-zone',
    (situation) => (situation.crossZone === undefined ? situation : { ...situation, crossZone: DENIED }),
    () => false,
  ],
  [
    'DNS',
    inEvidence(({ answered }) => (answered === undefined ? {} : { answered: DENIED })),
    ({ rule }, _, world) => rule === 'gone' && !isOfEndpoint(world),
  ],
];

function isOfEndpoint({ situation }: World): boolean {
  return 'vpcEndpointId' in situation.spec.source;
}

/** True where the group's account is the owner of a subnet of the group's VPC: then it sees all of them. */
function ownsGroupVpc({ evidence, group: { vpcId, accountId } }: Situation): boolean {
  const subnets = evidence?.subnets.kind === 'read' ? evidence.subnets.value : [];
  return subnets.some((subnet) => subnet.vpcId === vpcId && subnet.ownerId === accountId);
}
