import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { trialDeployment } from './settings/trial.ts';
import { InvalidSettings, parseSettings } from './settings/document.ts';
import type { AlbDeployment, Deployment } from './settings.ts';

/** Where the settings are looked for, unless the context says otherwise. */
const SETTINGS_FILE = 'deployment.json';

/**
 * What is deployed: the settings file that the context names, else `deployment.json` in the directory (the project's
 * root), else a trial with the defaults. Throws {@link InvalidSettings} with every problem found.
 */
export function readDeployment(
  context: { readonly deployment?: unknown; readonly allowedCidrs?: unknown },
  directory: string,
): Deployment | AlbDeployment {
  const file = settingsFile(context.deployment, directory);
  if (file === undefined) return trialDeployment(context.allowedCidrs);
  if (context.allowedCidrs !== undefined) {
    throw new InvalidSettings('-c allowedCidrs', [
      `it is for a trial without a settings file; put it into the file (${file}), as frontDoor.allowedCidrs`,
    ]);
  }
  const path = resolve(directory, file);
  const { $schema: _, account, region, alb, ...rest } = parseSettings(read(path, file), file, dirname(path));
  const deployment = { ...rest, env: { account, region } };
  if (alb === undefined) return deployment;
  const { endpoint: __, api: ___, vpc, ...shared } = deployment;
  if (!('existing' in vpc)) throw new TypeError('an ALB stands in a VPC that exists: the settings were not checked');
  return { ...shared, vpc, alb };
}

function settingsFile(deployment: unknown, directory: string): string | undefined {
  if (deployment === undefined) return existsSync(resolve(directory, SETTINGS_FILE)) ? SETTINGS_FILE : undefined;
  if (typeof deployment === 'string' && deployment !== '') return deployment;
  throw new InvalidSettings('-c deployment', ['it must be the path of a settings file: -c deployment=<path>']);
}

function read(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new InvalidSettings(file, [
      `it cannot be read: ${String(cause)}; give -c deployment=<path of a settings file>`,
    ]);
  }
}
