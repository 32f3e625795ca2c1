import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Code } from 'aws-cdk-lib/aws-lambda';

/** The bundles there are, one for each kind of function. */
export type Entry = 'sync' | 'gate' | 'audit' | 'probe';

const BUNDLER = fileURLToPath(new URL('../../controller/bundle.ts', import.meta.url));
let directory: string | undefined;

/** A function's code. All are bundled once a process, in a child process: the bundler is asynchronous and constructs are not. */
export function bundledCode(entry: Entry): Code {
  directory ??= bundleAll(mkdtempSync(join(tmpdir(), 'target-sync-')));
  return Code.fromAsset(join(directory, entry));
}

function bundleAll(into: string): string {
  execFileSync(process.execPath, [BUNDLER, into], { stdio: ['ignore', 'ignore', 'inherit'] });
  return into;
}
