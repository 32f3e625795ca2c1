import { once } from '../../controller/model/once.ts';
import { brokenByTime } from './alone.ts';
import { type State, stateKey } from './flights.ts';
import { settle } from './nature.ts';
import { createPlay, type Plant } from './play.ts';
import type { Run } from './runs.ts';
import { stepsFrom } from './steps.ts';
import { atRest, withDns } from './scaling.ts';
import { type Setting, world, worldKey } from './tiny-world.ts';

/** A law that does not hold, and the way to it of fewest events, and of those with fewest steps. */
export type Broken = { readonly law: string; readonly events: number; readonly path: readonly string[] };

/** What a search has found. */
export type Found = {
  readonly states: number;
  /** Worlds in which no pass was under way. */
  readonly quiet: number;
  readonly broken?: Broken;
};

type Visit = { readonly state: State; readonly from: Visit | undefined; readonly label: string };

/** Goes through every state, those with fewer events first. Stops at the first law that is broken. */
export async function search(run: Run, plant: Plant = {}): Promise<Found> {
  const play = await createPlay(run, plant);
  const time = once((key) => brokenByTime(world(key), { ...play, setting: run.setting }));
  const quiet = new Set<string>();
  let now = run.starts.map((start) => startAt(start, run.setting));
  const seen = new Set(now.map(({ state }) => stateKey(state)));
  for (let depth = 0; depth <= run.depth; depth += 1) {
    const report = (law: string, visit: Visit): Found => ({
      states: seen.size,
      quiet: quiet.size,
      broken: { law, events: depth, path: pathTo(visit) },
    });
    const later = new Map<string, Visit>();
    // The list grows while it is walked: a step without an event leads to a state of the same depth.
    for (const visit of now) {
      if (isQuiet(visit.state)) {
        quiet.add(worldKey(visit.state.world));
        // oxlint-disable-next-line no-await-in-loop -- breadth first
        const law = await time(worldKey(settle(atRest(visit.state.world, run.setting))));
        if (law !== undefined) return report(law, visit);
      }
      // oxlint-disable-next-line no-await-in-loop -- as above
      for (const { label, isEvent, state, broken } of await stepsFrom(visit.state, play)) {
        if (isEvent && depth === run.depth) continue;
        const next: Visit = { state, from: visit, label };
        if (broken !== undefined) return report(broken, next);
        const key = stateKey(state);
        if (seen.has(key)) continue;
        if (isEvent) later.set(key, later.get(key) ?? next);
        else {
          seen.add(key);
          now.push(next);
        }
      }
    }
    const fresh = [...later].filter(([key]) => !seen.has(key));
    for (const [key] of fresh) seen.add(key);
    now = fresh.map(([, visit]) => visit);
  }
  return { states: seen.size, quiet: quiet.size };
}

/** DNS answers what is there, to begin with. */
function startAt(start: string, setting: Setting): Visit {
  const state: State = { world: withDns(world(start), setting), flights: [undefined, undefined], faults: 0 };
  return { state, from: undefined, label: 'start' };
}

function isQuiet({ flights }: State): boolean {
  return flights[0] === undefined && flights[1] === undefined;
}

/** What happened, a line each, with the world after it. */
function pathTo(visit: Visit): readonly string[] {
  const path: string[] = [];
  for (let at: Visit | undefined = visit; at !== undefined; at = at.from) {
    path.unshift(`${worldKey(at.state.world)}  ${at.label}`);
  }
  return path;
}
