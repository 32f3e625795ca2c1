import { runAlone } from './alone.ts';
import { type Answer, createAnswers } from './answers.ts';
import { eventsIn } from './events.ts';
import { once } from '../../controller/model/once.ts';
import type { Spec } from '../../controller/model/spec.ts';
import { albArn } from './albs.ts';
import { ENDPOINT_IDS } from './carriers.ts';
import { BINDING } from './materialize.ts';
import { factsOf } from './pass-facts.ts';
import { type Call, createPasses, type Pass } from './pass-in-flight.ts';
import type { Run } from './runs.ts';
import type { Play } from './steps.ts';
import { IPS, PLACES, type Setting, type Side, world, worldKey } from './tiny-world.ts';

/** A defect that is planted, to see that a search finds it. */
export type Plant = {
  /** What passes are told of the setting, where that is not true. */
  readonly told?: Setting;
  /** A read of which a pass gets its first answer again and again. */
  readonly repeated?: string;
  /** `Resolve`: the resolver is not heard, and taken to answer what EC2 lists of the source. */
  readonly unheard?: 'Resolve';
};

/** Makes the means of a run. */
export async function createPlay(run: Run, { told = run.setting, repeated, unheard }: Plant): Promise<Play> {
  const answers = createAnswers(told);
  const specOf = (side: Side): Spec => ({
    name: BINDING,
    targetGroupArn: answers.groupArn,
    source:
      run.setting.source === 'endpoint'
        ? { vpcEndpointId: ENDPOINT_IDS[side], previous: [] }
        : { loadBalancerArn: albArn(side), previous: [albArn(side === 'old' ? 'new' : 'old')] },
    mode: 'enforce',
    minHealthy: run.minHealthy,
    keep: [],
  });
  const means = { region: answers.region, specOf };
  // A first pass, in a world in which it asks for everything, so that what never changes is known before the search.
  const asking = createPasses({ ...means, atOnce: () => undefined });
  await runAlone(world('onon HHHH new'), { answers, passes: asking, setting: run.setting });
  // Where calls may fail, these may as well.
  const atOnce = run.faults === 0 ? answers.constant : () => undefined;
  const happenings = once((key) => eventsIn(world(key), run.events, run.setting));
  return {
    run,
    answers,
    passes: createPasses({ ...means, atOnce }),
    plant: (pass, call, answer) => {
      if (call.question.operation === repeated) return firstAnswer(pass, call) ?? answer;
      return call.question.operation === unheard ? asListed(pass, answer) : answer;
    },
    eventsIn: (tiny) => happenings(worldKey(tiny)),
  };
}

/** Ids of their own, since what was not heard tells such answers apart. */
const UNHEARD = 1_000_000;

function asListed(pass: Pass, inPlaceOf: Answer): Answer {
  const { source } = factsOf(pass);
  const addresses = PLACES.filter((place) => (source & (1 << place)) !== 0).map((place) => IPS[place]);
  return { kind: 'output', output: { addresses }, id: UNHEARD + 16 * inPlaceOf.id + source, inPlaceOf };
}

function firstAnswer({ calls }: Pass, { question: { key } }: Call): Answer | undefined {
  return calls.find(({ question, answer }) => question.key === key && answer !== undefined)?.answer;
}
