import { type Figures, toFigures } from './figures.ts';
import { play } from './play.ts';
import { POLICIES } from './policies/all.ts';
import { TRACES } from './traces.ts';

/** The figures of one policy on one trace, each by name. */
export type Row = { readonly trace: string; readonly policy: string; readonly figures: Figures };

/** Plays every trace under every policy, in order. Equal calls have equal results. */
export async function compare(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const trace of TRACES) {
    for (const policy of POLICIES) {
      // oxlint-disable-next-line no-await-in-loop -- side by side they would only share one thread
      rows.push({ trace: trace.name, policy: policy.name, figures: toFigures(trace, await play(policy, trace)) });
    }
  }
  return rows;
}
