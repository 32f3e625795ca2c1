import { describe, expect, it } from 'vitest';
import { FAULT_NAMES } from '../cloud/wire/faults.ts';
import { renderTable } from './render-table.ts';
import { faultsOfReads } from './rows/faults-of-reads.ts';
import { faultsOfWrites } from './rows/faults-of-writes.ts';
import { playOut } from './scenario.ts';
import { chapters } from './table.ts';

for (const chapter of chapters) {
  describe(`of ${chapter.title}`, () => {
    playOut(chapter.rows);
  });
}

const rows = chapters.flatMap((chapter) => chapter.rows);
const titles = rows.map(({ title }) => title);

describe('the scenario table', () => {
  it('has at least 45 rows', () => {
    expect(rows.length).toBeGreaterThanOrEqual(45);
  });

  it('names each row once', () => {
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });

  it('has every twin that a row names', () => {
    expect(rows.flatMap(({ twin }) => twin ?? []).filter((twin) => !titles.includes(twin))).toEqual([]);
  });

  it('has a row for each fault that a call can meet, and in none of them is a client lost', () => {
    const faults = [...faultsOfReads.rows, ...faultsOfWrites.rows];
    const named = faults.map(({ title }) => title.split(' of ')[0]);
    expect(named).toHaveLength(FAULT_NAMES.length);
    expect(named).toEqual(expect.arrayContaining([...FAULT_NAMES]));
    expect(faults.filter(({ expected }) => expected.lost !== undefined)).toEqual([]);
  });

  it('reads as its page says', async () => {
    await expect(renderTable(chapters)).toMatchFileSnapshot('README.md');
  });
});
