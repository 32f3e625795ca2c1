import { type Carrier, type Listing, PLACES, type TinyWorld, withPlace } from './tiny-world.ts';

/** True where a check may find an answer: an instance listens on the port or does not, what is deleted never does. */
export function mayAnswer(carrier: Carrier): boolean {
  return carrier === 'old' || carrier === 'new' || carrier === 'stranger';
}

/** Lets nature take its course: what a source carries becomes healthy, what is deleted does not, drains end. */
export function settle(world: TinyWorld): TinyWorld {
  return PLACES.reduce((settled, place) => {
    const listing = withPlace(settled.listing, place, settledAt(world.carriers[place], world.listing[place]));
    return { ...settled, listing };
  }, world);
}

function settledAt(carrier: Carrier, state: Listing): Listing {
  if (state === 'absent' || state === 'unused') return state;
  if (state === 'draining') return 'absent';
  // An instance stays what it was found to be.
  return mayAnswer(carrier) && (carrier !== 'stranger' || state === 'healthy') ? 'healthy' : 'unhealthy';
}
