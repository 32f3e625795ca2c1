import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../..');

/** What a child process printed, and how it ended. */
export type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs a program of this project with the environment given and nothing of AWS from this machine. */
export async function node(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ended> {
  const { PATH = '', HOME = '' } = process.env;
  try {
    const env = { PATH, HOME, NO_COLOR: '1', AWS_EC2_METADATA_DISABLED: 'true', ...environment };
    return { code: 0, ...(await run(process.execPath, [...args], { cwd: ROOT, env })) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && 'stdout' in error && 'stderr' in error) {
      return { code: Number(error.code), stdout: String(error.stdout), stderr: String(error.stderr) };
    }
    throw error;
  }
}

/** Writes a file into a new temporary folder and returns its path. */
export function temporaryFile(name: string, text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'target-sync-')), name);
  writeFileSync(file, text);
  return file;
}
