import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsOf } from '../imports.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** What infra may take from the controller: the schema of the bindings, names of metrics, events and sources, and the limits. */
const SHARED = new Set([
  'controller/binding.ts',
  'controller/binding-document.ts',
  'controller/change-event.ts',
  'controller/metrics.ts',
  'controller/schema-text.ts',
  'controller/model/limits.ts',
  'controller/model/spec.ts',
]);

function violations(file: string, text: string): readonly string[] {
  return importsOf(text).flatMap((specifier) => {
    if (specifier.startsWith('@aws-sdk/')) return [`${file} imports ${specifier}`];
    if (!specifier.startsWith('.')) return [];
    const target = join(dirname(file), specifier);
    return target.startsWith('infra/') || SHARED.has(target) ? [] : [`${file} imports ${target}`];
  });
}

const files = readdirSync(join(ROOT, 'infra'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => relative(ROOT, join(ROOT, 'infra', file)));

describe('infra takes from the controller the binding schema, names and limits, and from AWS nothing at run time', () => {
  it('in every file', () => {
    expect(files.length).toBeGreaterThan(30);
    expect(files.flatMap((file) => violations(file, readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
  });

  it.each([
    ['infra/constructs/planted.ts', `import { sync } from '../../controller/sync.ts';`],
    ['infra/planted.ts', `import type { Plan } from '../controller/model/plan.ts';`],
    ['infra/planted.ts', `import { EC2Client } from '@aws-sdk/client-ec2';`],
    ['infra/planted.ts', `export * from '../controller/model/plan.ts';`],
    ['infra/planted.ts', `import { createCloud } from '../test/cloud/cloud.ts';`],
  ])('and is seen to break when %s says: %s', (file, text) => {
    expect(violations(file, text)).toHaveLength(1);
  });
});
