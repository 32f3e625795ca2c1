import type { z } from 'zod';
import type { settingsDocument } from '../settings.ts';

type Partial<T> = T extends readonly (infer Item)[]
  ? readonly (Partial<Item> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Partial<T[Key]> }
    : T;

/** Settings as written, where anything may be left out or wrong. What is wrong is there as `undefined`. */
export type Known = Partial<z.input<typeof settingsDocument>>;

/** What can be compared of settings in which the schema found these paths wrong: everything but what lies there. */
export function knownOf(value: unknown, wrong: readonly (readonly PropertyKey[])[]): Known {
  const known: unknown = structuredClone(value);
  for (const path of wrong) {
    const parent = path.slice(0, -1).reduce(member, known);
    const key = path.at(-1);
    if (typeof parent === 'object' && parent !== null && key !== undefined) Reflect.set(parent, key, undefined);
  }
  return typeof known === 'object' && known !== null ? known : {};
}

/** A value as written; its default where it was left out; undefined where it is wrong. */
export function valueOr<Of extends object, Key extends keyof Of>(
  object: Of | undefined,
  key: Key,
  fallback: NonNullable<Of[Key]>,
): Of[Key] | undefined {
  return object === undefined || key in object ? object?.[key] : fallback;
}

function member(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
