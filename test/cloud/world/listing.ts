import type { Target, TargetGroup, World } from './state.ts';

/** Keeps a group's listing as it is before a write, for as long as a lagging listing shows it. */
export function rememberListing(world: World, group: TargetGroup): void {
  const { listingLagSeconds } = world.settings;
  if (listingLagSeconds === 0) return;
  const targets = new Map([...group.targets].map(([key, target]): [string, Target] => [key, { ...target }]));
  const until = world.now + listingLagSeconds * 1_000;
  group.earlierListings = [...group.earlierListings.filter((earlier) => earlier.until > world.now), { until, targets }];
}

/** What DescribeTargetHealth lists: without the writes of the last seconds where the listing lags. */
export function listed(world: World, group: TargetGroup): ReadonlyMap<string, Target> {
  return group.earlierListings.find(({ until }) => until > world.now)?.targets ?? group.targets;
}
