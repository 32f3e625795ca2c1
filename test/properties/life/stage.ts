import { happen, movesSeal } from '../happen.ts';
import type { Conductor } from '../interleave.ts';
import type { Land } from '../land.ts';
import type { Pass, Plant } from '../life.ts';
import type { Recorder } from '../record.ts';
import type { Happening } from '../story/happening.ts';
import type { Story } from '../story.ts';

/** What a life is played on, and with. */
export type Stage = {
  readonly land: Land;
  readonly conductor: Conductor;
  readonly recorder: Recorder;
  readonly passes: Pass[];
  readonly plant: Plant;
  readonly say: (text: string) => void;
  readonly story: Story;
  /** What waits until no removal is about to be made. */
  waiting?: Happening[];
  over?: boolean;
};

/**
 * Lets something happen. Assumed, since nothing could guard against it: a deployment does not move the seal between a pass's
 * last reading of it and the DeregisterTargets decided on it. So while such a call is on its way, what moves the seal waits.
 */
export function takePlace({ land, conductor, say, recorder }: Stage, what: Happening, waiting: Happening[]): void {
  if (movesSeal(what) && conductor.parked().some((body) => body.includes('Action=DeregisterTargets'))) {
    waiting.push(what);
    return;
  }
  if (what.kind === 'stall') {
    say(`every call takes ${what.seconds} s`);
    conductor.stall(what.seconds);
  } else say(happen(land, what));
  recorder.happened();
  for (const later of land.later.splice(0)) {
    conductor.cue({
      at: later.at,
      run: () => {
        say(later.run());
        recorder.happened();
      },
    });
  }
}
