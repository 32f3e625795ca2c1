import type fc from 'fast-check';
import type { Situation } from '../../controller/model/situation.ts';
import { type ListedTarget, targetKey } from '../../controller/model/target.ts';
import { group, listed, situation, spec, unattached } from '../controller/builders.ts';
import { type Choice, choices } from './worlds/choices.ts';
import { readingOf } from './worlds/readings.ts';
import { PLACES, type Slot, slotAt } from './worlds/slots.ts';
import { familyOf, namedSource, sealFor, sourceOf } from './worlds/sources.ts';
import { blocksOf, evidenceOf } from './worlds/views.ts';

export type { Carrier, Slot } from './worlds/slots.ts';

const FOREIGN_PORT = 9_000;

/** A situation with what is true of it, whatever of that was read. */
export type World = {
  readonly slots: readonly Slot[];
  readonly situation: Situation;
  /** The source lies outside the group's VPC. */
  readonly outside: boolean;
};

/**
 * Worlds of nine addresses in three zones, each with one interface at most. The source is an endpoint or a load balancer,
 * in the group's VPC or outside, of the group's account or of one that a role sees; either VPC may be a third account's.
 */
export const worlds: fc.Arbitrary<World> = choices.map(toWorld);

function toWorld(choice: Choice): World {
  const { outside, attached, crossZoneOutside } = choice;
  const family = familyOf(choice);
  const slots = choice.places.map((one) => slotAt(one, { family, outside }));
  const targets = slots.flatMap((slot, index) => targetsAt(slot, choice, choice.shifted === index));
  const late = new Set(slots.filter((slot) => slot.late).map(({ ip }) => ip));
  const about = targets.filter(({ ip }) => !late.has(ip)).map(targetKey);
  const kept = new Set<unknown>(choice.keep);
  const settings = { protocol: choice.protocol, port: choice.port, family };
  const stated = crossZoneOutside ? 'on' : attached ? 'off' : 'undecided';
  return {
    slots,
    outside,
    situation: situation({
      spec: spec({
        source: namedSource(choice),
        mode: choice.mode,
        minHealthy: choice.minHealthy,
        keep: slots.filter((_, index) => kept.has(PLACES[index])).map(({ ip }) => ip),
      }),
      group: attached ? group(settings) : unattached(settings),
      tags: {
        ...(choice.sealed && sealFor(choice)),
        ...(choice.pause !== undefined && { 'target-sync:pause-until': choice.pause }),
      },
      source: sourceOf(choice, slots),
      targets,
      evidence: evidenceOf(choice, slots, about),
      ...(outside && { crossZone: readingOf(choice.crossZoneRead, stated), groupBlocks: blocksOf(choice) }),
    }),
  };
}

function targetsAt({ ip, health, foreign, far }: Slot, { port }: Choice, zonalShift: boolean): readonly ListedTarget[] {
  if (health === 'unlisted') return [];
  const disabled = health === 'unavailable' && { healthReason: 'Target.HealthCheckDisabled' };
  const target = listed(ip, health, { port: foreign ? FOREIGN_PORT : port, zonalShift, ...disabled });
  return [far ? { ...target, asListed: { ...target.asListed, AvailabilityZone: 'all' } } : target];
}
