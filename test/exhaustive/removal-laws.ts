import { ENDPOINT_IDS } from './carriers.ts';
import { factsOf, isRegistered, type Listed } from './pass-facts.ts';
import type { Pass } from './pass-in-flight.ts';
import { PLACES, type Places, zoneOf } from './tiny-world.ts';

/** A removal as the pass itself must see it: by what AWS has answered to it. */
type Removal = {
  readonly going: readonly number[];
  /** All that the pass has removed, this included. */
  readonly removed: readonly number[];
  readonly source: Places;
  readonly complete: boolean;
  /** What the resolver answered, for an ALB. */
  readonly answered: Places | 'failure' | undefined;
  readonly turnedDown: boolean;
  readonly first: Listed;
  readonly last: Listed;
  readonly isStranger: (place: number) => boolean;
  /** Of no interface. */
  readonly isGone: (place: number) => boolean;
  /** Of this source, by the listing of interfaces. */
  readonly isOurs: (place: number) => boolean;
  /** Of a deleted endpoint and not healthy: it serves nobody, and goes as a gone one does. */
  readonly isDead: (place: number) => boolean;
};

type Law = (removal: Removal) => boolean;

const LAWS: Readonly<Record<string, Law>> = {
  'what is not registered, or drains, is not deregistered': ({ going, last }) =>
    going.every((place) => isRegistered(last, place)),
  // Of two readings the listing of interfaces is the later one: it may show a stranger where the source was.
  'our own is not deregistered': ({ going, source, isOurs, isStranger }) =>
    going.every((place) => !isOurs(place) && ((source & (1 << place)) === 0 || isStranger(place))),
  'what appeared during the pass is unknown, and stays': ({ going, first }) =>
    going.every((place) => isRegistered(first, place)),
  'without a complete source nothing but strangers goes': ({ going, complete, isStranger }) =>
    complete || going.every(isStranger),
  'where a registration failed nothing but strangers goes': ({ going, turnedDown, isStranger }) =>
    !turnedDown || going.every(isStranger),
  'where a surplus target proves to be the source’s own nothing but strangers goes': (removal) => {
    const { going, source, first, last, isStranger, isOurs } = removal;
    const isKnown = (place: number): boolean => isRegistered(first, place) && isRegistered(last, place);
    const proves = PLACES.some((place) => isKnown(place) && isOurs(place) && (source & (1 << place)) === 0);
    return !proves || going.every(isStranger);
  },
  'what is healthy is not gone': ({ going, last, isGone }) =>
    going.every((place) => !isGone(place) || last.get(place) !== 'healthy'),
  'what DNS still answers is not gone, nor is anything where the resolver fails': ({ going, answered, isGone }) =>
    answered === undefined ||
    going.every((place) => !isGone(place) || (answered !== 'failure' && (answered & (1 << place)) === 0)),
  'the last target that a pass lists as healthy stays, strangers’ apart': ({ going, last, isStranger }) => {
    const healthy = PLACES.filter((place) => last.get(place) === 'healthy' && !isStranger(place));
    return healthy.length === 0 || healthy.some((place) => !going.includes(place));
  },
  'one zone’s worth of retired targets goes in a pass': ({ removed, isGone, isStranger, isDead }) =>
    new Set(removed.filter((place) => !isGone(place) && !isStranger(place) && !isDead(place)).map(zoneOf)).size <= 1,
  'a healthy retired target goes for a replacement that the listing of interfaces still shows': (removal) => {
    const { going, last, source, isGone, isStranger, isOurs } = removal;
    const retired = going.filter((place) => !isGone(place) && !isStranger(place) && last.get(place) === 'healthy');
    const shown = PLACES.some(
      (place) => (source & (1 << place)) !== 0 && last.get(place) === 'healthy' && isOurs(place),
    );
    return retired.length === 0 || shown;
  },
};

/** The law that a removal breaks, if it breaks one. */
export function brokenByRemoval(pass: Pass, targets: Places): string | undefined {
  const { lastListing, firstListing, source, complete, answered, turnedDown, carried, ending, removed } = factsOf(pass);
  if (carried === undefined || firstListing === undefined || lastListing === undefined) {
    return 'nothing goes without a listing of the group and of the interfaces';
  }
  const isGone = (place: number): boolean => !carried.has(place);
  const isStranger = (place: number): boolean => carried.get(place) === 'somebody else';
  const removal: Removal = {
    going: PLACES.filter((place) => (targets & (1 << place)) !== 0),
    removed: PLACES.filter((place) => (removed & (1 << place)) !== 0),
    source,
    complete,
    answered,
    turnedDown,
    first: firstListing,
    last: lastListing,
    isGone,
    isStranger,
    isOurs: (place) => carried.get(place) === pass.side,
    isDead: (place) => {
      const carrier = carried.get(place);
      const isDeleted = (carrier === 'old' || carrier === 'new') && ending.has(ENDPOINT_IDS[carrier]);
      return isDeleted && lastListing.get(place) !== 'healthy';
    },
  };
  return Object.entries(LAWS).find(([, holds]) => !holds(removal))?.[0];
}
