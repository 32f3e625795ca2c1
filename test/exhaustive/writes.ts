import { type Listing, type Places, type Setting, type TinyWorld, PLACES, zoneOf } from './tiny-world.ts';

/** A write of the load balancing API to the group. */
export type WriteName = 'RegisterTargets' | 'DeregisterTargets';

/** True for an operation that changes the group. */
export function isWrite(operation: string): operation is WriteName {
  return operation === 'RegisterTargets' || operation === 'DeregisterTargets';
}

/** The world after AWS has carried a write out: what the simulated cloud does, which `conformance.test.ts` compares. */
export function write(world: TinyWorld, name: WriteName, places: Places, setting: Setting): TinyWorld {
  const change = name === 'RegisterTargets' ? registered : deregistered;
  const [a, b, c, d] = PLACES.map((place) =>
    (places & (1 << place)) === 0 ? world.listing[place] : change(world.listing[place], place, setting),
  );
  if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('a place was lost');
  return { ...world, listing: [a, b, c, d] };
}

/** A registered target stays as it is; one that drains starts over. */
function registered(listing: Listing, place: number, { enabledZones }: Setting): Listing {
  if (listing !== 'absent' && listing !== 'draining') return listing;
  return enabledZones.includes(zoneOf(place)) ? 'initial' : 'unused';
}

/** What serves nothing has no connections to wait for. An unknown target is no error. */
function deregistered(listing: Listing): Listing {
  return listing === 'absent' || listing === 'unused' ? 'absent' : 'draining';
}
