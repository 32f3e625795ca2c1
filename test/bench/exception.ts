import type { Row } from './compare.ts';
import { type Compared, COMPARED } from './figures.ts';

/** A trace on which this project’s pass does worse than others, and why. */
export type Exception = {
  readonly trace: string;
  /** By figure, those that do better, in the order of the table. */
  readonly better: Readonly<Partial<Record<Compared, readonly string[]>>>;
  readonly why: string;
};

/** The name of this project’s pass among the policies. */
export const OURS = 'target-sync';

type Found = { readonly trace: string; readonly better: Readonly<Record<string, readonly string[]>> };

/** The exceptions that a run shows, without their reasons. */
export function exceptionsOf(rows: readonly Row[]): readonly Found[] {
  return [...Map.groupBy(rows, ({ trace }) => trace)].flatMap(([trace, all]) => {
    const own = all.find(({ policy }) => policy === OURS);
    if (own === undefined) return [];
    const better = Object.entries(COMPARED).flatMap(([figure, of]): readonly [string, readonly string[]][] => {
      const ahead = all.filter(({ figures }) => of(figures) < of(own.figures)).map(({ policy }) => policy);
      return ahead.length === 0 ? [] : [[figure, ahead]];
    });
    return better.length === 0 ? [] : [{ trace, better: Object.fromEntries(better) }];
  });
}
