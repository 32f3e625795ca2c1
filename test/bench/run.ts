import { writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { Command } from 'commander';
import { callsInSync } from './calls-in-sync.ts';
import { renderChart } from './chart.ts';
import { compare } from './compare.ts';
import { EXCEPTIONS, exceptionsOf } from './exceptions.ts';
import { renderResults, type Results } from './render.ts';
import { weigh } from './weigh.ts';

const CHART = new URL('chart.svg', import.meta.url);

const program = new Command('bench')
  .description('Plays the same traces of a simulated AWS under several policies, and counts what clients met.')
  .option('--json', 'print JSON instead of tables')
  .option('--quick', 'leave out bundles and processes')
  .parse();
const { json = false, quick = false } = program.opts<{ json?: boolean; quick?: boolean }>();

const rows = await compare();
const calls = await callsInSync();
const results: Results = { rows, calls, ...(!quick && (await weigh())) };
writeFileSync(CHART, renderChart(rows));
console.log(json ? JSON.stringify({ ...results, exceptions: EXCEPTIONS }, undefined, 2) : renderResults(results));

const found = exceptionsOf(rows);
const declared = EXCEPTIONS.map(({ why: _why, ...exception }) => exception);
if (!isDeepStrictEqual(found, declared)) {
  console.error(`The exceptions are not those of exceptions.ts: ${JSON.stringify(found, undefined, 2)}`);
  process.exitCode = 1;
}
