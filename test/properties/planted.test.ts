import { describe, expect, it } from 'vitest';
import { LAWS } from './laws.ts';
import { PLANTED } from './plants.ts';
import { tryOut } from './trial.ts';

/** Real milliseconds on a busy machine; on a free core a defect is seen within fifteen seconds. */
const PATIENCE_MS = 300_000;

describe('the law meant for it catches a defect:', () => {
  it('each law has one', () => {
    expect([...new Set(PLANTED.map(({ law }) => law))].toSorted()).toEqual(LAWS.map(({ name }) => name).toSorted());
  });

  it.each(PLANTED)(
    '$defect',
    async ({ law, plant, among = () => true }) => {
      const laws = LAWS.filter(({ name }) => name === law);
      const caught = await tryOut({ seed: 1, runs: 600, laws, plant, among, shrinks: false });
      expect(caught?.laws).toEqual([law]);
      expect(caught?.words).toContain(`BROKEN: ${law}`);
    },
    PATIENCE_MS,
  );
});
