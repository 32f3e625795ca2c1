import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { changeDetail } from './change-event.ts';

/** Where readers find the schema of the events' detail. */
export const CHANGE_EVENT_SCHEMA_FILE = fileURLToPath(new URL('./change-event.schema.json', import.meta.url));

/** The JSON Schema of the detail of an event. */
export function changeEventJsonSchema(): string {
  const schema = z.toJSONSchema(changeDetail, {
    io: 'input',
    target: 'draft-7',
    // The format says it; the pattern beside it is a line long.
    override: ({ jsonSchema }) => {
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
    },
  });
  return `${JSON.stringify({ title: 'target-sync change event, version 1: the detail', ...schema }, undefined, 2)}\n`;
}

if (import.meta.main) writeFileSync(CHANGE_EVENT_SCHEMA_FILE, changeEventJsonSchema());
