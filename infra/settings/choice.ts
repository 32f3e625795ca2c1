import { z } from 'zod';

/** An object with exactly one of the keys: `{ create: … }` or `{ existing: … }`. */
export type OneOf<Options extends Record<string, z.ZodType>> = {
  [Key in keyof Options]: { [Only in Key]: z.output<Options[Key]> };
}[keyof Options];

/** What may be written: the keys one by one. That there is exactly one is checked, so that the message can name them. */
type Written<Options extends Record<string, z.ZodType>> = { [Key in keyof Options]?: z.input<Options[Key]> };

/**
 * One way of several, told by its key. A union of objects would do the same, but answers a mistake inside one way with
 * the mismatches of all; this names the ways, or the mistake.
 */
export function choice<Options extends Record<string, z.ZodType>>(
  options: Options,
): z.ZodType<OneOf<Options>, Written<Options>> {
  const ways = waysOf(Object.keys(options));
  const shape = Object.fromEntries(Object.entries(options).map(([key, way]) => [key, way.optional()]));
  const exactlyOne = z
    .strictObject(shape, {
      error: (issue) => {
        if (issue.input === undefined) return `is missing: give ${ways}`;
        if (issue.code !== 'unrecognized_keys') return `must be ${ways}`;
        const keys = (issue.keys as readonly string[]).map((key) => `"${key}"`).join(', ');
        return `has the unknown key ${keys}: give ${ways}`;
      },
    })
    .refine((value) => Object.keys(value).length === 1, {
      error: `must have exactly one key: give ${ways}`,
      // Also where a way has problems of its own; not where the object itself has one already.
      when: ({ issues }) => issues.every(({ path = [] }) => path.length > 0),
    })
    .meta({ minProperties: 1, maxProperties: 1 });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- that there is one key, and which, is checked above
  return exactlyOne as unknown as z.ZodType<OneOf<Options>, Written<Options>>;
}

/** The ways, as a message names them. */
export function waysOf(keys: readonly string[]): string {
  return keys.map((key) => `{ "${key}": … }`).join(' or ');
}
