import { ALB_TRACES } from './alb-traces.ts';
import type { AlbSite } from './alb-site.ts';
import { type Figures, toFigures } from './figures.ts';
import type { Ground } from './ground.ts';
import { play } from './play.ts';
import { ALB_POLICIES, POLICIES } from './policies/all.ts';
import type { Policy } from './policy.ts';
import type { Site } from './site.ts';
import type { Trace } from './trace.ts';
import { TRACES } from './traces.ts';

/** A kind of source, the policies that keep a group true to it, and what happens to it. */
export type Field<S extends Ground> = {
  /** Of whose life the traces are. */
  readonly source: string;
  /** The file its chart is in. */
  readonly chart: string;
  readonly policies: readonly Policy<S>[];
  readonly traces: readonly Trace<S>[];
};

/** A field as far as it is told: by name. */
export type NamedField = Pick<Field<Ground>, 'source' | 'chart'> & {
  readonly policies: readonly Pick<Policy, 'name' | 'does'>[];
  readonly traces: readonly Pick<Trace, 'name' | 'tells' | 'minutes'>[];
};

/** Where the source is an endpoint. */
export const ENDPOINTS: Field<Site> = { source: 'endpoint', chart: 'chart.svg', policies: POLICIES, traces: TRACES };

/** Where the source is an internal ALB. */
export const ALBS: Field<AlbSite> = {
  source: 'internal ALB',
  chart: 'chart-albs.svg',
  policies: ALB_POLICIES,
  traces: ALB_TRACES,
};

/** The figures of one policy on one trace, each by name. */
export type Row = { readonly trace: string; readonly policy: string; readonly figures: Figures };

/** Plays every trace of a field under each of its policies, in order. Equal calls have equal results. */
export async function compare<S extends Ground>({ traces, policies }: Field<S>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const trace of traces) {
    for (const policy of policies) {
      // oxlint-disable-next-line no-await-in-loop -- side by side they would only share one thread
      rows.push({ trace: trace.name, policy: policy.name, figures: toFigures(trace, await play(policy, trace)) });
    }
  }
  return rows;
}
