import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../controller/model/network.ts';
import type { Deregistration, Plan } from '../../controller/model/plan.ts';
import { type Reading, read } from '../../controller/model/reading.ts';
import type { Situation } from '../../controller/model/situation.ts';
import {
  isDraining,
  isHealthy,
  type ListedTarget,
  mayServe,
  type Target,
  targetKey,
} from '../../controller/model/target.ts';
import { type Decision, decide } from '../../controller/plan/decide.ts';
import { goes, listed } from '../controller/builders.ts';
import {
  byRule,
  carriersOf,
  desiredIps,
  present,
  released,
  serving,
  showsHidden,
  slotOf,
  STRANGERS,
  valueOf,
} from './facts.ts';
import { type Carrier, type World, worlds } from './worlds.ts';

const RUNS = { numRuns: 2_000 };

/** Holds a law to random worlds. What a law does not speak of, it lets pass: worlds.test.ts shows what is left. */
function always(law: (world: World, plan: Plan, decision: Decision) => void): void {
  fc.assert(
    fc.property(worlds, (world) => {
      const decision = decide(world.situation);
      law(world, decision.plan, decision);
    }),
    RUNS,
  );
}

const keysOf = (targets: readonly Target[]): readonly string[] => targets.map(targetKey);

describe('in every world of nine addresses in three zones, what is registered', () => {
  it('is nothing but the source’s addresses, on the binding’s port', () => {
    always((world, { register }) => {
      const alien = register.filter(
        ({ target }) => slotOf(world, target)?.carrier !== 'ours' || target.port !== world.situation.group.port,
      );
      expect(alien).toEqual([]);
    });
  });

  it('is exactly what is missing, unless the pass is refused', () => {
    always((_, plan, { drift }) => {
      const registered = plan.register.map(({ target }) => target);
      expect(registered).toEqual(plan.refusal === undefined ? drift.missing : []);
    });
  });

  it('leaves nothing to register once the plan has been carried out', () => {
    always(({ situation }, plan) => {
      const registered = keysOf(plan.register.map(({ target }) => target));
      const others = situation.targets.filter((target) => !registered.includes(targetKey(target)));
      const come = plan.register.map(({ target: { ip, port } }) => listed(ip, 'initial', { port }));
      expect(decide({ ...situation, targets: [...others, ...come] }).plan.register).toEqual([]);
    });
  });
});

describe('in every world of nine addresses in three zones, what goes', () => {
  it('leaves a healthy target that is no stranger’s, if there was one', () => {
    always((world, plan) => {
      const left = keysOf(serving(world)).filter((key) => !goes(plan).includes(key));
      expect(left.length).toBeGreaterThanOrEqual(Math.min(1, serving(world).length));
    });
  });

  it('leaves every enabled zone a healthy target that had one, with cross-zone off', () => {
    always((world, plan) => {
      const reach = valueOf(world.situation.evidence?.reach);
      if (reach === undefined || reach.crossZone) return;
      const inZone = (zoneId: string): readonly ListedTarget[] =>
        serving(world).filter((target) => slotOf(world, target)?.zoneId === zoneId);
      const darkened = reach.enabledZoneIds.filter(
        (zoneId) => inZone(zoneId).length > 0 && keysOf(inZone(zoneId)).every((key) => goes(plan).includes(key)),
      );
      expect(darkened).toEqual([]);
    });
  });

  it('is of no interface of the source, not kept, not draining, and on the binding’s port', () => {
    always((world, { deregister }) => {
      const { spec, group } = world.situation;
      const wrong = deregister.filter(
        ({ target }) => spec.keep.includes(target.ip) || isDraining(target) || target.port !== group.port,
      );
      expect(wrong).toEqual([]);
      expect(carriersOf(world, deregister)).not.toContain('ours');
      expect(carriersOf(world, deregister)).not.toContain('hidden');
    });
  });

  it('goes by the rule of its true fate', () => {
    always((world, plan) => {
      const carriersBy = (rule: Deregistration['rule']): readonly (Carrier | undefined)[] =>
        carriersOf(world, byRule(plan, rule));
      expect(carriersBy('gone').filter((carrier) => carrier !== 'nobody')).toEqual([]);
      expect(carriersBy('retired').filter((carrier) => carrier !== 'retired' && carrier !== 'previous')).toEqual([]);
      expect(carriersBy('stranger').filter((carrier) => !STRANGERS.includes(carrier))).toEqual([]);
    });
  });

  it('is nothing but strangers without a complete source and a listing', () => {
    always(({ situation }, plan) => {
      const source = valueOf(situation.source);
      const complete =
        source?.endpoint.state === 'available' &&
        source.interfaces.length === source.endpoint.interfaceIds.length &&
        situation.evidence?.listing.kind === 'read';
      expect(complete ? [] : released(plan)).toEqual([]);
    });
  });

  it('is nothing but strangers in a zonal shift, or where health or zones cannot be known', () => {
    always(({ situation }, plan) => {
      const shifted = situation.targets.some(({ zonalShift }) => zonalShift);
      const telling = !shifted && valueOf(situation.evidence?.reach) !== undefined;
      expect(telling ? [] : released(plan)).toEqual([]);
    });
  });

  it('is nothing but strangers while an interface of the source stands among the surplus', () => {
    always((world, plan) => {
      expect(showsHidden(world) ? released(plan) : []).toEqual([]);
    });
  });

  it('is a retired target only beside as many healthy replacements as are asked for and can serve', () => {
    always(({ slots, situation }, plan) => {
      if (byRule(plan, 'retired').length === 0) return;
      const enabled = valueOf(situation.evidence?.reach)?.enabledZoneIds ?? [];
      const serviceable = slots.filter(
        ({ ip, zoneId }) => desiredIps(situation).includes(ip) && enabled.includes(zoneId),
      );
      const healthy = present(situation).filter(
        (target) => isHealthy(target) && serviceable.some(({ ip }) => ip === target.ip),
      );
      expect(serviceable.length).toBeGreaterThan(0);
      expect(healthy.length).toBeGreaterThanOrEqual(Math.min(situation.spec.minHealthy, serviceable.length));
    });
  });

  it('is a stranger that may serve, and cannot read the traffic, only beside a healthy desired target', () => {
    always(({ situation }, plan) => {
      const { group } = situation;
      if (group.protocol === 'TLS' || group.port !== 443) return;
      const evicted = byRule(plan, 'stranger').filter(({ target }) => mayServe(target));
      expect(evicted.length === 0 || present(situation).some(isHealthy)).toBe(true);
    });
  });

  it('is of one zone, among the retired', () => {
    always((world, plan) => {
      const zones = new Set(byRule(plan, 'retired').map(({ target }) => slotOf(world, target)?.zoneId));
      expect(zones.size).toBeLessThanOrEqual(1);
    });
  });

  it('is a gone target only beside a registered desired one, and under control', () => {
    always(({ situation }, plan) => {
      if (byRule(plan, 'gone').length === 0) return;
      const own = valueOf(situation.source)?.endpoint.interfaceIds ?? [];
      const seen = valueOf(situation.evidence?.listing)?.interfaces.filter(({ id }) => own.includes(id)) ?? [];
      expect(present(situation).length).toBeGreaterThan(0);
      expect(seen.length).toBeGreaterThan(0);
    });
  });

  it('is nothing that was not asked about, and nothing in a subnet that another account owns', () => {
    always((world, { deregister }) => {
      const { evidence, group } = world.situation;
      const owned = (valueOf(evidence?.subnets) ?? []).filter(({ ownerId }) => ownerId === group.accountId);
      const unproven = deregister.filter(
        ({ target }) =>
          evidence?.about.includes(targetKey(target)) !== true ||
          !owned.some(({ zoneId }) => zoneId === slotOf(world, target)?.zoneId),
      );
      expect(unproven).toEqual([]);
    });
  });

  it('is nothing under observe, add or a pause', () => {
    always(({ situation }, plan) => {
      expect(situation.spec.mode === 'enforce' && plan.pause === undefined ? [] : goes(plan)).toEqual([]);
    });
  });

  it('is, of a refused pass, nothing but strangers that name themselves', () => {
    always((world, plan) => {
      const evicted = plan.refusal === undefined ? [] : carriersOf(world, plan.deregister);
      expect(evicted.filter((carrier) => carrier !== 'instance')).toEqual([]);
    });
  });
});

describe('in every world of nine addresses in three zones, one decision', () => {
  it('puts every surplus target into exactly one of deregister and hold, in a group that is sealed', () => {
    always((_, plan, { drift }) => {
      if (plan.refusal?.code === 'unsealed') return;
      const judged = [...plan.deregister, ...plan.hold].map(({ target }) => targetKey(target));
      expect(judged.toSorted()).toEqual(keysOf(drift.surplus).toSorted());
    });
  });

  it('changes nothing of a group that is not sealed', () => {
    always(({ situation }, plan) => {
      if ('target-sync:binding' in situation.tags) return;
      expect(plan).toMatchObject({ register: [], deregister: [], hold: [], refusal: { code: 'unsealed' } });
    });
  });

  it('does not depend on the order of what AWS answered', () => {
    fc.assert(
      fc.property(worlds, fc.infiniteStream(fc.nat()), ({ situation }, numbers) => {
        const shuffle = <T>(items: readonly T[]): readonly T[] =>
          items
            .map((item) => ({ item, at: numbers.next().value ?? 0 }))
            .toSorted((a, b) => a.at - b.at)
            .map(({ item }) => item);
        expect(decide(shuffled(situation, shuffle))).toEqual(decide(situation));
      }),
      RUNS,
    );
  });
});

type Shuffle = <T>(items: readonly T[]) => readonly T[];

/** The same situation, each list of AWS's in another order. */
function shuffled(situation: Situation, shuffle: Shuffle): Situation {
  const { evidence } = situation;
  const endpointOf = (one: Endpoint): Endpoint => ({
    ...one,
    subnetIds: shuffle(one.subnetIds),
    interfaceIds: shuffle(one.interfaceIds),
  });
  return {
    ...situation,
    targets: shuffle(situation.targets),
    source: mapped(situation.source, ({ endpoint, interfaces }) => ({
      endpoint: endpointOf(endpoint),
      interfaces: shuffle(interfaces),
    })),
    ...(evidence !== undefined && {
      evidence: {
        about: shuffle(evidence.about),
        subnets: mapped(evidence.subnets, shuffle),
        listing: mapped(evidence.listing, ({ subnetIds, interfaces }) => ({
          subnetIds: shuffle(subnetIds),
          interfaces: shuffle(interfaces),
        })),
        endpoints: mapped(evidence.endpoints, (endpoints) => shuffle(endpoints).map(endpointOf)),
        ...(evidence.reach !== undefined && {
          reach: mapped(evidence.reach, (reach) => ({ ...reach, enabledZoneIds: shuffle(reach.enabledZoneIds) })),
        }),
      },
    }),
  };
}

function mapped<T>(reading: Reading<T>, change: (value: T) => T): Reading<T> {
  return reading.kind === 'read' ? read(change(reading.value)) : reading;
}
