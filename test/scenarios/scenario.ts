import { describe, expect, it } from 'vitest';
import type { OutcomeWord } from '../../controller/model/outcome.ts';
import type { Tally } from '../cloud/world/tally.ts';
import { type AlbStage, type AlbStageOptions, setAlbStage } from './alb-stage.ts';
import { type Pass, setStage, type Stage, type StageOptions } from './stage.ts';

/** Scenarios of one theme. */
export type Chapter = { readonly title: string; readonly rows: readonly Row[] };

/** A scenario on a stage of either kind. */
export type Row = Scenario | (AlbScenario & { readonly source: 'alb' });

/** A scenario whose source is an internal ALB. */
export type AlbScenario = Told<AlbStage, AlbStageOptions>;

/** A scenario whose source is an endpoint, as it is unless a row says otherwise. */
export type Scenario = Told<Stage, StageOptions> & { readonly source?: undefined };

/** A situation, what happens in it, and what must come of it. */
type Told<S, O> = {
  readonly title: string;
  /** The title of the scenario that this guard must let through, of any chapter. */
  readonly twin?: string;
  /** Of a situation known from elsewhere: what differs here from how it is told there. */
  readonly restated?: string;
  readonly given: string;
  readonly when: string;
  readonly then: string;
  readonly stage?: O;
  readonly play: (stage: S) => Promise<readonly Pass[]>;
  readonly expected: {
    /** One a pass. */
    readonly outcomes: readonly OutcomeWord[];
    /** Operations that write, over all passes. */
    readonly writes: readonly string[];
    /** As listed after the last pass. */
    readonly targets: (stage: S) => readonly string[];
    /** Client-seconds that did not reach the source. Default: none. */
    readonly lost?: Partial<Tally>;
  };
  /** What else must hold, of the passes. */
  readonly also?: (passes: readonly Pass[], stage: S) => void;
};

/** A chapter of scenarios whose source is an internal ALB. */
export function albChapter(title: string, rows: readonly AlbScenario[]): Chapter {
  return { title, rows: rows.map((row) => ({ ...row, source: 'alb' })) };
}

/** Makes a test of each. Not by `describe.each`, which cuts long sentences short. */
export function playOut(scenarios: readonly Row[]): void {
  for (const row of scenarios) {
    describe(`${row.title}: given ${row.given}`, () => {
      it(`when ${row.when}, then ${row.then}`, async () => {
        const { got, wanted, also } =
          row.source === 'alb' ? await play(setAlbStage(row.stage), row) : await play(setStage(row.stage), row);
        // Soft, so that a row that fails shows all that is different.
        expect.soft(got.outcomes).toEqual(wanted.outcomes);
        expect.soft(got.writes).toEqual(wanted.writes);
        expect.soft(got.targets).toEqual(wanted.targets);
        expect.soft(got.lost).toEqual(wanted.lost);
        also();
      });
    });
  }
}

/** What a row came to, what it was to come to, and what else must hold. */
type Played = { readonly got: Result; readonly wanted: Result; readonly also: () => void };

type Result = {
  readonly outcomes: readonly OutcomeWord[];
  readonly writes: readonly string[];
  readonly targets: readonly string[];
  readonly lost: Omit<Tally, 'served'>;
};

async function play<S extends Pick<Stage, 'cloud' | 'targets'>>(
  stage: S,
  { play: run, expected, also }: Pick<Told<S, unknown>, 'play' | 'expected' | 'also'>,
): Promise<Played> {
  const before = stage.cloud.traffic.mark();
  const passes = await run(stage);
  const { failed, stranger } = stage.cloud.traffic.since(before);
  return {
    got: {
      outcomes: passes.flatMap(({ outcomes }) => outcomes.map(({ outcome }) => outcome)),
      writes: stage.cloud.calls.filter(({ write }) => write).map(({ operation }) => operation),
      targets: stage.targets(),
      lost: { failed, stranger },
    },
    wanted: {
      outcomes: expected.outcomes,
      writes: expected.writes,
      targets: expected.targets(stage),
      lost: { failed: 0, stranger: 0, ...expected.lost },
    },
    also: () => {
      also?.(passes, stage);
    },
  };
}

/** What a row says its group holds at the end, on a stage on which nothing has happened. */
export function targetsOf(row: Row): readonly string[] {
  return row.source === 'alb'
    ? row.expected.targets(setAlbStage(row.stage))
    : row.expected.targets(setStage(row.stage));
}
