import { describe, expect, it } from 'vitest';
import { canMeet, FAULT_NAMES, type FaultName } from '../cloud/wire/faults.ts';
import { replace } from './happenings.ts';
import { renderTable } from './render-table.ts';
import { faultsOfReads } from './rows/faults-of-reads.ts';
import { faultsOfWrites } from './rows/faults-of-writes.ts';
import { playOut, type Row, targetsOf } from './scenario.ts';
import { setStage } from './stage.ts';
import { chapters } from './table.ts';

for (const chapter of chapters) {
  describe(`of ${chapter.title}`, () => {
    playOut(chapter.rows);
  });
}

const rows = chapters.flatMap((chapter) => chapter.rows);
const titles = rows.map(({ title }) => title);

/** Lambda's answer for a function that is still being made. */
const ONLY_LAMBDA_MEETS: FaultName = 'not-ready';

/** True if nothing tells two rows apart that passes do or clients meet, but for how long the passes go on. */
function comesOutAlike(one: Row, other: Row): boolean {
  const count = Math.min(one.expected.outcomes.length, other.expected.outcomes.length);
  const [result, twins] = [one, other].map((row) => {
    const { outcomes, writes, lost } = row.expected;
    return JSON.stringify([outcomes.slice(0, count), writes, targetsOf(row), lost]);
  });
  return result === twins;
}

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

  it('has no row that comes out as its twin does', () => {
    const alike = rows.filter((row) => {
      const twin = rows.find(({ title }) => title === row.twin);
      return twin !== undefined && comesOutAlike(row, twin);
    });
    expect(alike.map(({ title }) => title)).toEqual([]);
  });

  it('has a row for each fault that a call of a sync pass can meet, and in none of them is a client lost', () => {
    const faults = [...faultsOfReads.rows, ...faultsOfWrites.rows];
    const named = faults.map(({ title }) => title.split(' of ')[0]);
    const meetable = FAULT_NAMES.filter((name) => name !== ONLY_LAMBDA_MEETS);
    expect(named).toHaveLength(meetable.length);
    expect(named).toEqual(expect.arrayContaining(meetable));
    expect(faults.filter(({ expected }) => expected.lost !== undefined)).toEqual([]);
  });

  it('has no row for a function that is still being made: no sync pass calls Lambda', async () => {
    const stage = setStage();
    replace(stage);
    await stage.passes(4);
    expect(stage.cloud.calls.filter((call) => canMeet(ONLY_LAMBDA_MEETS, call))).toEqual([]);
    expect(canMeet(ONLY_LAMBDA_MEETS, { operation: 'Invoke', write: false })).toBe(true);
  });

  it('reads as its page says', async () => {
    await expect(renderTable(chapters)).toMatchFileSnapshot('README.md');
  });
});
