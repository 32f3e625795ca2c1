import type { FaultName } from '../cloud/wire/faults.ts';
import type { Cue } from './interleave.ts';
import { sourceOf } from './land/truth.ts';
import type { Land } from './land.ts';
import type { Recorder } from './record.ts';
import type { Trouble } from './story/trouble.ts';

/** Plans the troubles of a story: each begins and ends on its minute, and tells which calls it meets. */
export function troubleCues(
  troubles: readonly Trouble[],
  recorder: Recorder,
  land: Land,
  minuteAt: (minute: number) => number,
): readonly Cue[] {
  return troubles.flatMap((trouble): readonly Cue[] => {
    let end = (): unknown => undefined;
    return [
      {
        at: minuteAt(trouble.minute),
        run: () => {
          end = begin(trouble, recorder, land);
        },
      },
      {
        at: minuteAt(trouble.minute + trouble.minutes) - 1_000,
        run: () => {
          end();
        },
      },
    ];
  });
}

/** Seconds by which a replica is behind. */
const BEHIND_SECONDS = 30;

function begin({ fault, operation, every }: Trouble, recorder: Recorder, land: Land): () => unknown {
  const { faults } = land.cloud;
  if (fault === 'omit interface') {
    const [first] = sourceOf(land, land.bound.at(-1) ?? '')?.interfaces ?? [];
    return faults.omitInterfaces(first === undefined ? [] : [first.id]);
  }
  if (fault === 'lag') {
    const behind = (read: number): boolean => {
      const is = read % (every + 1) === 0;
      if (is) recorder.meets('behind');
      return is;
    };
    return faults.lag({ seconds: BEHIND_SECONDS, operations: [operation], behind });
  }
  let calls = 0;
  const name: FaultName = fault;
  const match = (): boolean => {
    calls += 1;
    if (calls % every !== 0) return false;
    recorder.meets(name);
    return true;
  };
  return faults.add({ fault: name, operation, match });
}
