import { Command, InvalidArgumentError } from 'commander';
import { searchDeeper } from '../exhaustive/deeper.ts';
import type { Life } from '../properties/life.ts';
import { tryOut } from '../properties/trial.ts';
import { createTotals } from './totals.ts';

/** Lives between two looks at the clock; the seed of a batch is the soak's own and the number of batches before it. */
const BATCH = 50;
const PROGRESS_SECONDS = 5;
/** Batches between two seeds of a soak. */
const SEEDS = 100_003;

const program = new Command('soak')
  .description(
    'Lives random lives of small worlds in the simulated cloud, and holds them to the laws of test/properties/laws.ts.',
  )
  .option('--minutes <n>', 'virtual minutes to live', wholeNumber, 10_000)
  .option('--seed <n>', 'where to begin; equal seeds, equal lives', wholeNumber, 1)
  .option('--path <path>', 'lives one counterexample again, with the seed that was printed beside it')
  .option(
    '--depth <events>',
    'then searches every state of the tiny world so many events deep; npm test goes 2 to 4',
    wholeNumber,
  )
  .action(async ({ path, depth, ...options }: Options) => {
    if (path === undefined) process.exitCode = await soak(options);
    else process.exitCode = await replay(options.seed, path);
    if (depth !== undefined && process.exitCode === 0) process.exitCode = await search(depth);
  });

type Options = { readonly minutes: number; readonly seed: number; readonly path?: string; readonly depth?: number };

await program.parseAsync();

async function soak({ minutes, seed }: { readonly minutes: number; readonly seed: number }): Promise<number> {
  const totals = createTotals();
  let told = performance.now();
  const seen = (life: Life): void => {
    totals.add(life);
    if (performance.now() - told < PROGRESS_SECONDS * 1_000) return;
    told = performance.now();
    console.log(
      `${Math.floor(totals.minutes()).toLocaleString('en')} of ${minutes.toLocaleString('en')} virtual minutes, ${totals.line()}`,
    );
  };
  for (let batch = seed * SEEDS; totals.minutes() < minutes; batch += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one life at a time: the room it takes is all the room a soak takes
    const found = await tryOut({ seed: batch | 0, runs: BATCH, seen });
    if (found === undefined) continue;
    console.log(found.words);
    console.log(`\nTo live it again: npm run soak -- --seed ${found.seed} --path ${found.path}`);
    return 1;
  }
  console.log(totals.table());
  return 0;
}

async function replay(seed: number, path: string): Promise<number> {
  const found = await tryOut({ seed, runs: BATCH, path });
  console.log(found === undefined ? 'No law is broken.' : found.words);
  return found === undefined ? 0 : 1;
}

async function search(depth: number): Promise<number> {
  const found = await searchDeeper({ depth, report: console.log });
  return found.some(({ broken }) => broken !== undefined) ? 1 : 0;
}

function wholeNumber(text: string): number {
  if (!/^-?\d+$/.test(text)) throw new InvalidArgumentError('it must be a whole number');
  return Number(text);
}
