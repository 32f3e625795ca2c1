import { read, type Reading, unread } from '../../../controller/model/reading.ts';
import { problem } from '../../controller/builders.ts';
import { weighted } from './weighted.ts';

/** What became of a read. */
export type Part = 'read' | 'transient' | 'denied';

/** A read that mostly succeeds. */
export const part = weighted<Part>([94, 'read'], [3, 'transient'], [3, 'denied']);

/** What a read yields, if it succeeds. */
export function readingOf<T>(how: Part, value: T): Reading<T> {
  return how === 'read' ? read(value) : unread(problem({ kind: how }));
}
