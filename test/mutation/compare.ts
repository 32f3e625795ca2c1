import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Mutant } from './mutate.ts';
import type { Survivor } from './survivors.ts';

/** The least score, in per cent, that a run may end with. */
const LEAST_SCORE = 95;

/** A module's mutants, counted. One that ran into a time limit or an endless loop was noticed too. */
export type Tally = {
  readonly file: string;
  readonly killed: number;
  readonly survived: number;
  readonly uncovered: number;
  readonly timedOut: number;
  /** In per cent. */
  readonly score: number;
};

/** Counts mutants of one module, or of all. */
export function count(file: string, mutants: readonly Mutant[]): Tally {
  const of = (status: Mutant['status']): number => mutants.filter((mutant) => mutant.status === status).length;
  const [killed, survived, uncovered, timedOut] = [of('Killed'), of('Survived'), of('NoCoverage'), of('Timeout')];
  const noticed = killed + timedOut;
  return { file, killed, survived, uncovered, timedOut, score: (100 * noticed) / (noticed + survived + uncovered) };
}

/** What stands against a run: too low a score, a mutant that could not be judged, survivors and explanations unmatched. */
export function findProblems(mutants: readonly Mutant[], explained: readonly Survivor[]): readonly string[] {
  const survivors = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  const judged = ['Killed', 'Timeout', 'Survived', 'NoCoverage'];
  const { score } = count('all', mutants);
  return [
    ...(score >= LEAST_SCORE ? [] : [`The score is ${score.toFixed(1)} %; at least ${LEAST_SCORE} % are asked for.`]),
    ...mutants
      .filter(({ status }) => !judged.includes(status))
      .map((mutant) => `Not judged (${mutant.status}): ${placeOf(mutant)}`),
    ...survivors
      .map((mutant) => ({ mutant, seen: describe(mutant) }))
      .filter(({ seen }) => !explained.some((survivor) => isSame(survivor, seen)))
      .map(
        ({ mutant, seen }) => `Survived, and not explained: ${placeOf(mutant)}\n${JSON.stringify(seen, undefined, 2)}`,
      ),
    ...explained
      .filter((survivor) => !survivors.some((mutant) => isSame(survivor, describe(mutant))))
      .map((survivor) => `Explained, but killed or gone: ${survivor.file}: ${survivor.code} as ${survivor.mutant}`),
  ];
}

type Seen = Omit<Survivor, 'why'>;

function isSame(survivor: Survivor, seen: Seen): boolean {
  return (['file', 'line', 'code', 'mutant'] as const).every((key) => survivor[key] === seen[key]);
}

/** A mutant in words that outlive edits elsewhere in its file. */
function describe({ fileName, location: { start, end }, replacement }: Mutant): Seen {
  const line = readFileSync(fileName, 'utf8').split('\n')[start.line - 1] ?? '';
  const code = start.line === end.line ? line.slice(start.column - 1, end.column - 1) : line.slice(start.column - 1);
  return { file: relative('controller', fileName), line: line.trim(), code, mutant: replacement };
}

function placeOf({ fileName, location: { start } }: Mutant): string {
  return `${relative('', fileName)}:${start.line}:${start.column}`;
}
