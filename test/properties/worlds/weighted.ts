import fc from 'fast-check';

/** Draws a value as often as its weight says; a counterexample is reduced towards the first. */
export function weighted<T>(...choices: readonly (readonly [weight: number, value: T])[]): fc.Arbitrary<T> {
  return fc.constantFrom(...choices.flatMap(([weight, value]) => Array.from({ length: weight }, () => value)));
}
