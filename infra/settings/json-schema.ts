import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { settingsDocument } from '../settings.ts';

/** Where editors find the schema of the deployment settings. */
export const JSON_SCHEMA_FILE = fileURLToPath(new URL('../deployment.schema.json', import.meta.url));

/** The JSON Schema of the settings as people write them, defaults left out. */
export function settingsJsonSchema(): string {
  const schema = z.toJSONSchema(settingsDocument, { io: 'input', target: 'draft-7' });
  return `${JSON.stringify({ title: 'deployment settings', ...schema }, undefined, 2)}\n`;
}

if (import.meta.main) writeFileSync(JSON_SCHEMA_FILE, settingsJsonSchema());
