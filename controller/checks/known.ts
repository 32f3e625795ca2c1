import { problemText, type Reading } from '../model/reading.ts';

/** Something to compare with, or a sentence that says why there is nothing. */
export type Known<T> =
  | { readonly kind: 'known'; readonly value: T }
  | { readonly kind: 'unknown'; readonly why: string };

/** It is known. */
export function known<T>(value: T): Known<T> {
  return { kind: 'known', value };
}

/** What was read is known; what was not says which read failed. */
export function fromReading<T>(reading: Reading<T>): Known<T> {
  return reading.kind === 'read' ? known(reading.value) : { kind: 'unknown', why: `${problemText(reading.problem)}.` };
}
