import type { Deregistration, Plan } from '../../controller/model/plan.ts';
import type { Reading } from '../../controller/model/reading.ts';
import type { Situation } from '../../controller/model/situation.ts';
import { isDraining, isHealthy, type ListedTarget, type Target, targetKey } from '../../controller/model/target.ts';
import type { Carrier, Slot, World } from './worlds.ts';

/** Carriers that are strangers to a source that is usable. */
export const STRANGERS: readonly (Carrier | undefined)[] = ['instance', 'other', 'nameless'];

/** The slot of a target's IP. */
export function slotOf({ slots }: World, { ip }: Target): Slot | undefined {
  return slots.find((slot) => slot.ip === ip);
}

/** Who truly carries the IPs of removals. */
export function carriersOf(world: World, removals: readonly Deregistration[]): readonly (Carrier | undefined)[] {
  return removals.map(({ target }) => slotOf(world, target)?.carrier);
}

/** The removals of one rule. */
export function byRule({ deregister }: Plan, rule: Deregistration['rule']): readonly Deregistration[] {
  return deregister.filter((removal) => removal.rule === rule);
}

/** The removals that are no stranger's. */
export function released({ deregister }: Plan): readonly Deregistration[] {
  return deregister.filter(({ rule }) => rule !== 'stranger');
}

/** The targets on the binding's port that stand registered. */
function standing({ targets, group }: Situation): readonly ListedTarget[] {
  return targets.filter((target) => target.port === group.port && !isDraining(target));
}

/** Those of them that serve clients and are no stranger's. */
export function serving(world: World): readonly ListedTarget[] {
  return standing(world.situation).filter(
    (target) => isHealthy(target) && !STRANGERS.includes(slotOf(world, target)?.carrier),
  );
}

/** Those of them that the source as read calls for. */
export function present(situation: Situation): readonly ListedTarget[] {
  const ips = desiredIps(situation);
  return standing(situation).filter(({ ip }) => ips.includes(ip));
}

/** The IPs that the source as read calls for. */
export function desiredIps({ source, spec }: Situation): readonly string[] {
  const interfaces = valueOf(source)?.interfaces ?? [];
  return interfaces.flatMap(({ ips }) => ips).filter((ip) => !spec.keep.includes(ip));
}

/** What was read, if it was. */
export function valueOf<T>(reading: Reading<T> | undefined): T | undefined {
  return reading?.kind === 'read' ? reading.value : undefined;
}

/** True where a surplus target that was asked about is seen to be the source's, though the source does not list it. */
export function showsHidden({ slots, situation }: World): boolean {
  const { evidence, spec, group } = situation;
  const subnets = valueOf(evidence?.subnets) ?? [];
  const allOwned = subnets.length > 0 && subnets.every(({ ownerId }) => ownerId === group.accountId);
  return (
    allOwned &&
    evidence?.listing.kind === 'read' &&
    standing(situation).some(
      (target) =>
        slots.some(({ ip, carrier }) => ip === target.ip && carrier === 'hidden') &&
        !spec.keep.includes(target.ip) &&
        evidence.about.includes(targetKey(target)),
    )
  );
}
