import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { bindingDocument } from './binding.ts';

/** Where editors find the schema of the binding document. */
export const JSON_SCHEMA_FILE = fileURLToPath(new URL('./binding.schema.json', import.meta.url));

/** The JSON Schema of the binding document as people write it, defaults left out. */
export function bindingJsonSchema(): string {
  const schema = z.toJSONSchema(bindingDocument, { io: 'input', target: 'draft-7' });
  return `${JSON.stringify({ title: 'target-sync binding document', ...schema }, undefined, 2)}\n`;
}

if (import.meta.main) writeFileSync(JSON_SCHEMA_FILE, bindingJsonSchema());
