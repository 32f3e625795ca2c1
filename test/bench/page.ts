import { readFileSync } from 'node:fs';
import type { Row } from './compare.ts';
import { COMPARED, type Figures } from './figures.ts';

/** What the README says of a trace: `_trace_: figure ours | others in order; figure ours | others`. */
export type Said = {
  readonly trace: string;
  readonly figure: string;
  readonly values: readonly string[];
  /** Under which word it stands. */
  readonly standing: string;
};

const SAID = /_([^_]+)_: /g;
const FIGURE = /([a-z][a-z ]*) (\d[\d,]*|never) \| ((?:[\d,]*\d|never)(?:, (?:[\d,]*\d|never))*)/g;

function readme(): string {
  return readFileSync(new URL('README.md', import.meta.url), 'utf8').replaceAll(/\s+/g, ' ');
}

/** The README without what it says of traces. */
export function unsaid(): string {
  return readme().replaceAll(SAID, '').replaceAll(FIGURE, '');
}

/** Everything the README says in figures. */
export function saidInReadme(): readonly Said[] {
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
  'writes a day': ({ writesPerDay }) => writesPerDay,
};

/** A figure of a trace, for each policy in order. */
export function valuesOf(rows: readonly Row[], trace: string, figure: string): readonly number[] {
  return rows.filter((row) => row.trace === trace).map(({ figures }) => READABLE[figure]?.(figures) ?? Number.NaN);
}

/** A figure as the README writes it. */
export function inWords(value: number): string {
  return Number.isFinite(value) ? Math.round(value).toLocaleString('en') : 'never';
}

/** Where the first value stands among the others. */
export function standingOf([own = Number.NaN, ...others]: readonly number[]): string {
  if (others.some((other) => other < own)) return 'Behind';
  return others.some((other) => other > own) ? 'Ahead' : 'Level';
}
