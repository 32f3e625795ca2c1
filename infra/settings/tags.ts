import { z } from 'zod';

/** AWS allows 50 tags a resource; five are left for the seal, the pause and what the stack adds itself. */
const MAX_TAGS = 45;
const MAX_NAME = 128;
const MAX_VALUE = 256;
/** What every service takes: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const CHARACTERS = String.raw`[\p{L}\p{Z}\p{N}_.:/=+@-]`;
const NAME = new RegExp(String.raw`^(?![aA][wW][sS]:|target-sync:)${CHARACTERS}{1,${MAX_NAME}}$`, 'u');
const VALUE = new RegExp(`^${CHARACTERS}{0,${MAX_VALUE}}$`, 'u');

const tagName = z.string().regex(NAME, { error: ({ input }) => tagNameError(String(input)) });

const tagValue = z
  .string({ error: 'must be a string' })
  .regex(VALUE, { error: `must have at most ${MAX_VALUE} letters, digits, spaces and _ . : / = + - @` });

/** Tags of everything that is created. */
export const tags = z
  .record(tagName, tagValue, { error: 'must be an object of names and values' })
  .refine((all) => Object.keys(all).length <= MAX_TAGS, {
    error: `must be at most ${MAX_TAGS}: AWS allows 50 a resource, and some are left for the seal and the stack’s own`,
  })
  .default({})
  .describe('Tags of everything that is created.');

function tagNameError(name: string): string {
  if (name.startsWith('target-sync:')) {
    return 'is kept for the seal, by which the stack consents to its own binding; choose another name';
  }
  if (/^aws:/i.test(name)) return 'is kept for AWS; choose a name that does not begin with "aws:"';
  return `must have at most ${MAX_NAME} letters, digits, spaces and _ . : / = + - @; choose another name`;
}
