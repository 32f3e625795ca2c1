import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../controller/model/plan.ts';
import { isHealthy, type Target } from '../../controller/model/target.ts';
import { decide } from '../../controller/plan/decide.ts';
import { OWNER_ACCOUNT } from '../controller/builders-load-balancer.ts';
import { byRule, deciderOf, ownersView, showsHidden, slotOf, valueOf } from './facts.ts';
import { type World, worlds } from './worlds.ts';

describe('the worlds that the laws are held to', () => {
  const decided = fc
    .sample(worlds, { numRuns: 6_000, seed: 1 })
    .map((world) => ({ world, plan: decide(world.situation).plan }));

  const SITUATIONS: Readonly<Record<string, (world: World, plan: Plan) => boolean>> = {
    'a registration': (_, plan) => plan.register.length > 0,
    'a retired target goes': (_, plan) => byRule(plan, 'retired').length > 0,
    'a healthy retired target goes with cross-zone off': ({ situation }, plan) =>
      valueOf(situation.evidence?.reach)?.crossZone === false &&
      byRule(plan, 'retired').some(({ target }) => isHealthy(target)),
    'a retired target of a zone other than the first goes': (world, plan) =>
      byRule(plan, 'retired').some(({ target }) => slotOf(world, target)?.zoneId !== 'euw1-az1'),
    'a retired target waits for its turn': (_, plan) => holdsFor(plan, 'one zone’s worth'),
    'a retired target waits for replacements': (_, plan) => holdsFor(plan, 'replacements needed'),
    'a hold keeps a zone alight': (_, plan) => holdsFor(plan, 'would lose its last healthy target'),
    'a gone target goes': (_, plan) => byRule(plan, 'gone').length > 0,
    'a healthy stranger goes': (_, plan) => byRule(plan, 'stranger').some(({ target }) => isHealthy(target)),
    'a stranger goes though the source is refused': (_, plan) =>
      plan.refusal !== undefined && byRule(plan, 'stranger').length > 0,
    'an interface of the source among the surplus': (world) => showsHidden(world),
    'a pause': (_, plan) => plan.pause !== undefined,
    'a zonal shift': ({ situation }) => situation.targets.some(({ zonalShift }) => zonalShift),
    'a waiting hold': (_, plan) => plan.hold.some(({ kind }) => kind === 'waiting'),
    'a blocked hold': (_, plan) => plan.hold.some(({ kind }) => kind === 'blocked'),
    'a planned hold': (_, plan) => plan.hold.some(({ kind }) => kind === 'planned'),
    'a partial source': (_, plan) => plan.partial !== undefined,
    'a refusal': (_, plan) => plan.refusal !== undefined,
    'a target of a load balancer registered': (world, plan) => isOfLoadBalancer(world) && plan.register.length > 0,
    'a target registered in the zone all': (_, plan) =>
      plan.register.some(({ availabilityZone }) => availabilityZone === 'all'),
    'a retired target of a load balancer goes': (world, plan) =>
      isOfLoadBalancer(world) && byRule(plan, 'retired').length > 0,
    'a retired target goes, of a source outside': ({ outside }, plan) => outside && byRule(plan, 'retired').length > 0,
    'a retired target goes by the view of a role': (world, plan) =>
      byRule(plan, 'retired').some(({ target }) => isTheRoles(world, target)),
    'a gone target of a load balancer goes': (world, plan) =>
      isOfLoadBalancer(world) && byRule(plan, 'gone').length > 0,
    'a gone target goes by the view of a role': (world, plan) =>
      byRule(plan, 'gone').some(({ target }) => isTheRoles(world, target)),
    'a stranger goes by the view of a role': (world, plan) =>
      byRule(plan, 'stranger').some(({ target }) => isTheRoles(world, target)),
    'a stranger goes that the group’s account sees beside a role': (world, plan) =>
      hasRole(world) && byRule(plan, 'stranger').some(({ target }) => !isTheRoles(world, target)),
    'a gone target goes by the view of the owner of the network': (world, plan) =>
      byRule(plan, 'gone').some(({ target }) => deciderOf(world, slotOf(world, target)) === 'owner'),
    'a retired target goes by the view of the owner of the network': (world, plan) =>
      byRule(plan, 'retired').some(({ target }) => deciderOf(world, slotOf(world, target)) === 'owner'),
    'a stranger goes by the view of the owner of the network': (world, plan) =>
      byRule(plan, 'stranger').some(({ target }) => deciderOf(world, slotOf(world, target)) === 'owner'),
    'a target goes by the blocks of a network that is shared with the group’s account': (world, plan) =>
      isParticipant(world) && plan.deregister.some(({ target }) => slotOf(world, target)?.far === true),
    'a target stays that may lie in a part of that network which nobody sees': (world, plan) =>
      isParticipant(world) &&
      plan.hold.some(({ target }) => {
        const slot = slotOf(world, target);
        return slot?.far === true && ownersView(world, slot) === undefined;
      }),
    'a target stays in a subnet of an owner that nobody asks': (_, plan) =>
      holdsFor(plan, `which ${OWNER_ACCOUNT} owns`),
    'a refusal of addresses that the group’s VPC has as well': (_, plan) =>
      plan.refusal?.reason.includes('in a block of it') === true,
    'a gone target waits for DNS': (_, plan) => holdsFor(plan, 'still answer'),
    'a refusal for want of cross-zone': (_, plan) => plan.refusal?.code === 'cross-zone-off',
  };

  it.each(Object.entries(SITUATIONS))(
    'show %s in at least 100 of 6,000, so that no law holds for want of a case',
    (_, holds) => {
      expect(decided.filter(({ world, plan }) => holds(world, plan)).length).toBeGreaterThanOrEqual(100);
    },
  );

  it('show each refusal that a source or a seal can bring, and are refused in less than a quarter', () => {
    const codes = decided.flatMap(({ plan }) => plan.refusal?.code ?? []);
    expect([...new Set(codes)].toSorted()).toEqual([
      'cross-zone-off',
      'source-not-usable',
      'source-unreadable',
      'source-unsuitable',
      'source-without-address',
      'unsealed',
    ]);
    expect(codes.length).toBeLessThan(decided.length / 4);
  });
});

function isOfLoadBalancer({ situation }: World): boolean {
  return 'loadBalancerArn' in situation.spec.source;
}

function hasRole({ situation }: World): boolean {
  return situation.evidence?.sourceView !== undefined;
}

/** True for an IP that lies where the view of the source's account decides. */
function isTheRoles(world: World, target: Target): boolean {
  return deciderOf(world, slotOf(world, target)) === 'source';
}

function isParticipant({ situation: { evidence, group }, outside }: World): boolean {
  const owners = valueOf(evidence?.subnets)?.filter(({ vpcId }) => vpcId === group.vpcId);
  return outside && owners?.every(({ ownerId }) => ownerId !== group.accountId) === true;
}

function holdsFor({ hold }: Plan, words: string): boolean {
  return hold.some(({ reason }) => reason.includes(words));
}
