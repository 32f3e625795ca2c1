import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';

/** The Lambda entries, bundled apart: the function that runs every minute carries nothing of the others. */
const ENTRIES = {
  sync: 'handler.ts',
  gate: 'gate-handler.ts',
  audit: 'audit-handler.ts',
  probe: 'probe-handler.ts',
} as const;

/** One of the bundles there are. */
export type Entry = keyof typeof ENTRIES;
const ENTRY_NAMES: readonly Entry[] = ['sync', 'gate', 'audit', 'probe'];

/** Bundles a Lambda entry into one file of ESM, the SDK included: the runtime's own SDK drifts. */
export async function bundle(entry: Entry, directory: string): Promise<string> {
  const file = join(resolve(directory), 'handler.mjs');
  const build = await rolldown({
    input: join(import.meta.dirname, ENTRIES[entry]),
    platform: 'node',
    // ES modules first: of CommonJS ones nothing unused can be left out.
    resolve: { mainFields: ['module', 'main'] },
  });
  await build.write({ file, format: 'esm', minify: true, codeSplitting: false });
  await build.close();
  return file;
}

/** `bundle.ts [directory]` writes each bundle into a folder of its own. */
async function main([directory = 'dist']: readonly string[]): Promise<void> {
  for (const entry of ENTRY_NAMES) {
    // oxlint-disable-next-line no-await-in-loop -- several at once take more memory and no less time
    console.log(await bundle(entry, join(directory, entry)));
  }
}

if (import.meta.main) await main(process.argv.slice(2));
