import type { Event } from './events.ts';
import {
  type Carrier,
  dnsKey,
  IPS,
  PLACES,
  type Places,
  placesWhere,
  type Setting,
  type Side,
  type TinyWorld,
  withPlace,
  zoneOf,
} from './tiny-world.ts';

const SIDES = ['old', 'new'] as const;

/** An ALB gets a node at a free IP, or loses one: EC2 lists it for a while after it stopped serving, or no more. */
export function scaling(world: TinyWorld): readonly Event[] {
  return [...SIDES.flatMap((side) => scalingOut(world, side)), ...PLACES.flatMap((place) => scalingIn(world, place))];
}

function scalingOut(world: TinyWorld, side: Side): readonly Event[] {
  if (!world.carriers.includes(side)) return [];
  return PLACES.filter((place) => world.carriers[place] === 'nobody').map((place) =>
    changed(world, place, side, `the ${side} ALB gets a node at ${IPS[place]}`),
  );
}

/** An ALB that is there has a node somewhere: its last one stays. */
function scalingIn(world: TinyWorld, place: (typeof PLACES)[number]): readonly Event[] {
  const carrier = world.carriers[place];
  if (carrier === 'old, ending' || carrier === 'new, ending') {
    return [changed(world, place, 'nobody', `${IPS[place]} is free: the node is gone`)];
  }
  if (carrier !== 'old' && carrier !== 'new') return [];
  if (world.carriers.filter((each) => each === carrier).length < 2) return [];
  return [
    changed(world, place, `${carrier}, ending`, `the ${carrier} ALB takes its node at ${IPS[place]} away`),
    changed(world, place, 'nobody', `the ${carrier} ALB has lost its node at ${IPS[place]}`),
  ];
}

function changed(world: TinyWorld, place: (typeof PLACES)[number], carrier: Carrier, label: string): Event {
  return { label, world: { ...world, carriers: withPlace(world.carriers, place, carrier) }, touches: 1 << place };
}

/** The resolver learns what the nodes of an ALB are now; until then it answers what they were. */
export function resolving(world: TinyWorld): readonly Event[] {
  const now = nodesOf(world);
  return SIDES.filter((side) => world.dns[side] !== now[side]).map((side) => ({
    label: `DNS answers what the ${side} ALB is now`,
    world: { ...world, dns: { ...world.dns, [side]: now[side] } },
    touches: 0,
  }));
}

/** The world with DNS as it should be, where there are ALBs. */
export function withDns(world: TinyWorld, { source }: Setting): TinyWorld {
  return source === 'ALB' && dnsKey(world.dns) !== dnsKey(nodesOf(world)) ? { ...world, dns: nodesOf(world) } : world;
}

/** What AWS brings about by itself: nodes on their way out are gone, each zone of an ALB has a node, and DNS knows. */
export function atRest(world: TinyWorld, setting: Setting): TinyWorld {
  if (setting.source !== 'ALB') return world;
  let { carriers } = world;
  for (const place of PLACES) if (carriers[place].endsWith('ending')) carriers = withPlace(carriers, place, 'nobody');
  for (const side of SIDES.filter((each) => carriers.includes(each))) {
    for (const zone of [1, 2] as const) {
      const places = PLACES.filter((place) => zoneOf(place) === zone);
      const free = places.find((place) => carriers[place] === 'nobody');
      const isBare = !places.some((place) => carriers[place] === side);
      if (isBare && free !== undefined) carriers = withPlace(carriers, free, side);
    }
  }
  return withDns({ ...world, carriers }, setting);
}

/** True where each zone of the ALB that the group is sealed for has a node. Of an endpoint nobody asks. */
export function isWhole({ carriers, seal }: TinyWorld): boolean {
  return [
    [0, 1],
    [2, 3],
  ].every((zone) => zone.some((place) => carriers[place] === seal));
}

function nodesOf({ carriers }: TinyWorld): Readonly<Record<Side, Places>> {
  return {
    old: placesWhere((place) => carriers[place] === 'old'),
    new: placesWhere((place) => carriers[place] === 'new'),
  };
}
