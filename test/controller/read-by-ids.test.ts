import { describe, expect, it } from 'vitest';
import { doing } from '../../controller/aws/failure.ts';
import { readByIds } from '../../controller/observe/read-by-ids.ts';

/** Reads ids in batches of 100, each as itself; throws `code` for a batch that `fails`. Tells what it asked for. */
async function readAll(
  ids: readonly string[],
  {
    code = '',
    fails = () => false,
    omits = '',
  }: { code?: string; fails?: (batch: readonly string[]) => boolean; omits?: string } = {},
): Promise<{ asked: readonly (readonly string[])[]; readings: Readonly<Record<string, string>> }> {
  const asked: (readonly string[])[] = [];
  const found = await readByIds(ids, 100, (batch) =>
    doing('reading', async () => {
      asked.push(batch);
      if (fails(batch)) throw Object.assign(new Error('no'), { name: code });
      return new Map(batch.filter((id) => id !== omits).map((id) => [id, id]));
    }),
  );
  const readings = [...found].map(([id, reading]) => [
    id,
    reading.kind === 'read' ? 'read' : `${reading.problem.kind} ${reading.problem.code}`,
  ]);
  return { asked, readings: Object.fromEntries(readings) };
}

describe('a batch of ids', () => {
  it('is one call, and an id that is wanted twice is asked for once', async () => {
    const { asked, readings } = await readAll(['a', 'b', 'a']);
    expect(asked).toEqual([['a', 'b']]);
    expect(readings).toEqual({ a: 'read', b: 'read' });
  });

  it('has at most its size', async () => {
    const ids = Array.from({ length: 101 }, (_, index) => `id-${index}`);
    const { asked } = await readAll(ids);
    expect(asked.map((batch) => batch.length)).toEqual([100, 1]);
  });

  it('leaves an id unread that AWS leaves out: it may pass, and is not absent', async () => {
    const { readings } = await readAll(['a', 'b'], { omits: 'b' });
    expect(readings).toEqual({ a: 'read', b: 'transient IncompleteAnswer' });
  });
});

describe('a failed batch', () => {
  it.each([
    ['invalid', 'InvalidVpcEndpointId.Malformed'],
    ['not-found', 'InvalidVpcEndpointId.NotFound'],
  ])('that AWS rejects as %s is split until the id stands alone, and that one suffers alone', async (kind, code) => {
    const { asked, readings } = await readAll(['a', 'bad', 'c'], { code, fails: (batch) => batch.includes('bad') });
    expect(readings).toEqual({ a: 'read', bad: `${kind} ${code}`, c: 'read' });
    expect(asked).toEqual([['a', 'bad', 'c'], ['a', 'bad'], ['a'], ['bad'], ['c']]);
  });

  it.each([
    ['transient', 'ThrottlingException'],
    ['denied', 'AccessDenied'],
  ])('that is %s is not split: no id is to blame', async (kind, code) => {
    const { asked, readings } = await readAll(['a', 'b', 'c'], { code, fails: () => true });
    expect(asked).toHaveLength(1);
    expect(Object.values(readings)).toEqual(Array.from({ length: 3 }, () => `${kind} ${code}`));
  });
});
