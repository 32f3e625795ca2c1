import { writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { Command } from 'commander';
import { ALB_EXCEPTIONS } from './alb-exceptions.ts';
import { callsInSync } from './calls-in-sync.ts';
import { renderChart } from './chart.ts';
import { ALBS, compare, ENDPOINTS } from './compare.ts';
import { exceptionsOf } from './exception.ts';
import { EXCEPTIONS } from './exceptions.ts';
import { type Found, renderResults, type Results } from './render.ts';
import { weigh } from './weigh.ts';

const program = new Command('bench')
  .description('Plays the same traces of a simulated AWS under several policies, and counts what clients met.')
  .option('--json', 'print JSON instead of tables')
  .option('--quick', 'leave out bundles and processes')
  .parse();
const { json = false, quick = false } = program.opts<{ json?: boolean; quick?: boolean }>();

const found: readonly Found[] = [
  { field: ENDPOINTS, rows: await compare(ENDPOINTS), exceptions: EXCEPTIONS },
  { field: ALBS, rows: await compare(ALBS), exceptions: ALB_EXCEPTIONS },
];
const calls = await callsInSync();
const results: Results = { found, calls, ...(!quick && (await weigh())) };
console.log(json ? JSON.stringify(results, undefined, 2) : renderResults(results));

for (const { field, rows, exceptions } of found) {
  writeFileSync(new URL(field.chart, import.meta.url), renderChart(field, rows));
  const seen = exceptionsOf(rows);
  const declared = exceptions.map(({ why: _why, ...exception }) => exception);
  if (!isDeepStrictEqual(seen, declared)) {
    console.error(
      `The exceptions, with an ${field.source} as source, are not those declared: ${JSON.stringify(seen, undefined, 2)}`,
    );
    process.exitCode = 1;
  }
}
