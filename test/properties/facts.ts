import type { View } from '../../controller/model/evidence.ts';
import { contains } from '../../controller/model/ip.ts';
import { groundOf, type ObservedSource } from '../../controller/model/network.ts';
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

/** The views of a situation, each with the account that looks. */
export function viewsOf({ evidence, group }: Situation): readonly (View & { readonly accountId: string })[] {
  if (evidence === undefined) return [];
  const others = [evidence.sourceView, evidence.ownerView].filter((view) => view !== undefined);
  return [{ ...evidence, accountId: group.accountId }, ...others];
}

/** The view of the account that owns the subnet of a slot, if there is one and it could be read. */
export function ownersView({ situation, outside }: World, slot: Slot | undefined): View | undefined {
  const { evidence, group, groupBlocks } = situation;
  // Where the group's own subnets are not known, any IP may lie in one of them.
  if (evidence?.subnets.kind !== 'read') return undefined;
  const { vpcId, accountId: own } = group;
  const seesAll = evidence.subnets.value.some((subnet) => subnet.vpcId === vpcId && subnet.ownerId === own);
  const blocks = valueOf(groupBlocks);
  const isBeyond =
    group.family === 'ipv4' && blocks !== undefined && !blocks.some((cidr) => contains(cidr, slot?.ip ?? ''));
  if (outside && slot?.far === true && !seesAll && !isBeyond) return undefined;
  return viewsOf(situation).find(
    ({ subnets, listing, accountId }) =>
      listing.kind === 'read' &&
      valueOf(subnets)?.some(({ id, ownerId }) => id === slot?.subnetId && ownerId === accountId),
  );
}

/** Whose view decides on an IP: with its own eyes the group's account, the source's, or the owner of the source's VPC. */
export function deciderOf({ situation, outside }: World, slot: Slot | undefined): 'group' | 'source' | 'owner' {
  const { sourceView, ownerView } = situation.evidence ?? {};
  if (outside && slot?.far !== true) return 'group';
  if (ownerView !== undefined) return 'owner';
  return sourceView === undefined ? 'group' : 'source';
}

/** True for a source whose addresses are all there. */
export function isComplete(source: ObservedSource): boolean {
  if ('endpoint' in source) {
    return source.endpoint.state === 'available' && source.interfaces.length === source.endpoint.interfaceIds.length;
  }
  const { state, subnetIds } = source.loadBalancer;
  const served = new Set(source.interfaces.map(({ subnetId }) => subnetId));
  return state === 'active' && subnetIds.every((id) => served.has(id));
}

/** True where a listing shows an interface of the source itself. */
export function showsOwn({ source }: Situation, view: View | undefined): boolean {
  const seen = valueOf(source);
  const own = seen === undefined ? [] : groundOf(seen).interfaceIds;
  return valueOf(view?.listing)?.interfaces.some(({ id }) => own.includes(id)) === true;
}

/** True where a surplus target that was asked about is seen to be the source's, though the source does not list it. */
export function showsHidden(world: World): boolean {
  const { evidence, spec } = world.situation;
  return standing(world.situation).some((target) => {
    const slot = slotOf(world, target);
    return (
      slot?.carrier === 'hidden' &&
      ownersView(world, slot) !== undefined &&
      !spec.keep.includes(target.ip) &&
      evidence?.about.includes(targetKey(target)) === true
    );
  });
}
