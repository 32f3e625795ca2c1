import type { World } from './state.ts';

/** What an account calls its zones, by the names of this world: those that tests and verbs use. */
export type ZoneNames = ReadonlyMap<string, string>;

/**
 * Gives an account names of its own: the same zones, by the same ids, in another order.
 * https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html
 */
export function setZoneNames(world: World, account: string, names: Readonly<Record<string, string>>): void {
  if (!isSame(Object.keys(names), Object.values(names))) {
    throw new Error(`naming the zones of ${account}: the same names are needed in another order`);
  }
  world.zoneNames.set(account, new Map(Object.entries(names)));
}

/** The account's name of a zone. `all`, which is none, stays as it is. */
export function zoneNameIn(world: World, account: string, zone: string): string {
  return world.zoneNames.get(account)?.get(zone) ?? zone;
}

/** The zone that an account means by a name. */
export function zoneNamedIn(world: World, account: string, name: string): string {
  const [zone = name] = [...(world.zoneNames.get(account) ?? [])].find(([, own]) => own === name) ?? [];
  return zone;
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.toSorted().join() === others.toSorted().join();
}
