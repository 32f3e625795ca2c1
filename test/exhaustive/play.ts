import { runAlone } from './alone.ts';
import { type Answer, createAnswers } from './answers.ts';
import { eventsIn } from './events.ts';
import { once } from '../../controller/model/once.ts';
import type { Spec } from '../../controller/model/spec.ts';
import { ENDPOINT_IDS } from './carriers.ts';
import { BINDING } from './materialize.ts';
import { type Call, createPasses, type Pass } from './pass-in-flight.ts';
import type { Run } from './runs.ts';
import type { Play } from './steps.ts';
import { type Setting, type Side, world, worldKey } from './tiny-world.ts';

/** A defect that is planted, to see that a search finds it. */
export type Plant = {
  /** What passes are told of the setting, where that is not true. */
  readonly told?: Setting;
  /** A read of which a pass gets its first answer again and again. */
  readonly repeated?: string;
};

/** Makes the means of a run. */
export async function createPlay(run: Run, { told = run.setting, repeated }: Plant): Promise<Play> {
  const answers = createAnswers(told);
  const specOf = (side: Side): Spec => ({
    name: BINDING,
    targetGroupArn: answers.groupArn,
    source: { vpcEndpointId: ENDPOINT_IDS[side], previous: [] },
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
    plant: (pass, call) => (call.question.operation === repeated ? firstAnswer(pass, call) : undefined),
    eventsIn: (tiny) => happenings(worldKey(tiny)),
  };
}

function firstAnswer({ calls }: Pass, { question: { key } }: Call): Answer | undefined {
  return calls.find(({ question, answer }) => question.key === key && answer !== undefined)?.answer;
}
