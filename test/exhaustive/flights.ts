import type { Pass } from './pass-in-flight.ts';
import {
  listedHealthy,
  placesOf,
  placesWhere,
  type Places,
  serving,
  type Setting,
  type TinyWorld,
  worldKey,
} from './tiny-world.ts';

/**
 * What served when a pass last listed the group, and what became of it since: what still stands, and what was lost to
 * others than us. The rest our own writes have taken, those of another pass included.
 */
export type Watch = {
  readonly standing: Places;
  readonly lost: Places;
  /** Where a source has left an IP since the pass began: whoever answers there now, no listing of the group tells. */
  readonly uprooted: Places;
};

/** A pass under way, with what the laws remember beside it. */
export type Flight = { readonly pass: Pass; readonly watch: Watch };

/** Everything at one moment: the world, the passes under way, and how many faults there have been. */
export type State = {
  readonly world: TinyWorld;
  readonly flights: readonly [Flight | undefined, Flight | undefined];
  readonly faults: number;
};

/** A state as text. Which of two passes is called A makes no difference. */
export function stateKey({ world, flights: [a, b], faults }: State): string {
  const left = flightKey(a);
  const right = flightKey(b);
  return `${worldKey(world)} ${left < right ? `${left} ${right}` : `${right} ${left}`} ${faults}`;
}

/** One of the two passes changed, ended, or begun. */
export function withFlight(flights: State['flights'], index: 0 | 1, flight: Flight | undefined): State['flights'] {
  return index === 0 ? [flight, flights[1]] : [flights[0], flight];
}

/** A pass that begins: it has listed nothing. */
export function takeOff(pass: Pass): Flight {
  return { pass, watch: { standing: 0, lost: 0, uprooted: 0 } };
}

/** What a pass watches from a listing on. */
export function watchFrom(world: TinyWorld, { uprooted }: Watch): Watch {
  const unknowing = uprooted & listedHealthy(world);
  const strangers = placesWhere((place) => world.carriers[place] === 'stranger');
  return { standing: serving(world) | (unknowing & ~strangers), lost: 0, uprooted };
}

/** The world moved on: what of it took targets out of our hands, and which of them our own write took. */
export type Change = {
  readonly before: TinyWorld;
  readonly after: TinyWorld;
  readonly lost?: Places;
  readonly taken?: Places;
};

/** The passes under way, each with what it still watches after a change. */
export function afterwards(flights: State['flights'], change: Change, setting: Setting): State['flights'] {
  const { before, after, lost = 0, taken = 0 } = change;
  const uprooted = placesWhere((place) => {
    const carrier = before.carriers[place];
    return (carrier === 'old' || carrier === 'new') && after.carriers[place] !== carrier;
  });
  const see = (flight: Flight | undefined): Flight | undefined => {
    if (flight === undefined) return flight;
    const { watch } = flight;
    const known = watch.standing | watch.uprooted;
    if ((known & lost) === 0 && (watch.standing & taken) === 0 && uprooted === 0) return flight;
    const standing = watch.standing & ~(lost | taken);
    const watched = { standing, lost: watch.lost | (known & lost), uprooted: watch.uprooted | uprooted };
    return { ...flight, watch: settle(watched, setting) };
  };
  return [see(flights[0]), see(flights[1])];
}

/** Where others took something, our writes can no more be blamed: equal watches become the same. */
function settle({ standing, lost, uprooted }: Watch, { crossZone }: Setting): Watch {
  const scopes = crossZone ? [15] : [placesOf(1), placesOf(2)];
  const excused = scopes.filter((scope) => (lost & scope) !== 0).reduce((all, scope) => all | scope, 0);
  return { standing: standing & ~excused, lost: excused, uprooted };
}

function flightKey(flight: Flight | undefined): string {
  if (flight === undefined) return '-';
  const { standing, lost, uprooted } = flight.watch;
  return `${flight.pass.id}.${standing}.${lost}.${uprooted}`;
}
