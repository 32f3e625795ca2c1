import { describe, expect, it } from 'vitest';
import type { OutcomeWord } from '../../controller/model/outcome.ts';
import type { Tally } from '../cloud/world/tally.ts';
import { type Pass, setStage, type Stage, type StageOptions } from './stage.ts';

/** Scenarios of one theme. */
export type Chapter = { readonly title: string; readonly rows: readonly Scenario[] };

/** A situation, what happens in it, and what must come of it. */
export type Scenario = {
  readonly title: string;
  /** The title of the scenario that this guard must let through, of any chapter. */
  readonly twin?: string;
  /** Of a situation known from elsewhere: what differs here from how it is told there. */
  readonly restated?: string;
  readonly given: string;
  readonly when: string;
  readonly then: string;
  readonly stage?: StageOptions;
  readonly play: (stage: Stage) => Promise<readonly Pass[]>;
  readonly expected: {
    /** One a pass. */
    readonly outcomes: readonly OutcomeWord[];
    /** Operations that write, over all passes. */
    readonly writes: readonly string[];
    /** As listed after the last pass. */
    readonly targets: (stage: Stage) => readonly string[];
    /** Client-seconds that did not reach the source. Default: none. */
    readonly lost?: Partial<Tally>;
  };
  /** What else must hold, of the passes. */
  readonly also?: (passes: readonly Pass[], stage: Stage) => void;
};

/** Makes a test of each. Not by `describe.each`, which cuts long sentences short. */
export function playOut(scenarios: readonly Scenario[]): void {
  for (const { title, given, when, then, stage: options, play, expected, also } of scenarios) {
    describe(`${title}: given ${given}`, () => {
      it(`when ${when}, then ${then}`, async () => {
        const stage = setStage(options);
        const before = stage.cloud.traffic.mark();
        const passes = await play(stage);

        // Soft, so that a row that fails shows all that is different.
        expect
          .soft(passes.flatMap(({ outcomes }) => outcomes.map(({ outcome }) => outcome)))
          .toEqual(expected.outcomes);
        const writes = stage.cloud.calls.filter(({ write }) => write);
        expect.soft(writes.map(({ operation }) => operation)).toEqual(expected.writes);
        expect.soft(stage.targets()).toEqual(expected.targets(stage));
        const { failed, stranger } = stage.cloud.traffic.since(before);
        expect.soft({ failed, stranger }).toEqual({ failed: 0, stranger: 0, ...expected.lost });
        also?.(passes, stage);
      });
    });
  }
}
