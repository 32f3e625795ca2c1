import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NetworkInterface } from '../../controller/model/network.ts';
import { read, unread } from '../../controller/model/reading.ts';
import type { Situation } from '../../controller/model/situation.ts';
import {
  type HealthState,
  isDraining,
  isHealthy,
  type ListedTarget,
  targetKey,
} from '../../controller/model/target.ts';
import { decide } from '../../controller/plan/decide.ts';
import {
  endpointInterface,
  evidence,
  group,
  listed,
  observed,
  problem,
  RETIRED,
  situation,
  spec,
  strangerInterface,
} from '../controller/builders.ts';

/** Who carries an IP of the tiny network, and how the group lists it. */
type Slot = {
  readonly ip: string;
  readonly carrier: 'ours' | 'retired' | 'stranger' | 'nobody';
  readonly health: HealthState | 'unlisted';
  readonly zonalShift: boolean;
};

const ips = [1, 2, 3].flatMap((zone) => [11, 12, 13].map((host) => `10.0.${zone}.${host}`));
const health = fc.constantFrom<Slot['health']>(
  'healthy',
  'healthy',
  'unhealthy',
  'initial',
  'unused',
  'draining',
  'unhealthy.draining',
  'unlisted',
  'unlisted',
);

const slots: fc.Arbitrary<readonly Slot[]> = fc.tuple(
  ...ips.map((ip) =>
    fc.record({
      ip: fc.constant(ip),
      carrier: fc.constantFrom('ours', 'retired', 'retired', 'stranger', 'nobody'),
      health,
      zonalShift: fc.boolean().map((shift) => shift && ip === ips[0]),
    }),
  ),
);

const worlds = fc
  .record({
    slots,
    state: fc.constantFrom('available', 'available', 'available', 'pending', 'deleting', 'deleted'),
    sourceRead: fc.constantFrom(true, true, true, false),
    listingRead: fc.constantFrom(true, true, true, false),
    minHealthy: fc.integer({ min: 1, max: 4 }),
    crossZone: fc.boolean(),
    enabled: fc.subarray([1, 2, 3], { minLength: 1 }),
    protocol: fc.constantFrom('TCP', 'TCP', 'TLS'),
    keep: fc.subarray(ips, { maxLength: 2 }),
    mode: fc.constantFrom('enforce', 'enforce', 'add', 'observe'),
  })
  .map(toWorld);

type World = { readonly slots: readonly Slot[]; readonly situation: Situation };

function toWorld(choice: {
  slots: readonly Slot[];
  state: string;
  sourceRead: boolean;
  listingRead: boolean;
  minHealthy: number;
  crossZone: boolean;
  enabled: readonly number[];
  protocol: string;
  keep: readonly string[];
  mode: 'enforce' | 'add' | 'observe';
}): World {
  const ours = choice.slots.filter(({ carrier }) => carrier === 'ours').map(({ ip }) => ip);
  const others = choice.slots.flatMap(({ ip, carrier }): readonly NetworkInterface[] =>
    carrier === 'retired' ? [endpointInterface(ip, RETIRED)] : carrier === 'stranger' ? [strangerInterface(ip)] : [],
  );
  const targets = choice.slots.flatMap(({ ip, health: state, zonalShift }) =>
    state === 'unlisted' ? [] : [listed(ip, state, { zonalShift })],
  );
  const facts = evidence(targets, { ours, others, crossZone: choice.crossZone, enabled: choice.enabled });
  return {
    slots: choice.slots,
    situation: situation({
      spec: spec({ minHealthy: choice.minHealthy, keep: choice.keep, mode: choice.mode }),
      group: group({ protocol: choice.protocol }),
      source: choice.sourceRead ? read(observed(ours, { state: choice.state })) : unread(problem()),
      targets,
      evidence: choice.listingRead ? facts : { ...facts, listing: unread(problem()) },
    }),
  };
}

const RUNS = { numRuns: 3_000 };
const keysOf = (targets: readonly ListedTarget[]): ReadonlySet<string> => new Set(targets.map(targetKey));
const carrierOf = ({ slots: all }: World, ip: string): Slot['carrier'] | undefined =>
  all.find((slot) => slot.ip === ip)?.carrier;

describe('for every world of nine addresses in three zones, one decision', () => {
  it('registers nothing but the source’s addresses', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        for (const { target } of decide(world.situation).plan.register)
          expect(carrierOf(world, target.ip)).toBe('ours');
      }),
      RUNS,
    );
  });

  it('leaves a healthy target that is no stranger’s, if there was one', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const serving = world.situation.targets.filter(
          (target) => isHealthy(target) && carrierOf(world, target.ip) !== 'stranger',
        );
        const going = keysOf(decide(world.situation).plan.deregister.map(({ target }) => target));
        const left = serving.filter((target) => !going.has(targetKey(target)));
        expect(left.length).toBeGreaterThanOrEqual(Math.min(1, serving.length));
      }),
      RUNS,
    );
  });

  it('leaves every enabled zone a healthy target that had one, with cross-zone off', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const reach = world.situation.evidence?.reach;
        if (reach?.kind !== 'read') return;
        fc.pre(!reach.value.crossZone);
        const going = keysOf(decide(world.situation).plan.deregister.map(({ target }) => target));
        const serving = world.situation.targets.filter(
          (target) => isHealthy(target) && carrierOf(world, target.ip) !== 'stranger',
        );
        const inZone = (zoneId: string): readonly ListedTarget[] =>
          serving.filter(({ ip }) => zoneId === `euw1-az${ip.split('.')[2]}`);
        const darkened = reach.value.enabledZoneIds.filter(
          (zoneId) => inZone(zoneId).length > 0 && inZone(zoneId).every((target) => going.has(targetKey(target))),
        );
        expect(darkened).toEqual([]);
      }),
      RUNS,
    );
  });

  it('removes no target of the source, no kept one, and no draining one', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        for (const { target } of decide(world.situation).plan.deregister) {
          expect(carrierOf(world, target.ip)).not.toBe('ours');
          expect(world.situation.spec.keep).not.toContain(target.ip);
          expect(isDraining(target)).toBe(false);
        }
      }),
      RUNS,
    );
  });

  it('removes nothing but strangers without a complete source or without a listing', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { source, evidence: facts } = world.situation;
        const complete =
          source.kind === 'read' && source.value.endpoint.state === 'available' && facts?.listing.kind === 'read';
        fc.pre(!complete);
        for (const { target } of decide(world.situation).plan.deregister)
          expect(carrierOf(world, target.ip)).toBe('stranger');
      }),
      RUNS,
    );
  });

  it('puts every surplus target into exactly one of deregister and hold, unless the source is refused', () => {
    fc.assert(
      fc.property(worlds, ({ situation: world }) => {
        const { plan, drift } = decide(world);
        fc.pre(plan.refusal === undefined);
        const judged = [...plan.deregister, ...plan.hold].map(({ target }) => targetKey(target)).toSorted();
        expect(judged).toEqual(drift.surplus.map(targetKey).toSorted());
      }),
      RUNS,
    );
  });

  it('does not depend on the order of what AWS answered', () => {
    fc.assert(
      fc.property(worlds, fc.infiniteStream(fc.nat()), ({ situation: world }, numbers) => {
        const shuffle = <T>(items: readonly T[]): readonly T[] =>
          items
            .map((item) => ({ item, at: numbers.next().value ?? 0 }))
            .toSorted((a, b) => a.at - b.at)
            .map(({ item }) => item);
        const facts = world.evidence;
        if (facts === undefined || facts.listing.kind === 'unread') return;
        const shuffled: Situation = {
          ...world,
          targets: shuffle(world.targets),
          evidence: {
            ...facts,
            listing: read({ ...facts.listing.value, interfaces: shuffle(facts.listing.value.interfaces) }),
          },
          source:
            world.source.kind === 'read'
              ? read({ ...world.source.value, interfaces: shuffle(world.source.value.interfaces) })
              : world.source,
        };
        expect(decide(shuffled)).toEqual(decide(world));
      }),
      RUNS,
    );
  });

  it('has nothing left to register once its plan has been carried out', () => {
    fc.assert(
      fc.property(worlds, ({ situation: world }) => {
        const { plan } = decide(world);
        const registered = plan.register.map(({ target }) => targetKey(target));
        const others = world.targets.filter((target) => !registered.includes(targetKey(target)));
        const targets = [...others, ...plan.register.map(({ target }) => listed(target.ip, 'initial'))];
        expect(decide({ ...world, targets }).plan.register).toEqual([]);
      }),
      RUNS,
    );
  });

  it('reaches every verdict in these worlds, so that no law holds for want of a case', () => {
    const plans = fc.sample(worlds, { numRuns: 3_000, seed: 1 }).map(({ situation: world }) => decide(world).plan);
    const verdicts = plans.flatMap((plan) => [
      ...plan.register.map(() => 'register'),
      ...plan.deregister.map(({ rule }) => rule),
      ...plan.hold.map(({ kind }) => kind),
      ...(plan.refusal === undefined ? [] : [plan.refusal.code]),
      ...(plan.partial === undefined ? [] : ['partial']),
    ]);
    expect([...new Set(verdicts)].toSorted()).toEqual([
      'blocked',
      'gone',
      'partial',
      'planned',
      'register',
      'retired',
      'source-not-usable',
      'source-unreadable',
      'source-without-address',
      'stranger',
      'waiting',
    ]);
  });
});
