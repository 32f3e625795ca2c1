import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { callsInSync } from './calls-in-sync.ts';
import { renderChart } from './chart.ts';
import { compare, type Row } from './compare.ts';
import { EXCEPTIONS, exceptionsOf } from './exceptions.ts';
import { COMPARED, type Figures, strangerTotal } from './figures.ts';
import { POLICIES } from './policies/all.ts';
import { TRACE_MINUTES, TRACES } from './traces.ts';

let rows: readonly Row[] = [];

beforeAll(async () => {
  rows = await compare();
}, 180_000);

const ours = (): readonly Row[] => rows.filter(({ policy }) => policy === 'target-sync');

describe('the comparison', () => {
  it('has a row for each policy on each trace', () => {
    expect(rows.map(({ trace, policy }) => [trace, policy])).toEqual(
      TRACES.flatMap((trace) => POLICIES.map((policy) => [trace.name, policy.name])),
    );
  });

  it('is over ten minutes before the end, so that writes a day are those of a calm day', () => {
    for (const { happenings } of TRACES) {
      expect(happenings.at(-1)?.at).toBeLessThanOrEqual((TRACE_MINUTES - 10) * 60);
      expect(happenings).toEqual(happenings.toSorted((a, b) => a.at - b.at));
    }
  });

  it('leaves no stranger registered under target-sync after a pass that rule 5 lets remove it', () => {
    expect(ours().filter(({ figures }) => figures.strangerPastRule5 > 0)).toEqual([]);
  });

  it('has strangers that target-sync meets, and that others leave registered where rule 5 would not', () => {
    const met = (policy: string): readonly string[] =>
      rows.filter((row) => row.policy === policy && strangerTotal(row.figures) > 0).map(({ trace }) => trace);
    expect(met('target-sync')).toEqual(TRACES.map(({ name }) => name).filter((name) => name.includes('reused')));
    const overdue = rows.filter(({ figures }) => figures.strangerPastRule5 > 0).map(({ policy }) => policy);
    expect(overdue).toEqual(['resolve-once-at-deploy', 'dns-three-sightings']);
  });

  it('heals under target-sync on every trace', () => {
    expect(ours().filter(({ figures }) => figures.healSeconds === 'never')).toEqual([]);
  });

  it('has target-sync write nothing when all is calm again', () => {
    expect(ours().filter(({ figures }) => figures.writesPerDay > 0)).toEqual([]);
  });

  it('says why wherever another policy does better, and nowhere else', () => {
    expect(exceptionsOf(rows)).toEqual(EXCEPTIONS.map(({ why: _why, ...exception }) => exception));
  });

  it('is drawn in the chart (npm run bench draws it)', () => {
    expect(readFileSync(new URL('chart.svg', import.meta.url), 'utf8')).toBe(renderChart(rows));
  });
});

describe('the page of the bench', () => {
  it('gives figures as they are, and no others', () => {
    const said = saidInReadme();
    expect(said.length).toBeGreaterThan(0);
    expect(said.map(({ trace, figure, values }) => [trace, figure, values])).toEqual(
      said.map(({ trace, figure }) => [trace, figure, valuesOf(trace, figure).map(inWords)]),
    );
    expect(readme().replaceAll(SAID, '').replaceAll(FIGURE, '')).not.toMatch(/\b\d/);
  });

  it('has each under what it shows: ahead of some and behind none, level with all, or behind some', () => {
    for (const { trace, figure, standing } of saidInReadme()) {
      expect({ trace, figure, standing }).toEqual({ trace, figure, standing: standingOf(valuesOf(trace, figure)) });
    }
  });

  it('leaves out none that another policy does better in, but for failing open, which the chart shows', () => {
    const said = saidInReadme().map(({ trace, figure }) => `${trace}: ${figure}`);
    const worse = EXCEPTIONS.flatMap(({ trace, better }) => Object.keys(better).map((figure) => `${trace}: ${figure}`));
    expect(worse.filter((each) => !each.endsWith('failing open') && !said.includes(each))).toEqual([]);
  });
});

it('finds an exception where another policy does better, and none where it does as well', () => {
  const [first] = ours();
  const calm = { failed: 5, failingOpen: 0, stranger: { unseen: 0, left: 0, straggling: 1 } };
  const row = (policy: string, figures: object): Row => ({
    trace: 'a trace',
    policy,
    figures: { strangerPastRule5: 0, healSeconds: 0, callsPerMinute: 0, writesPerDay: 0, ...calm, ...figures },
  });
  expect(first?.policy).toBe('target-sync');
  expect(exceptionsOf([row('target-sync', {}), row('as-good', {}), row('better', { failed: 4 })])).toEqual([
    { trace: 'a trace', better: { failed: ['better'], 'failed or failing open': ['better'] } },
  ]);
});

it('calls of a pass in sync are as many as the README says', async () => {
  for (const { measured, documented } of await callsInSync()) expect(measured).toBe(documented);
});

/** What the README says of a trace: `_trace_: figure ours | others in order; figure ours | others`. */
type Said = {
  readonly trace: string;
  readonly figure: string;
  readonly values: readonly string[];
  readonly standing: string;
};

const SAID = /_([^_]+)_: /g;
const FIGURE = /([a-z][a-z ]*) (\d[\d,]*|never) \| ((?:[\d,]*\d|never)(?:, (?:[\d,]*\d|never))*)/g;

function readme(): string {
  return readFileSync(new URL('README.md', import.meta.url), 'utf8').replaceAll(/\s+/g, ' ');
}

function saidInReadme(): readonly Said[] {
  const [, ...parts] = readme().split(/\*\*(Ahead|Level|Behind)\.\*\*/);
  return parts.flatMap((standing, index) => {
    if (index % 2 !== 0) return [];
    const [, ...pieces] = (parts[index + 1] ?? '').split(SAID);
    return pieces.flatMap((trace, piece) =>
      piece % 2 === 0
        ? [...(pieces[piece + 1] ?? '').matchAll(FIGURE)].map(([, figure = '', own = '', others = '']) => ({
            trace,
            figure,
            values: [own, ...others.split(', ')],
            standing,
          }))
        : [],
    );
  });
}

const READABLE: Readonly<Record<string, (figures: Figures) => number>> = {
  ...COMPARED,
  'calls a minute': ({ callsPerMinute }) => callsPerMinute,
};

/** A figure of a trace, for each policy in order. */
function valuesOf(trace: string, figure: string): readonly number[] {
  return rows.filter((row) => row.trace === trace).map(({ figures }) => READABLE[figure]?.(figures) ?? Number.NaN);
}

function inWords(value: number): string {
  return Number.isFinite(value) ? Math.round(value).toLocaleString('en') : 'never';
}

function standingOf([own = Number.NaN, ...others]: readonly number[]): string {
  if (others.some((other) => other < own)) return 'Behind';
  return others.some((other) => other > own) ? 'Ahead' : 'Level';
}
