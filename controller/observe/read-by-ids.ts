import { attempt, isRejectedId } from '../aws/failure.ts';
import { chunk } from '../aws/paging.ts';
import { type Reading, read, unread } from '../model/reading.ts';

/**
 * Reads things by id in batches. A batch that AWS rejects for one id is halved until that id stands alone, so that it
 * suffers alone and the bucket that everybody shares does not; an id that AWS leaves out of its answer is unread, not
 * absent.
 */
export async function readByIds<T>(
  ids: readonly string[],
  batchSize: number,
  readBatch: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
): Promise<ReadonlyMap<string, Reading<T>>> {
  const readings = new Map<string, Reading<T>>();
  for (const batch of chunk([...new Set(ids)], batchSize)) {
    // oxlint-disable-next-line no-await-in-loop -- batches share ELB's account-wide bucket of 10 calls a second
    const answer = await attempt(() => readBatch(batch));
    if (answer.kind === 'unread' && batch.length > 1 && isRejectedId(answer.problem)) {
      // oxlint-disable-next-line no-await-in-loop -- as above
      for (const [id, reading] of await readByIds(batch, Math.ceil(batch.length / 2), readBatch))
        readings.set(id, reading);
      continue;
    }
    for (const id of batch) readings.set(id, pick(id, answer));
  }
  return readings;
}

function pick<T>(id: string, answer: Reading<ReadonlyMap<string, T>>): Reading<T> {
  if (answer.kind === 'unread') return answer;
  const value = answer.value.get(id);
  return value === undefined
    ? unread({
        kind: 'transient',
        doing: `reading ${id}`,
        code: 'IncompleteAnswer',
        message: 'AWS left it out of its answer',
      })
    : read(value);
}
