import { RUNS } from './runs.ts';
import { type Broken, type Found, search } from './search.ts';

/** Searches the stated runs to a greater depth than a test has time for. Ends early at the first law that is broken. */
export async function searchDeeper({
  depth,
  report,
  runs = RUNS,
}: {
  readonly depth: number;
  readonly report: (line: string) => void;
  readonly runs?: typeof RUNS;
}): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const run of runs) {
    const deeper = { ...run, depth: Math.max(depth, run.depth) };
    // oxlint-disable-next-line no-await-in-loop -- one after the other: each needs the whole memory
    const result = await search(deeper);
    found.push(result);
    report(`${run.name}: ${describeFound(result, deeper.depth)}`);
    if (result.broken !== undefined) break;
  }
  return found;
}

/** What a search went through and, if a law is broken, how. */
export function describeFound({ states, quiet, broken }: Found, depth: number): string {
  const through = `${states} states, ${depth} events deep, ${quiet} worlds at rest`;
  return broken === undefined ? `${through}: every law holds` : `${through}\n${describeBroken(broken)}`;
}

/** A broken law with the way to it. */
function describeBroken({ law, events, path }: Broken): string {
  return [`BROKEN after ${events} events: ${law}`, ...path.map((line) => `  ${line}`)].join('\n');
}
