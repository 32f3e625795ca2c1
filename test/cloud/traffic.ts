import type { World } from './world/state.ts';
import { emptyTally, rounded, subtract, sum, type Tally } from './world/tally.ts';

/**
 * What clients experienced. Every virtual second one client connects to each fixed IP of each listener; the unit is
 * that client-second, and parts of one where a load balancer spreads it.
 */
export type Traffic = {
  readonly totals: () => Tally;
  /** By fixed IP. */
  readonly byFixedIp: () => ReadonlyMap<string, Tally>;
  /** A point in time to measure from. */
  readonly mark: () => TrafficMark;
  readonly since: (mark: TrafficMark) => Tally;
  readonly byFixedIpSince: (mark: TrafficMark) => ReadonlyMap<string, Tally>;
};

type TrafficMark = ReadonlyMap<string, Tally>;

export function createTraffic(world: World): Traffic {
  const since = (mark: TrafficMark): ReadonlyMap<string, Tally> =>
    new Map([...world.traffic].map(([ip, tally]) => [ip, rounded(subtract(tally, mark.get(ip) ?? emptyTally))]));
  const none: TrafficMark = new Map();
  return {
    totals: () => rounded(sum([...since(none).values()])),
    byFixedIp: () => since(none),
    mark: () => new Map(world.traffic),
    since: (mark) => rounded(sum([...since(mark).values()])),
    byFixedIpSince: since,
  };
}
