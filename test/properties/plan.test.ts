import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deregistration, Plan } from '../../controller/model/plan.ts';
import { read } from '../../controller/model/reading.ts';
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
import { DENIALS } from './denials.ts';
import {
  byRule,
  carriersOf,
  desiredIps,
  isComplete,
  ownersView,
  present,
  released,
  serving,
  showsHidden,
  showsOwn,
  slotOf,
  STRANGERS,
  valueOf,
  viewsOf,
} from './facts.ts';
import { shuffled } from './shuffled.ts';
import { type Carrier, type World, worlds } from './worlds.ts';

const RUNS = { numRuns: 3_000 };

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

const keysBy = (plan: Plan, rule: Deregistration['rule']): readonly string[] =>
  byRule(plan, rule).map(({ target }) => targetKey(target));

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

  it('is in the zone all outside the group’s VPC, and only with cross-zone on; inside it names none', () => {
    always(({ situation, outside }, { register }) => {
      const zones = [...new Set(register.map(({ availabilityZone }) => availabilityZone))];
      expect(zones).toEqual(register.length === 0 ? [] : [outside ? 'all' : undefined]);
      expect(register.length > 0 && outside ? valueOf(situation.crossZone) : 'on').toBe('on');
    });
  });

  it('is the same whatever DNS answers, and so is every stranger that goes: it adds no address', () => {
    fc.assert(
      fc.property(worlds, fc.array(fc.nat(200)), fc.boolean(), ({ situation, slots }, hosts, all) => {
        const plain = decide(situation);
        const name = [...slots.map(({ ip }) => ip), ...hosts.map((host) => `10.0.1.${host}`)];
        const answered = read({ name, all: all ? name : [] });
        const told = { ...situation, ...(situation.evidence && { evidence: { ...situation.evidence, answered } }) };
        const { plan, drift } = decide(told);
        expect(plan.register).toEqual(plain.plan.register);
        expect(drift.missing).toEqual(plain.drift.missing);
        expect(keysBy(plan, 'stranger')).toEqual(keysBy(plain.plan, 'stranger'));
      }),
      RUNS,
    );
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
      const complete = source !== undefined && isComplete(source);
      const listed = viewsOf(situation).some((view) => showsOwn(situation, view));
      expect(complete && listed ? [] : released(plan)).toEqual([]);
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
    always(({ slots, situation, outside }, plan) => {
      if (byRule(plan, 'retired').length === 0) return;
      const enabled = valueOf(situation.evidence?.reach)?.enabledZoneIds ?? [];
      const serviceable = slots.filter(
        ({ ip, zoneId }) => desiredIps(situation).includes(ip) && (outside || enabled.includes(zoneId)),
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
    always((world, plan) => {
      const gone = byRule(plan, 'gone');
      const blind = gone.filter(({ target }) => !showsOwn(world.situation, ownersView(world, slotOf(world, target))));
      expect(blind).toEqual([]);
      expect(gone.length === 0 || present(world.situation).length > 0).toBe(true);
    });
  });

  it('is no gone target of a load balancer that its name may still answer', () => {
    always(({ situation }, plan) => {
      const source = valueOf(situation.source);
      if (source === undefined || 'endpoint' in source) return;
      const { name = [], all = [] } = valueOf(situation.evidence?.answered) ?? {};
      const answering = byRule(plan, 'gone').filter(
        ({ target }) => name.length === 0 || [...name, ...all].includes(target.ip),
      );
      expect(answering).toEqual([]);
    });
  });

  it('is nothing that needed a read which was denied', () => {
    fc.assert(
      fc.property(worlds, fc.constantFrom(...DENIALS), (world, [, deny, needed]) => {
        const denied = { ...world, situation: deny(world.situation) };
        const { plan } = decide(denied.situation);
        expect(plan.deregister.filter((removal) => needed(removal, slotOf(world, removal.target), world))).toEqual([]);
        expect(released(plan).length === 0 || plan.refusal === undefined).toBe(true);
      }),
      RUNS,
    );
  });

  it('is nothing that was not asked about, and nothing in a subnet that nobody who looks owns', () => {
    always((world, { deregister }) => {
      const { evidence } = world.situation;
      const unproven = deregister.filter(
        ({ target }) =>
          evidence?.about.includes(targetKey(target)) !== true ||
          ownersView(world, slotOf(world, target)) === undefined,
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
      // For where it lies a source is refused that is known for the right one: it tells strangers as any other.
      const isRight = plan.refusal !== undefined && ['cross-zone-off', 'source-unsuitable'].includes(plan.refusal.code);
      const telling: readonly (Carrier | undefined)[] = isRight ? STRANGERS : ['instance'];
      const evicted = plan.refusal === undefined ? [] : carriersOf(world, plan.deregister);
      expect(evicted.filter((carrier) => !telling.includes(carrier))).toEqual([]);
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
