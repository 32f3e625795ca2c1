import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const EXAMPLES = resolve(import.meta.dirname, '../../infra/examples');

/** A template to check: its name, and the context that makes the app synthesize it. */
export type Variant = { readonly name: string; readonly context: Readonly<Record<string, string>> };

/** Every example, and what is deployed without a settings file: closed, and opened for some. */
export function variants(): readonly Variant[] {
  const examples = readdirSync(EXAMPLES).filter((file) => file.endsWith('.jsonc'));
  return [
    { name: 'trial', context: {} },
    { name: 'trial, opened', context: { allowedCidrs: '203.0.113.7/32,198.51.100.0/24' } },
    ...examples.toSorted().map((file) => ({ name: file, context: { deployment: join(EXAMPLES, file) } })),
  ];
}
