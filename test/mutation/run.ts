import { relative } from 'node:path';
import { getBorderCharacters, table } from 'table';
import { count, findProblems, type Tally } from './compare.ts';
import { type Mutant, mutate, REPORT } from './mutate.ts';
import { SURVIVORS } from './survivors.ts';

// Breaks the planner in every way that Stryker knows, one at a time, and fails unless the unit tables notice.
const began = performance.now();
const mutants = await mutate();
const problems = findProblems(mutants, SURVIVORS);

console.log(render(mutants));
for (const problem of problems) console.log(problem);
console.log(
  `${mutants.length} mutants in ${Math.round((performance.now() - began) / 1000)} s, ${SURVIVORS.length} survivors explained ` +
    `in survivors.ts: ${problems.length === 0 ? 'as it should be' : `${problems.length} problems`}. Report: ${REPORT}`,
);
process.exitCode = problems.length === 0 ? 0 : 1;

function render(all: readonly Mutant[]): string {
  const byFile = Map.groupBy(all, ({ fileName }) => relative('controller', fileName));
  const tallies = [...byFile].map(([file, some]) => count(file, some)).toSorted((a, b) => (a.file < b.file ? -1 : 1));
  const heading = ['controller/', 'killed', 'survived', 'no coverage', 'timeout', 'score'];
  const rows = [...tallies, count('all', all)].map(cells);
  return table([heading, ...rows], {
    border: getBorderCharacters('norc'),
    columns: heading.map((_, index) => ({ alignment: index === 0 ? 'left' : 'right' })),
    drawHorizontalLine: (index, lines) => [0, 1, lines - 1, lines].includes(index),
  });
}

function cells({ file, killed, survived, uncovered, timedOut, score }: Tally): readonly string[] {
  return [file, ...[killed, survived, uncovered, timedOut].map(String), `${score.toFixed(1)} %`];
}
