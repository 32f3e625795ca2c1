import { carryTraffic } from './carry-traffic.ts';
import { checkHealth } from './health.ts';
import type { World } from './state.ts';

/** Moves the world on by one second: what was planned happens, then health checks run, then clients connect. */
export function tick(world: World): void {
  if (world.changed) for (const past of world.pasts) past.keep();
  world.now += 1_000;
  world.changed = world.agenda.runDue(world.now);
  for (const group of world.targetGroups.values()) checkHealth(world, group);
  carryTraffic(world);
}
