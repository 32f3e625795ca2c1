import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsOf } from '../imports.ts';

const CONTROLLER = resolve(import.meta.dirname, '../../controller');

/** What each room may import of this project. A room not named here is a file at the top, which stands on all of them. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  model: ['model'],
  plan: ['model', 'plan'],
  checks: ['model', 'checks'],
  live: ['model', 'live'],
  aws: ['model', 'aws'],
  observe: ['model', 'aws', 'live', 'observe'],
  'apply.ts': ['model', 'aws'],
  'read-again.ts': ['model', 'plan', 'apply.ts'],
  'carry-out.ts': ['model', 'plan', 'apply.ts', 'read-again.ts'],
};
/** Files at the top that nothing below may import: they stand on top. */
const ENTRIES = ['handler.ts', 'gate-handler.ts', 'audit-handler.ts', 'probe-handler.ts', 'cli.ts'];
/** The only room that imports the SDK. */
const SDK_ROOM = 'aws';
const SDK = /^@(aws-sdk|smithy)\//;
/** Words and decisions import no library and nothing of Node: no file, no clock, no environment. */
const PURE_ROOMS = ['model', 'plan', 'checks'];

type Source = { readonly file: string; readonly text: string };

function violations(sources: readonly Source[]): readonly string[] {
  return sources.flatMap(({ file, text }) =>
    importsOf(text)
      .filter((specifier) => !isAllowed(file, specifier))
      .map((specifier) => `${file} imports ${specifier}`),
  );
}

function isAllowed(file: string, specifier: string): boolean {
  const room = roomOf(file);
  if (!specifier.startsWith('.')) return !PURE_ROOMS.includes(room) && (room === SDK_ROOM || !SDK.test(specifier));
  const target = join(dirname(file), specifier);
  const allowed = ALLOWED[room];
  return !ENTRIES.includes(target) && (allowed === undefined || allowed.includes(roomOf(target)));
}

function roomOf(file: string): string {
  return file.split('/')[0] ?? file;
}

const sources = readdirSync(CONTROLLER, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file: relative('.', file), text: readFileSync(join(CONTROLLER, file), 'utf8') }));

describe('the import rule', () => {
  it('holds in every file of the controller', () => {
    expect(sources.length).toBeGreaterThan(30);
    expect(violations(sources)).toEqual([]);
  });

  it.each([
    ['plan/planted.ts', `import { doing } from '../aws/failure.ts';`],
    ['plan/planted.ts', `import type { Written } from '../apply.ts';`],
    ['plan/planted.ts', `import { readFileSync } from 'node:fs';`],
    ['plan/planted.ts', `export { z } from 'zod';`],
    ['model/planted.ts', `export * from '../plan/decide.ts';`],
    ['model/planted.ts', `import type { EC2Client } from '@aws-sdk/client-ec2';`],
    ['observe/planted.ts', `import type { VpcEndpoint } from '@aws-sdk/client-ec2';`],
    ['observe/planted.ts', `import { decide } from '../plan/decide.ts';`],
    ['apply.ts', `import { observeTargets } from './observe/targets.ts';`],
    ['aws/planted.ts', `import { sync } from '../sync.ts';`],
    ['sync.ts', `import { sync } from './handler.ts';`],
    ['handler.ts', `import { onEvent } from './gate-handler.ts';`],
  ])('is seen to break when %s says: %s', (file, text) => {
    expect(violations([{ file, text }])).toHaveLength(1);
  });

  it.each([
    ['plan/planted.ts', `import { read } from '../model/reading.ts';`],
    ['aws/planted.ts', `import { EC2Client } from '@aws-sdk/client-ec2';`],
    ['observe/planted.ts', `import type { VpcEndpoint } from '../aws/ec2.ts';`],
    ['sync.ts', `import { z } from 'zod';`],
  ])('lets %s say: %s', (file, text) => {
    expect(violations([{ file, text }])).toEqual([]);
  });
});

/** What a pure, synchronous decision cannot contain: a clock, chance, the environment, a promise, a late import. */
const IMPURE = [
  'process.',
  'Date.now(',
  'new Date()',
  'Math.random',
  'performance.',
  'setTimeout',
  'async ',
  'await ',
  'Promise',
  'import(',
];

function impurities({ file, text }: Source): readonly string[] {
  return PURE_ROOMS.includes(roomOf(file))
    ? IMPURE.filter((phrase) => text.includes(phrase)).map((phrase) => `${file}: ${phrase}`)
    : [];
}

describe('words and decisions are pure and synchronous', () => {
  it('in every file of their rooms', () => {
    // The one type that speaks of sleeping is the clock's own.
    const pure = sources.filter(({ file }) => file !== 'model/clock.ts');
    expect(pure.flatMap(impurities)).toEqual([]);
  });

  it.each(IMPURE)('and %s is seen where it stands', (phrase) => {
    expect(impurities({ file: 'plan/planted.ts', text: `const x = ${phrase}y` })).not.toEqual([]);
    expect(impurities({ file: 'observe/planted.ts', text: `const x = ${phrase}y` })).toEqual([]);
  });
});
