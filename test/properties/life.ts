import type { Report } from '../../controller/report.ts';
import { createConductor } from './interleave.ts';
import { createLand, type Land } from './land.ts';
import { cueMinute } from './life/pass.ts';
import { type Stage, takePlace } from './life/stage.ts';
import { createRecorder, type Step } from './record.ts';
import { type Rest, restsOf } from './rest.ts';
import type { Happening } from './story/happening.ts';
import type { Story } from './story.ts';
import type { Carry } from './swift-clients.ts';
import { troubleCues } from './troubles.ts';

/** One pass of a life: what it was told to keep true, what it did step by step, and what it said. */
export type Pass = {
  readonly index: number;
  readonly minute: number;
  readonly kind: 'schedule' | 'twin' | 'command line' | 'late';
  /** The source it was told of. */
  readonly sourceId: string;
  readonly startedAt: number;
  endedAt: number;
  readonly steps: Step[];
  report?: Report;
  /** The invocation failed as one fails in which a binding faulted. */
  failed: boolean;
  /** What it logged that is not documented. */
  readonly undocumented: string[];
  /** Anything else that was thrown: a defect. */
  defect?: unknown;
};

/** What happened when, in words. */
export type Line = { readonly at: number; readonly text: string };

/** A whole life, as it was. */
export type Life = {
  readonly story: Story;
  readonly land: Land;
  readonly passes: readonly Pass[];
  readonly lines: readonly Line[];
  /** The first minute in which nothing happened any more. */
  readonly quietFrom: number;
  /** What kept the group from being at rest, minute by minute after that; the last two of a good life are empty. */
  readonly rests: readonly Rest[];
  /** How many calls each fault met. */
  readonly met: ReadonlyMap<string, number>;
  readonly minutes: number;
};

/** A defect planted between a pass and the wire, to see a law fail. */
export type Plant = (carry: Carry, land: Land, pass: Pass) => Carry;

/**
 * Minutes after the last happening within which a group comes to rest: half a minute until a deleted source's IPs are free,
 * one until the next pass, up to 90 s until its targets are healthy, three zones a minute apart, and as much again for what
 * a lagging listing, or health that turns once more, costs.
 */
export const QUIET_MINUTES = 12;

/** Lives a story to its end: the minutes in which things happen, then quiet ones until the group is at rest. */
export async function live(story: Story, plant: Plant = (carry) => carry): Promise<Life> {
  const land = createLand(story.opening);
  const { cloud } = land;
  let turn = 0;
  const conductor = createConductor(cloud, () => story.order[turn++ % Math.max(1, story.order.length)] ?? 0);
  const recorder = createRecorder(land);
  const passes: Pass[] = [];
  const lines: Line[] = [];
  const beginsAt = cloud.clock.now().getTime();
  const say = (text: string): void => {
    lines.push({ at: cloud.clock.now().getTime(), text });
  };
  const stage: Stage = { land, conductor, recorder, passes, plant, say, story };
  const minuteAt = (minute: number): number => beginsAt + minute * 60_000;

  for (const [minute, plan] of story.minutes.entries()) cueMinute(stage, minute, plan, minuteAt(minute));
  const waiting: Happening[] = [];
  for (const { when, what } of story.happenings) {
    if ('second' in when) {
      conductor.cue({ at: minuteAt(when.minute) + when.second * 1_000, run: () => takePlace(stage, what, waiting) });
    }
  }
  for (const cue of troubleCues(story.troubles, recorder, land, minuteAt)) conductor.cue(cue);
  stage.waiting = waiting;
  const quietFrom = lastMinuteOf(story) + 1;
  await conductor.conduct(minuteAt(quietFrom) - 1);
  stage.over = true;
  cloud.faults.clear();
  for (const what of waiting.splice(0)) takePlace(stage, what, waiting);

  const rests: Rest[] = [];
  let first = Math.max(quietFrom, Math.ceil((cloud.clock.now().getTime() - beginsAt) / 60_000));
  const last = first + QUIET_MINUTES;
  for (; first <= last; first += 1) {
    for (const { at, run } of land.later.splice(0)) conductor.cue({ at, run: () => say(run()) });
    cueMinute(stage, first, { second: 0 }, minuteAt(first));
    // oxlint-disable-next-line no-await-in-loop -- minutes follow one another
    await conductor.conduct(minuteAt(first + 1) - 1);
    rests.push(restsOf(land, passes.at(-1)));
    if (rests.length > 1 && rests.slice(-2).every(({ restless, wrong }) => restless.length + wrong.length === 0)) break;
  }
  const minutes = (cloud.clock.now().getTime() - beginsAt) / 60_000;
  return { story, land, passes, lines, quietFrom, rests, met: recorder.met, minutes };
}

function lastMinuteOf({ minutes, happenings, troubles }: Story): number {
  return Math.max(
    minutes.length - 1,
    ...happenings.map(({ when }) => when.minute),
    ...troubles.map(({ minute, minutes: lasting }) => minute + lasting - 1),
  );
}
