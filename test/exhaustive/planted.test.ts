import { describe, expect, it } from 'vitest';
import type { Plant } from './play.ts';
import type { Run } from './runs.ts';
import { search } from './search.ts';
import type { Setting } from './tiny-world.ts';

/** Real milliseconds on a busy machine; on a free core a search takes three seconds at most. */
const PATIENCE_MS = 300_000;

const OFF: Setting = { source: 'endpoint', crossZone: false, protocol: 'TCP', enabledZones: [1, 2] };
const ON: Setting = { ...OFF, crossZone: true };

const PLAIN: Run = {
  name: 'a replacement',
  setting: ON,
  starts: ['onon HiHi new'],
  events: ['health', 'seal'],
  depth: 4,
  atOnce: 2,
  sealTrust: 'stays',
  faults: 0,
  minHealthy: 1,
  atLeast: 0,
};

type Row = {
  readonly defect: string;
  readonly run?: Partial<Run>;
  readonly plant?: Plant;
  readonly law: RegExp;
  /** The fewest that break it. */
  readonly events: number;
};

const ROWS: readonly Row[] = [
  {
    defect: 'a pass that waits for no healthy replacement',
    run: { minHealthy: 0, starts: ['onon H..i new'] },
    law: /never leave the group without a healthy target/,
    events: 1,
  },
  {
    defect: 'a pass that reads the seal once',
    run: { setting: OFF, starts: ['onon HHHH old'] },
    plant: { repeated: 'DescribeTags' },
    law: /never leave zone 1, with cross-zone off, without a healthy target/,
    events: 3,
  },
  {
    defect: 'a pass that lists the group once',
    run: { setting: OFF, starts: ['onon HHHH old'] },
    plant: { repeated: 'DescribeTargetHealth' },
    law: /never leave zone 1, with cross-zone off, without a healthy target/,
    events: 2,
  },
  {
    defect: 'a pass that takes cross-zone to be on where it is off',
    run: { setting: OFF, starts: ['onon HiiH new'] },
    plant: { told: ON },
    law: /never leave zone 1, with cross-zone off, without a healthy target/,
    events: 1,
  },
  {
    defect: 'a pass that takes a group of TLS to be one of TCP',
    run: { setting: { ...ON, protocol: 'TLS' }, starts: ['nX.n iH.i new'] },
    plant: { told: ON },
    law: /a stranger that may go \(rule 5\) has gone/,
    events: 1,
  },
  {
    defect: 'a pass that takes DNS to answer what EC2 lists',
    run: { setting: { ...ON, source: 'ALB' }, starts: ['nn.n HuHH new'], events: ['scaling', 'resolving'] },
    plant: { unheard: 'Resolve' },
    law: /what DNS still answers is not gone/,
    events: 2,
  },
];

describe('a planted defect is found, by the fewest events that show it', () => {
  it.each(ROWS)(
    '$defect: $events',
    async ({ run, plant = {}, law, events }) => {
      const { broken } = await search({ ...PLAIN, ...run }, plant);
      expect(broken?.law).toMatch(law);
      expect(broken?.events).toBe(events);
    },
    PATIENCE_MS,
  );

  it.each(ROWS.filter(({ run }) => run?.minHealthy === undefined))(
    'and is what is found: without it no law breaks with as few ($defect)',
    async ({ run, events }) => {
      expect((await search({ ...PLAIN, ...run, depth: events })).broken).toBeUndefined();
    },
    PATIENCE_MS,
  );
});
