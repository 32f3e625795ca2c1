import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { ALB_EXCEPTIONS } from './alb-exceptions.ts';
import { callsInSync } from './calls-in-sync.ts';
import { renderChart } from './chart.ts';
import { ALBS, compare, ENDPOINTS, type NamedField, type Row } from './compare.ts';
import { exceptionsOf } from './exception.ts';
import { EXCEPTIONS } from './exceptions.ts';
import { strangerTotal } from './figures.ts';
import { inWords, saidInReadme, standingOf, unsaid, valuesOf } from './page.ts';

let endpoints: readonly Row[] = [];
let albs: readonly Row[] = [];

beforeAll(async () => {
  endpoints = await compare(ENDPOINTS);
  albs = await compare(ALBS);
}, 300_000);

type Compared = {
  readonly field: NamedField;
  readonly traces: readonly { readonly name: string; readonly minutes: number; readonly happenings: readonly At[] }[];
  readonly rows: () => readonly Row[];
  readonly exceptions: typeof EXCEPTIONS;
  readonly overdue: readonly string[];
};
type At = { readonly at: number };

const FIELDS: readonly Compared[] = [
  {
    field: ENDPOINTS,
    traces: ENDPOINTS.traces,
    rows: () => endpoints,
    exceptions: EXCEPTIONS,
    overdue: ['resolve-once-at-deploy', 'dns-three-sightings'],
  },
  {
    field: ALBS,
    traces: ALBS.traces,
    rows: () => albs,
    exceptions: ALB_EXCEPTIONS,
    // On each of three traces, but for the one of them that serves on for so long that three runs are over before.
    overdue: ['resolve-once-at-deploy', 'dns-union-three-runs'],
  },
];

describe.each(FIELDS)(
  'the comparison with an $field.source as source',
  ({ field, traces, rows, exceptions, overdue }) => {
    const ours = (): readonly Row[] => rows().filter(({ policy }) => policy === 'target-sync');

    it('has a row for each policy on each trace', () => {
      expect(rows().map(({ trace, policy }) => [trace, policy])).toEqual(
        field.traces.flatMap((trace) => field.policies.map((policy) => [trace.name, policy.name])),
      );
    });

    it('is over ten minutes before the end, so that writes a day are those of a calm day', () => {
      for (const { minutes, happenings } of traces) {
        expect(happenings.at(-1)?.at).toBeLessThanOrEqual((minutes - 10) * 60);
        expect(happenings).toEqual(happenings.toSorted((a, b) => a.at - b.at));
      }
    });

    it('leaves no stranger registered under target-sync after a pass that rule 5 lets remove it', () => {
      expect(ours().filter(({ figures }) => figures.strangerPastRule5 > 0)).toEqual([]);
    });

    it('has strangers that target-sync meets, and that others leave registered where rule 5 would not', () => {
      const met = ours().filter(({ figures }) => strangerTotal(figures) > 0);
      expect(met.map(({ trace }) => trace)).toEqual(
        traces.map(({ name }) => name).filter((name) => name.includes('reused')),
      );
      const late = rows().filter(({ figures }) => figures.strangerPastRule5 > 0);
      expect([...new Set(late.map(({ policy }) => policy))]).toEqual(overdue);
    });

    it('heals under target-sync on every trace', () => {
      expect(ours().filter(({ figures }) => figures.healSeconds === 'never')).toEqual([]);
    });

    it('has target-sync write nothing when all is calm again', () => {
      expect(ours().filter(({ figures }) => figures.writesPerDay > 0)).toEqual([]);
    });

    it('says why wherever another policy does better, and nowhere else', () => {
      expect(exceptionsOf(rows())).toEqual(exceptions.map(({ why: _why, ...exception }) => exception));
    });

    it('is drawn in the chart (npm run bench draws it)', () => {
      expect(readFileSync(new URL(field.chart, import.meta.url), 'utf8')).toBe(renderChart(field, rows()));
    });
  },
);

describe('the page of the bench', () => {
  const rows = (): readonly Row[] => [...endpoints, ...albs];

  it('can name every trace by its name alone', () => {
    const names = [...ENDPOINTS.traces, ...ALBS.traces].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('gives figures as they are, and no others', () => {
    const said = saidInReadme();
    expect(said.length).toBeGreaterThan(0);
    expect(said.map(({ trace, figure, values }) => [trace, figure, values])).toEqual(
      said.map(({ trace, figure }) => [trace, figure, valuesOf(rows(), trace, figure).map(inWords)]),
    );
    expect(unsaid()).not.toMatch(/\b\d/);
  });

  it('has each under what it shows: ahead of some and behind none, level with all, or behind some', () => {
    for (const { trace, figure, standing } of saidInReadme()) {
      const found = standingOf(valuesOf(rows(), trace, figure));
      expect({ trace, figure, standing }).toEqual({ trace, figure, standing: found });
    }
  });

  it('leaves out none that another policy does better in, but for failing open, which the chart shows', () => {
    const said = saidInReadme().map(({ trace, figure }) => `${trace}: ${figure}`);
    const worse = [...EXCEPTIONS, ...ALB_EXCEPTIONS].flatMap(({ trace, better }) =>
      Object.keys(better).map((figure) => `${trace}: ${figure}`),
    );
    expect(worse.filter((each) => !each.endsWith('failing open') && !said.includes(each))).toEqual([]);
  });
});

it('finds an exception where another policy does better, and none where it does as well', () => {
  const calm = { failed: 5, failingOpen: 0, stranger: { unseen: 0, left: 0, straggling: 1 } };
  const row = (policy: string, figures: object): Row => ({
    trace: 'a trace',
    policy,
    figures: { strangerPastRule5: 0, healSeconds: 0, callsPerMinute: 0, writesPerDay: 0, ...calm, ...figures },
  });
  expect(exceptionsOf([row('target-sync', {}), row('as-good', {}), row('better', { failed: 4 })])).toEqual([
    { trace: 'a trace', better: { failed: ['better'], 'failed or failing open': ['better'] } },
  ]);
});

it('calls of a pass in sync are as many as the README says, and a role is assumed once', async () => {
  for (const { sources, bindings, measured, documented, assumed } of await callsInSync()) {
    expect({ sources, bindings, calls: measured }).toEqual({ sources, bindings, calls: documented });
    const roles = { endpoints: 0, ALBs: 0, 'ALBs, one role for all': 1, 'ALBs, a role each': bindings };
    expect(assumed).toBe(roles[sources]);
  }
});
