import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';

/** Bundles the Lambda entries into one file of ESM, the SDK included: the runtime's own SDK drifts. */
export async function bundle(directory: string): Promise<string> {
  const file = join(resolve(directory), 'handler.mjs');
  const build = await rolldown({
    input: join(import.meta.dirname, 'handler.ts'),
    platform: 'node',
    // ES modules first: of CommonJS ones nothing unused can be left out.
    resolve: { mainFields: ['module', 'main'] },
  });
  await build.write({ file, format: 'esm', minify: true, codeSplitting: false });
  await build.close();
  return file;
}

if (import.meta.main) console.log(await bundle(process.argv[2] ?? 'dist'));
