import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cdk } from './cdk.ts';
import { strip, type Stripped } from './strip.ts';

const TEMPLATE = '.template.json';

/** The app as synthesized for a trial, and what was cut out of its template before it is deployed. */
export type Assembly = { readonly stackName: string; readonly gone: Stripped['gone'] };

/** Synthesizes the real app into a folder by the real command line, and strips its template there. */
export async function prepareAssembly(folder: string): Promise<Assembly> {
  const { code, output } = await cdk(['synth', '--quiet', '--output', folder]);
  if (code !== 0) throw new Error(`cdk synth ended with ${code}:\n${output}`);
  const files = readdirSync(folder).filter((name) => name.endsWith(TEMPLATE));
  const [file] = files;
  if (file === undefined || files.length > 1) throw new Error(`expected one template, found: ${files.join(', ')}`);

  const path = join(folder, file);
  const { json, gone } = strip(readFileSync(path, 'utf8'));
  for (const [{ what }, ids] of gone) {
    // So that the list cannot outlive its reasons.
    if (ids.length === 0) throw new Error(`there is no ${what} to strip any more`);
  }
  writeFileSync(path, json);
  return { stackName: file.slice(0, -TEMPLATE.length), gone };
}
