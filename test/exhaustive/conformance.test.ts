import { describe, expect, it } from 'vitest';
import { deregister, register } from '../cloud/world/registration.ts';
import { publicAnswer } from '../cloud/world/route53-answers.ts';
import { tick } from '../cloud/world/tick.ts';
import { albName } from './albs.ts';
import { runAlone } from './alone.ts';
import { ask, clientsOf, type Question } from './answers.ts';
import { createStage, DRAIN_SECONDS } from './materialize.ts';
import { settle } from './nature.ts';
import { createPlay } from './play.ts';
import { RUNS } from './runs.ts';
import { withDns } from './scaling.ts';
import {
  type Carrier,
  IPS,
  type Listing,
  PLACES,
  type Setting,
  type TinyWorld,
  world,
  worldKey,
} from './tiny-world.ts';
import { isWrite, write } from './writes.ts';

/** Real milliseconds on a busy machine; on a free core a test takes ten seconds at most. */
const PATIENCE_MS = 300_000;

const BOTH_ZONES: Setting = { source: 'endpoint', crossZone: true, protocol: 'TCP', enabledZones: [1, 2] };
const ONE_ZONE: Setting = { ...BOTH_ZONES, crossZone: false, protocol: 'TLS', enabledZones: [1] };
const ALBS: Setting = { ...BOTH_ZONES, source: 'ALB' };

/** Of a run only the setting matters here. */
const [NO_RUN] = RUNS;
if (NO_RUN === undefined) throw new Error('there are no runs');

const ENABLED: readonly Listing[] = ['absent', 'initial', 'healthy', 'unhealthy', 'draining'];
const DISABLED: readonly Listing[] = ['absent', 'unused', 'draining'];
const LISTINGS_OF_BOTH = combine([ENABLED, ENABLED, ENABLED, ENABLED]);
const LISTINGS_OF_ONE = combine([ENABLED, ENABLED, DISABLED, DISABLED]);

const EVERYBODY: readonly Carrier[] = ['old', 'new', 'old, ending', 'new, ending', 'stranger', 'nobody'];

/** Every way to carry the four IPs: an ALB may have two nodes in a zone, some of them on their way out. */
const CARRIERS_OF_ALBS = combine<Carrier>(PLACES.map(() => EVERYBODY));

/** Those in which an endpoint has one interface a zone at most, and is or is not being deleted. */
const CARRIERS = CARRIERS_OF_ALBS.filter(([a, b, c, d]) =>
  (['old', 'new'] as const).every((side) => {
    const [first = [], second = []] = [
      [a, b],
      [c, d],
    ].map((zone) => zone.filter((carrier) => carrier.startsWith(side)));
    return first.length <= 1 && second.length <= 1 && new Set([...first, ...second]).size <= 1;
  }),
);

describe('the tiny world does what the simulated cloud does', () => {
  it.each([
    { setting: BOTH_ZONES, listings: LISTINGS_OF_BOTH },
    { setting: ONE_ZONE, listings: LISTINGS_OF_ONE },
  ])(
    'at every write in every listing, with zones $setting.enabledZones enabled',
    ({ setting, listings }) => {
      const stage = createStage(setting);
      const differing: string[] = [];
      for (const listing of listings) {
        const before: TinyWorld = { ...world('onon .... old'), listing };
        for (let places = 1; places < 16; places += 1) {
          const targets = PLACES.filter((place) => (places & (1 << place)) !== 0).map((place) => ({ ip: IPS[place] }));
          for (const [name, change] of [
            ['RegisterTargets', register],
            ['DeregisterTargets', deregister],
          ] as const) {
            stage.put(before);
            change(stage.world, stage.group, targets);
            const [real, tiny] = [stage.project(), write(before, name, places, setting)].map(worldKey);
            if (real !== tiny) differing.push(`${worldKey(before)} ${name} ${places}: ${real}, not ${tiny}`);
          }
        }
      }
      expect(differing).toEqual([]);
    },
    PATIENCE_MS,
  );

  it.each([
    { setting: BOTH_ZONES, carriers: CARRIERS },
    { setting: ALBS, carriers: CARRIERS_OF_ALBS },
  ])(
    'once everything has settled, whoever carries the IPs, the sources being of kind $setting.source',
    ({ setting, carriers }) => {
      const stage = createStage(setting);
      const differing = worldsOf(carriers).flatMap((before) => {
        stage.put(before);
        // Nothing takes longer than draining.
        for (let second = 0; second <= DRAIN_SECONDS; second += 1) tick(stage.world);
        const [real, tiny] = [stage.project(), settle(before)].map(worldKey);
        return real === tiny ? [] : [`${worldKey(before)}: ${real}, not ${tiny}`];
      });
      expect(differing).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'in what DNS answers for an ALB once it has caught up: the nodes that stay',
    async () => {
      const stage = createStage(ALBS);
      const play = await createPlay({ ...NO_RUN, setting: ALBS }, {});
      const differing: string[] = [];
      for (const tiny of worldsOf(CARRIERS_OF_ALBS).map((each) => withDns(each, ALBS))) {
        stage.put(tiny);
        for (const side of ['old', 'new'] as const) {
          const name = `all.${albName(side)}`;
          const real = publicAnswer(stage.world, name, 'A');
          // oxlint-disable-next-line no-await-in-loop -- one question after the other
          const answer = await play.answers.to({ service: 'dns', operation: 'Resolve', key: name, name }, tiny);
          const known = real === 'NXDOMAIN' || real === 'SERVFAIL' ? [] : real.toSorted();
          const told = answer.kind === 'output' ? answer.output : answer.error;
          if (textOf({ addresses: known }) !== textOf(told)) differing.push(`${worldKey(tiny)}: ${name}`);
        }
      }
      expect(differing).toEqual([]);
    },
    PATIENCE_MS,
  );

  it.each([
    { setting: BOTH_ZONES, carriers: CARRIERS },
    { setting: ALBS, carriers: CARRIERS_OF_ALBS },
  ])(
    'in what it answers: a remembered answer is the one that the whole world gives, the sources being of kind $setting.source',
    async ({ setting, carriers }) => {
      const play = await createPlay({ ...NO_RUN, setting }, {});
      const questions = new Map<string, Question>();
      for (const key of ['onon HHHH new', 'onon H.HH old', 'n..n HuHH new', '.... HHHH old', 'X.n. HHHH new']) {
        // oxlint-disable-next-line no-await-in-loop -- one pass after the other
        const { pass } = await runAlone(withDns(world(key), setting), { ...play, setting });
        for (const { question } of pass.calls) {
          if (!isWrite(question.operation) && question.service !== 'dns') questions.set(question.key, question);
        }
      }
      const stage = createStage(setting);
      const aws = clientsOf(stage);
      const differing: string[] = [];
      // One in seven, which takes every carrier in every place.
      for (const tiny of worldsOf(carriers).filter((_, index) => index % 7 === 0)) {
        for (const question of questions.values()) {
          stage.put(tiny);
          const real = await ask(aws, question).catch((error: Error) => error.message);
          const answer = await play.answers.to(question, tiny);
          const remembered = answer.kind === 'output' ? answer.output : answer.error.message;
          if (textOf(real) !== textOf(remembered)) differing.push(`${worldKey(tiny)}: ${question.key}`);
        }
      }
      expect(questions.size).toBeGreaterThan(10);
      expect(differing).toEqual([]);
    },
    PATIENCE_MS,
  );
});

/** Of a subnet AWS also counts the free IPs. No pass reads it, or it would not be what never changes. */
function textOf(answer: unknown): string {
  return JSON.stringify(answer, (key, value: unknown) => (key === 'AvailableIpAddressCount' ? undefined : value));
}

/** A world for each way to carry the IPs; listings and seals take turns. */
function worldsOf(carriers: readonly TinyWorld['carriers'][]): readonly TinyWorld[] {
  return carriers.map((each, index) => ({
    carriers: each,
    listing: LISTINGS_OF_BOTH[(index * 97) % LISTINGS_OF_BOTH.length] ?? ['absent', 'absent', 'absent', 'absent'],
    seal: index % 2 === 0 ? 'old' : 'new',
    dns: { old: 0, new: 0 },
  }));
}

function combine<T>(choices: readonly (readonly T[])[]): readonly (readonly [T, T, T, T])[] {
  const [first = [], second = [], third = [], fourth = []] = choices;
  return first.flatMap((a) => second.flatMap((b) => third.flatMap((c) => fourth.map((d) => [a, b, c, d] as const))));
}
