import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { readDeployment } from '../../infra/deployment.ts';
import { settingLeaves, valuePaths } from './settings-paths.ts';

const DIRECTORY = fileURLToPath(new URL('../../infra/examples', import.meta.url));
const examples = readdirSync(DIRECTORY).filter((file) => file.endsWith('.jsonc'));
const textOf = (file: string): string => readFileSync(`${DIRECTORY}/${file}`, 'utf8');

/** Looked up at synthesis, with credentials: an example that says so could not be synthesized without an account. */
const NEEDS_CREDENTIALS = ['hostname.publicZone.find', 'hostname.privateZone.find'];

describe('the examples', () => {
  it.each(examples)('%s can be used as it stands', (file) => {
    expect(readDeployment({ deployment: file }, DIRECTORY).env).toBeDefined();
  });

  it.each(examples)('%s begins with the schema, and with what it is for', (file) => {
    expect(textOf(file)).toMatch(/^\{\n {2}"\$schema": "\.\.\/deployment\.schema\.json",\n {2}\/\/ [A-Z]/);
  });

  it('show every setting between them, but for those that need credentials, or a third account', () => {
    const shown = new Set(examples.flatMap((file) => valuePaths(parse(textOf(file)))));
    const hidden = settingLeaves().filter(({ path }) => !shown.has(path));
    expect(hidden.map(({ path }) => path).toSorted()).toEqual([...NEEDS_CREDENTIALS, 'alb.ownerRoleArn'].toSorted());
  });
});
