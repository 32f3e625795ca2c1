import { readFileSync } from 'node:fs';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { describe, expect, it } from 'vitest';
import { JSON_SCHEMA_FILE, settingsJsonSchema } from '../../infra/settings/json-schema.ts';
import { settingsDocument } from '../../infra/settings.ts';
import { settingLeaves } from './settings-paths.ts';

it('the JSON Schema for editors is the schema that is enforced (npm run schema writes it)', () => {
  expect(readFileSync(JSON_SCHEMA_FILE, 'utf8')).toBe(settingsJsonSchema());
});

it('logs can be kept for the days that CloudWatch Logs knows, as the CDK lists them, but not for ever', () => {
  const known = Object.values(RetentionDays).filter(
    (days) => typeof days === 'number' && days !== RetentionDays.INFINITE,
  );
  const accepted = settingsDocument.shape.logRetentionDays.unwrap().values;
  expect([...accepted].toSorted((a, b) => a - b)).toEqual(known.toSorted((a, b) => Number(a) - Number(b)));
});

/** Rows of the table: path, default and meaning. The type is for people. */
function rows(): readonly { path: string; fallback: string; meaning: string }[] {
  const readme = readFileSync(new URL('../../infra/README.md', import.meta.url), 'utf8');
  const section = readme.split(/^## /m).find((text) => text.startsWith('Settings\n')) ?? '';
  return [...section.matchAll(/^\| `(.+?)` \| .*? \| (.*?) ?\| (.*) \|$/gm)].map(
    ([, path = '', fallback = '', meaning = '']) => ({ path, fallback, meaning }),
  );
}

describe('the reference in infra/README.md', () => {
  const leaves = settingLeaves();

  it('has a row for every setting, in order, and for nothing else', () => {
    expect(leaves.length).toBeGreaterThan(40);
    expect(rows().map(({ path }) => path)).toEqual(leaves.map(({ path }) => path));
  });

  it.each(leaves)('says of $path what the schema says: default and meaning', (leaf) => {
    const fallback = leaf.default === undefined ? '' : `\`${JSON.stringify(leaf.default)}\``;
    expect(rows().find(({ path }) => path === leaf.path)).toEqual({
      path: leaf.path,
      fallback: leaf.required ? 'required' : fallback,
      meaning: leaf.description,
    });
  });
});
