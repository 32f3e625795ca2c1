import type { Evidence, View } from '../../controller/model/evidence.ts';
import type { Deregistration } from '../../controller/model/plan.ts';
import { unread } from '../../controller/model/reading.ts';
import type { Situation } from '../../controller/model/situation.ts';
import { problem } from '../controller/builders.ts';
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

const isReleased = ({ rule }: Deregistration): boolean => rule !== 'stranger';
const hasTwoViews = ({ situation }: World): boolean => situation.evidence?.sourceView !== undefined;
/** The IP lies where the view of the source's account decides. */
const isTheRoles = (slot: Slot | undefined, world: World): boolean =>
  hasTwoViews(world) && (!world.outside || slot?.far === true);

/** One read each, denied, with what must not go without it. */
export const DENIALS: readonly Denial[] = [
  ['the source', (situation) => ({ ...situation, source: DENIED }), isReleased],
  ['the subnets', inEvidence(() => ({ subnets: DENIED, listing: DENIED })), () => true],
  ['the listing', inEvidence(() => ({ listing: DENIED })), (_, slot, world) => !isTheRoles(slot, world)],
  [
    'the endpoints',
    inEvidence(() => ({ endpoints: DENIED })),
    (removal, slot, world) =>
      removal.rule === 'retired' && slot?.carrier === 'retired' && isOfEndpoint(world) && !isTheRoles(slot, world),
  ],
  [
    'the role’s subnets',
    inFarView({ subnets: DENIED, listing: DENIED }),
    (removal, slot, world) => hasTwoViews(world) && (isReleased(removal) || isTheRoles(slot, world)),
  ],
  [
    'the role’s listing',
    inFarView({ listing: DENIED }),
    (removal, slot, world) => hasTwoViews(world) && (isReleased(removal) || isTheRoles(slot, world)),
  ],
  [
    'the role’s endpoints',
    inFarView({ endpoints: DENIED }),
    (removal, slot, world) =>
      removal.rule === 'retired' && slot?.carrier === 'retired' && isOfEndpoint(world) && isTheRoles(slot, world),
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
