import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Code } from 'aws-cdk-lib/aws-lambda';

/** The bundles there are, one for each kind of function. */
export type Entry = 'sync' | 'gate' | 'audit' | 'probe';

const BUNDLER = fileURLToPath(new URL('../../controller/bundle.ts', import.meta.url));
const directories = new Map<Entry, string>();

/** A function's code, bundled once a process. The bundler is asynchronous and constructs are not: hence a child process. */
export function bundledCode(entry: Entry): Code {
  const directory = directories.get(entry) ?? bundleInto(mkdtempSync(join(tmpdir(), `target-sync-${entry}-`)), entry);
  directories.set(entry, directory);
  return Code.fromAsset(directory);
}

function bundleInto(directory: string, entry: Entry): string {
  execFileSync(process.execPath, [BUNDLER, entry, directory], { stdio: ['ignore', 'ignore', 'inherit'] });
  return directory;
}
