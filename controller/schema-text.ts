import { z } from 'zod';

/** An object that rejects unknown keys and names the known ones. */
export function strict<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') {
        const keys = `{ ${Object.keys(shape).join(', ')} }`;
        return issue.input === undefined ? `is missing: give ${keys}` : `must be an object: ${keys}`;
      }
      const keys = (issue.keys as readonly string[]).map((key) => `"${key}"`).join(', ');
      return `has the unknown key ${keys}: remove it; known are ${Object.keys(shape).join(', ')}`;
    },
  });
}

/** A string of one form. `what` names it, with an example: "a hosted zone id, as in Z0123456789ABCDEFGHIJ". */
export function text(pattern: RegExp, what: string): z.ZodString {
  return z
    .string({ error: (issue) => (issue.input === undefined ? `is missing: give ${what}` : `must be ${what}`) })
    .regex(pattern, {
      error: (issue) => `"${String(issue.input)}" must be ${what}`,
    });
}

/** A whole number from `min` to `max`, both included. */
export function wholeNumber(min: number, max: number): z.ZodInt {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

/** A path as people write it: `bindings[0].source`. */
export function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text === '' ? 'the document' : text.replace(/^\./, '');
}

/** The one message for a document that cannot be used: what it is, and every problem on a line. */
export function unusable(title: string, kind: string, problems: readonly string[]): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return `${title} is not ${kind} (${count}):\n${problems.map((problem) => `  - ${problem}`).join('\n')}`;
}
