import { mayAnswer } from './nature.ts';
import { resolving, scaling } from './scaling.ts';
import {
  type Carrier,
  type Four,
  IPS,
  type Listing,
  PLACES,
  type Places,
  placesWhere,
  type Setting,
  type Side,
  type TinyWorld,
  withPlace,
  zoneOf,
} from './tiny-world.ts';
import { write } from './writes.ts';

/** Something that happens beside the passes. */
export type Event = {
  readonly label: string;
  readonly world: TinyWorld;
  /** The places whose targets it takes out of our hands: what becomes of their service is not our doing. */
  readonly touches: Places;
};

/** The kinds of events; a run says which of them it lets happen. */
export type EventKind =
  | 'health'
  | 'drained'
  | 'deletion'
  | 'creation'
  | 'stranger'
  | 'seal'
  | 'readdress'
  | 'writer'
  | 'scaling'
  | 'resolving';

type Happening = (world: TinyWorld, setting: Setting) => readonly Event[];

/** Everything of some kinds that may happen next. */
export function eventsIn(world: TinyWorld, kinds: readonly EventKind[], setting: Setting): readonly Event[] {
  return kinds.flatMap((kind) => HAPPENINGS[kind](world, setting));
}

const HAPPENINGS: Readonly<Record<EventKind, Happening>> = {
  health: (world) => PLACES.flatMap((place) => checks(world, place)),
  drained: (world) =>
    PLACES.filter((place) => world.listing[place] === 'draining').map((place) =>
      listed(world, place, 'absent', 'has drained'),
    ),
  deletion: (world) => sides().flatMap((side) => deletion(world, side)),
  creation: (world) => sides().flatMap((side) => creation(world, side)),
  stranger: (world) =>
    free(world).map((place) => ({
      label: `an instance takes ${IPS[place]}`,
      world: { ...world, carriers: withPlace(world.carriers, place, 'stranger') },
      touches: 1 << place,
    })),
  seal: (world) => {
    const seal = other(world.seal);
    return [{ label: `the deployment moves to the ${seal} source`, world: { ...world, seal }, touches: 0 }];
  },
  readdress: (world) => PLACES.flatMap((place) => readdress(world, place)),
  scaling,
  resolving,
  writer: (world, setting) =>
    PLACES.map((place) => {
      const registered = world.listing[place] !== 'absent' && world.listing[place] !== 'draining';
      const name = registered ? 'DeregisterTargets' : 'RegisterTargets';
      return {
        label: `somebody else ${registered ? 'deregisters' : 'registers'} ${IPS[place]}`,
        world: write(world, name, 1 << place, setting),
        touches: 1 << place,
      };
    }),
};

/** A check finds what answers at an IP: a source or an instance may or may not, what is deleted never does. */
function checks(world: TinyWorld, place: (typeof PLACES)[number]): readonly Event[] {
  const state = world.listing[place];
  if (state !== 'initial' && state !== 'healthy' && state !== 'unhealthy') return [];
  const passes = state === 'healthy' || !mayAnswer(world.carriers[place]) ? [] : ['healthy' as const];
  const fails = state === 'unhealthy' ? [] : ['unhealthy' as const];
  return [...passes, ...fails].map((next) => listed(world, place, next, `turns ${next}`));
}

function listed(world: TinyWorld, place: number, state: Listing, what: string): Event {
  const listing = withPlace(world.listing, place, state);
  return { label: `${IPS[place]} ${what}`, world: { ...world, listing }, touches: 1 << place };
}

/** A source that is deleted answers no more, and frees its IPs then or later. */
function deletion(world: TinyWorld, side: Side): readonly Event[] {
  const ending: Carrier = `${side}, ending`;
  const answering = placesWhere((place) => world.carriers[place] === side);
  const held = placesWhere((place) => world.carriers[place].startsWith(side));
  const begins = {
    label: `the ${side} source is being deleted`,
    world: carry(world, answering, ending),
    touches: held,
  };
  const ends = { label: `the ${side} source is gone`, world: carry(world, held, 'nobody'), touches: held };
  return [...(answering === 0 ? [] : [begins]), ...(held === 0 ? [] : [ends])];
}

/** A source comes with an interface in each zone, at the first free IP. */
function creation(world: TinyWorld, side: Side): readonly Event[] {
  if (world.carriers.some((carrier) => carrier.startsWith(side))) return [];
  const [first, second] = ([1, 2] as const).map((zone) => free(world).find((place) => zoneOf(place) === zone));
  if (first === undefined || second === undefined) return [];
  const touches = (1 << first) | (1 << second);
  return [{ label: `the ${side} source is created`, world: carry(world, touches, side), touches }];
}

/** The interface of a source in a zone is replaced by one at the zone's other IP, where that is free. */
function readdress(world: TinyWorld, place: (typeof PLACES)[number]): readonly Event[] {
  const carrier = world.carriers[place];
  const to = PLACES.find((each) => each !== place && zoneOf(each) === zoneOf(place));
  if ((carrier !== 'old' && carrier !== 'new') || to === undefined || world.carriers[to] !== 'nobody') return [];
  const carriers = withPlace(withPlace(world.carriers, place, 'nobody'), to, carrier);
  const label = `the ${carrier} source moves from ${IPS[place]} to ${IPS[to]}`;
  return [{ label, world: { ...world, carriers }, touches: (1 << place) | (1 << to) }];
}

function carry(world: TinyWorld, places: Places, carrier: Carrier): TinyWorld {
  const at = (place: (typeof PLACES)[number]): Carrier =>
    (places & (1 << place)) === 0 ? world.carriers[place] : carrier;
  const carriers: Four<Carrier> = [at(0), at(1), at(2), at(3)];
  return { ...world, carriers };
}

function free({ carriers }: TinyWorld): readonly (typeof PLACES)[number][] {
  return PLACES.filter((place) => carriers[place] === 'nobody');
}

function sides(): readonly Side[] {
  return ['old', 'new'];
}

function other(side: Side): Side {
  return side === 'old' ? 'new' : 'old';
}
