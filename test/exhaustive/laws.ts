import type { Watch } from './flights.ts';
import { factsOf, isRegistered, targetsOf } from './pass-facts.ts';
import type { Call, Pass } from './pass-in-flight.ts';
import { brokenByRemoval } from './removal-laws.ts';
import type { Run } from './runs.ts';
import {
  IPS,
  listedHealthy,
  PLACES,
  type Places,
  placesOf,
  serving,
  type Setting,
  type TinyWorld,
} from './tiny-world.ts';

/** A write that AWS carries out: what the pass watched before it, and the world after it. */
type Writing = { readonly pass: Pass; readonly call: Call; readonly watch: Watch; readonly after: TinyWorld };

/** The law that a write breaks, if it breaks one. */
export function brokenByWrite({ pass, call, watch, after }: Writing, { setting }: Run): string | undefined {
  const { seal, source } = factsOf(pass);
  if (seal !== pass.side) return 'a pass writes only under a seal that names its source';
  const targets = targetsOf(call);
  if (call.question.operation === 'RegisterTargets') {
    return (targets & ~source) === 0 ? undefined : 'only addresses that were read as the source’s own are registered';
  }
  return darkened(targets, { watch, after, setting }) ?? brokenByRemoval(pass, targets);
}

type Darkness = { readonly watch: Watch; readonly after: TinyWorld; readonly setting: Setting };

/**
 * The law of laws: the group, or with cross-zone off a zone of it, is never left without service by our writes alone,
 * whichever pass made them. What a pass cannot have known when it last listed the group is nobody's fault.
 */
function darkened(targets: Places, { watch, after, setting }: Darkness): string | undefined {
  const scopes = setting.crossZone ? [15] : setting.enabledZones.map(placesOf);
  const left = serving(after) | (watch.uprooted & listedHealthy(after));
  const dark = scopes.find(
    (scope) =>
      (watch.standing & targets & scope) !== 0 &&
      (watch.standing & ~targets & scope) === 0 &&
      (watch.lost & scope) === 0 &&
      (left & scope) === 0,
  );
  if (dark === undefined) return undefined;
  const what = setting.crossZone ? 'the group' : `zone ${dark === placesOf(1) ? 1 : 2}, with cross-zone off,`;
  return `our writes alone never leave ${what} without a healthy target where one was`;
}

/** The law that a pass breaks by how it ended, if it breaks one. What met a planted fault is excused. */
export function brokenByEnd(pass: Pass, { protocol }: Setting): string | undefined {
  const { outcome } = pass;
  const facts = factsOf(pass);
  if (outcome === undefined || facts.faulted) return undefined;
  if (outcome.outcome === 'faulted') {
    return `a pass that met no fault is not faulted: ${outcome.faults[0]?.problem.message}`;
  }
  const { seal, source, usable, carried, firstListing, listingDecidedOn: decidedOn, removed } = facts;
  if (seal !== pass.side || carried === undefined) return undefined;
  if (firstListing === undefined || decidedOn === undefined) return undefined;
  const isOwn = (place: number): boolean => (source & (1 << place)) !== 0;
  const replaced = usable && PLACES.some((place) => isOwn(place) && decidedOn.get(place) === 'healthy');
  const mayGo = PLACES.filter(
    (place) =>
      carried.get(place) === 'somebody else' &&
      // What it read as its own it does not judge, and what appeared during the pass it does not know.
      !isOwn(place) &&
      isRegistered(firstListing, place) &&
      isRegistered(decidedOn, place) &&
      (decidedOn.get(place) !== 'healthy' || protocol === 'TLS' || replaced),
  );
  const stays = mayGo.find((place) => (removed & (1 << place)) === 0);
  return stays === undefined
    ? undefined
    : `a stranger that may go (rule 5) has gone when a pass ends: ${IPS[stays]} stays`;
}
