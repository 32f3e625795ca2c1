import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundle, type Entry } from '../../controller/bundle.ts';
import { node, temporaryFile } from '../controller/child.ts';

/** The size of a function's bundle, in bytes. */
export type Weight = { readonly entry: Entry; readonly raw: number; readonly gzip: number };

/** A process that imports the sync bundle, as multiples of one that does nothing: medians of several, taken in turns. */
export type Startup = { readonly time: number; readonly memory: number; readonly runs: number };

const ENTRIES: readonly Entry[] = ['sync', 'gate', 'audit', 'probe'];
const RUNS = 7;

/** Builds every bundle, weighs it, and starts that of the sync function. */
export async function weigh(): Promise<{ readonly weights: readonly Weight[]; readonly startup: Startup }> {
  const directory = mkdtempSync(join(tmpdir(), 'target-sync-bench-'));
  try {
    const weights: Weight[] = [];
    let startup: Startup = { time: Number.NaN, memory: Number.NaN, runs: 0 };
    for (const entry of ENTRIES) {
      // oxlint-disable-next-line no-await-in-loop -- several at once take more memory and no less time
      const file = await bundle(entry, join(directory, entry));
      const code = readFileSync(file);
      weights.push({ entry, raw: code.length, gzip: gzipSync(code, { level: 9 }).length });
      // oxlint-disable-next-line no-await-in-loop -- nothing else may run beside it
      if (entry === 'sync') startup = await start(file);
    }
    return { weights, startup };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

type Started = { readonly ms: number; readonly rss: number };

/** Turns of both, so that whatever else the machine does meets both alike. */
async function start(file: string): Promise<Startup> {
  const report = 'process.stdout.write(String(process.memoryUsage().rss));\n';
  const empty = temporaryFile('empty.mjs', report);
  const full = temporaryFile('full.mjs', `import ${JSON.stringify(file)};\n${report}`);
  const empties: Started[] = [];
  const fulls: Started[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    // oxlint-disable-next-line no-await-in-loop -- in turns
    empties.push(await time(empty));
    // oxlint-disable-next-line no-await-in-loop -- as above
    fulls.push(await time(full));
  }
  const ratio = (of: (started: Started) => number): number => median(fulls.map(of)) / median(empties.map(of));
  return { time: ratio(({ ms }) => ms), memory: ratio(({ rss }) => rss), runs: RUNS };
}

async function time(program: string): Promise<Started> {
  const from = performance.now();
  const { code, stdout, stderr } = await node([program], { AWS_REGION: 'eu-west-1' });
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${stderr}`);
  return { ms: performance.now() - from, rss: Number(stdout) };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
