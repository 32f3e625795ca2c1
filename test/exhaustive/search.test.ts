import { describe, expect, it } from 'vitest';
import { describeFound, searchDeeper } from './deeper.ts';
import { type Run, RUNS } from './runs.ts';
import { search } from './search.ts';

/** Real milliseconds on a busy machine; on a free core a run takes ten seconds at most. */
const PATIENCE_MS = 300_000;

describe('the real passes, in every state that a tiny world can come to', () => {
  it.each(RUNS)(
    'break no law: $name, $depth events deep',
    async (run) => {
      const found = await search(run);
      console.log(`${run.name}: ${describeFound(found, run.depth)}`);
      expect(found.broken).toBeUndefined();
      expect(found.states).toBeGreaterThanOrEqual(run.atLeast);
    },
    PATIENCE_MS,
  );

  it('are at least 150,000 states', () => {
    expect(RUNS.reduce((sum, { atLeast }) => sum + atLeast, 0)).toBeGreaterThanOrEqual(150_000);
  });

  it(
    'are searched deeper on request',
    async () => {
      const lines: string[] = [];
      const runs = [run({ depth: 1 })];
      const [shallow] = await searchDeeper({ depth: 1, runs, report: (line) => lines.push(line) });
      const [deep] = await searchDeeper({ depth: 2, runs, report: (line) => lines.push(line) });
      expect(deep?.states).toBeGreaterThan(shallow?.states ?? 0);
      expect(lines[1]).toMatch(/^two specs overlap: \d+ states, 2 events deep, \d+ worlds at rest: every law holds$/);
    },
    PATIENCE_MS,
  );
});

describe('what a deployment is trusted with', () => {
  const DARK = 'our writes alone never leave zone 1, with cross-zone off, without a healthy target where one was';

  it(
    'matters: where the seal may move between its last reading and the removal, two specs together darken a zone',
    async () => {
      const { broken } = await search(run({ sealTrust: 'none' }));
      expect(broken).toMatchObject({ law: DARK, events: 3 });
      expect(turns(broken?.path)).toEqual([
        'pass A begins, for the old source',
        'A: DescribeTags',
        'the deployment moves to the new source',
        'pass B begins, for the new source',
        'A: DeregisterTargets 10.0.1.102',
        'B: DescribeTags',
        'B: DeregisterTargets 10.0.1.101',
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'matters: where the seal may move there and back within a pass, its last reading shows nothing of it',
    async () => {
      const { broken } = await search(run({ sealTrust: 'waits' }));
      expect(broken).toMatchObject({ law: DARK, events: 4 });
      expect(turns(broken?.path)).toEqual([
        'pass A begins, for the old source',
        'the deployment moves to the new source',
        'pass B begins, for the new source',
        'B: DescribeTags',
        'B: DeregisterTargets 10.0.1.101',
        'the deployment moves to the old source',
        'A: DescribeTags',
        'A: DeregisterTargets 10.0.1.102',
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'is enough: where it does neither, no law breaks',
    async () => {
      expect((await search(run({ sealTrust: 'stays' }))).broken).toBeUndefined();
    },
    PATIENCE_MS,
  );
});

describe('a source that goes while a pass is under way', () => {
  it(
    'keeps what it was about to remove: its own listing of interfaces shows less of the source than it read',
    async () => {
      expect((await search(run({ events: ['deletion'], depth: 2 }))).broken).toBeUndefined();
    },
    PATIENCE_MS,
  );
});

/** A small run: both sides registered and healthy, and a deployment that moves from one to the other. */
function run(overrides: Partial<Run>): Run {
  return {
    name: 'two specs overlap',
    setting: { source: 'endpoint', crossZone: false, protocol: 'TCP', enabledZones: [1, 2] },
    starts: ['onon HHHH old'],
    events: ['seal'],
    depth: 4,
    atOnce: 2,
    sealTrust: 'stays',
    faults: 0,
    minHealthy: 1,
    atLeast: 0,
    ...overrides,
  };
}

/** The turns of a path: its events and writes, and the last reading of the seal before a write. */
function turns(path: readonly string[] = []): readonly string[] {
  const labels = path.slice(1).map((line) => line.split('  ').at(-1) ?? '');
  return labels.filter((label, index) => {
    if (!label.includes(': Describe')) return true;
    const [name = ''] = label.split(':');
    const next = labels.slice(index + 1).find((later) => later.startsWith(`${name}:`));
    return next?.includes('DeregisterTargets') === true;
  });
}
