import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createConnect } from '../../controller/connect.ts';
import { sourceId, type Spec } from '../../controller/model/spec.ts';
import { renderReports } from '../../controller/render.ts';
import { type Reason, type Report, toReport } from '../../controller/report.ts';
import { sync } from '../../controller/sync.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { setStage } from '../scenarios/stage.ts';
import { spec } from './builders.ts';
import { manyBindings } from './staged.ts';
import { resolveOn } from '../cloud/resolve-on.ts';

/** Reports of a pass that only plans. */
async function plan(cloud: Cloud, specs: readonly Spec[]): Promise<readonly Report[]> {
  const connect = createConnect({ requestHandler: cloud.requestHandler, credentials: cloud.credentials });
  return (await sync(specs, { connect, resolve: resolveOn(cloud.publicAnswer), clock: cloud.clock, write: false })).map(
    toReport,
  );
}

/** The report of a stage in sync, with what a test says of it. */
async function report(overrides: Partial<Report> = {}): Promise<Report> {
  const { cloud, group, endpoint } = setStage();
  const [inSync] = await plan(cloud, [
    spec({ targetGroupArn: group.arn, source: { vpcEndpointId: endpoint.id, previous: [] } }),
  ]);
  if (inSync === undefined) throw new Error('a pass over one binding has one report');
  return { ...inSync, ...overrides };
}

const hold = (target: string, overrides: Partial<Reason> = {}): Reason => ({
  target,
  change: 'hold',
  state: 'blocked',
  reason: 'its owner is unknown',
  ...overrides,
});

const linesOf = (reports: readonly Report[], columns?: number): readonly string[] =>
  stripVTControlCharacters(renderReports(reports, columns)).trimEnd().split('\n');

describe('a binding', () => {
  it('in sync takes one line, ten of them ten, their outcomes below one another', async () => {
    const { cloud, bindings } = manyBindings(10);
    const named = bindings.map((binding, index) => (index === 9 ? { ...binding, name: 'much-longer-name' } : binding));
    const last = named[9];
    cloud.seal(last?.targetGroupArn ?? '', 'much-longer-name', last === undefined ? '' : sourceId(last.source));
    const lines = linesOf(await plan(cloud, named));
    expect(lines).toHaveLength(10);
    expect(new Set(lines.map((line) => line.indexOf('in-sync')))).toEqual(new Set(['much-longer-name'.length + 2]));
  });

  it('whose group is not sealed shows what would be missing and surplus', async () => {
    const { cloud, group, endpoint, subnetIds } = setStage();
    const [missing = ''] = endpoint.ips;
    const { ip: surplus } = cloud.takeAddress({ subnetId: subnetIds[0] ?? '', listens: [] });
    cloud.register(group.arn, [surplus]);
    cloud.deregister(group.arn, [missing]);
    cloud.removeTags(group.arn, ['target-sync:binding', 'target-sync:source']);
    const binding = spec({ targetGroupArn: group.arn, source: { vpcEndpointId: endpoint.id, previous: [] } });
    const lines = linesOf(await plan(cloud, [binding]));
    expect(lines[0]).toMatch(/refused +1 missing, 1 surplus/);
    expect(lines).toContainEqual(expect.stringMatching(`│ ${missing}:443 +│ missing +│ desired, not registered`));
    expect(lines).toContainEqual(expect.stringMatching(`│ ${surplus}:443 +│ surplus +│ registered, not desired`));
  });

  it('shows its foreign targets', async () => {
    const lines = linesOf([await report({ foreign: ['10.0.1.9:8443'] })]);
    expect(lines).toContainEqual(expect.stringMatching(/│ 10\.0\.1\.9:8443 │ foreign │ on another port, left alone/));
  });

  it('shows the remedy of a hold', async () => {
    const lines = linesOf([await report({ reasons: [hold('10.0.1.9:443', { remedy: 'Ask its owner.' })] })]);
    expect(lines.at(-1)).toBe('  → Ask its owner.');
  });

  it('shows a remedy that two targets share once, and two that differ both', async () => {
    const reasons = ['Ask its owner.', 'Ask its owner.', 'Ask someone else.'].map((remedy, index) =>
      hold(`10.0.1.${index}:443`, { remedy }),
    );
    const remedies = linesOf([await report({ reasons })]).filter((line) => line.includes('→'));
    expect(remedies).toEqual(['  → Ask its owner.', '  → Ask someone else.']);
  });
});

describe('the table', () => {
  const reason = 'eni-0123456789abcdef0 of vpce-0123456789abcdef0 carries it, '.repeat(4).trim();
  const wide = (): Promise<Report> => report({ reasons: [hold('10.0.1.17:443', { reason })] });
  const tableOf = (lines: readonly string[]): readonly string[] => lines.filter((line) => /^[┌├└│]/.test(line));

  it.each([80, 100])('is %d columns wide on a terminal of as many, its reasons wrapped', async (columns) => {
    const lines = tableOf(linesOf([await wide()], columns));
    expect(new Set(lines.map((line) => line.length))).toEqual(new Set([columns]));
    expect(lines.length).toBeGreaterThan(5);
    const words = lines.slice(3, -1).map((line) => line.split('│')[3]?.trim());
    expect(words.join(' ')).toBe(reason);
  });

  it('is as narrow as its reasons where they are short', async () => {
    const lines = tableOf(linesOf([await report({ reasons: [hold('10.0.1.17:443')] })], 80));
    expect(lines).toHaveLength(5);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(80);
  });

  it('leaves a reason 24 columns where the terminal is too narrow for it', async () => {
    const lines = tableOf(linesOf([await wide()], 20));
    expect(lines[0]?.split('┬').at(-1)).toHaveLength(1 + 24 + 1 + 1);
  });

  it('is not wrapped where there is no terminal', async () => {
    const lines = tableOf(linesOf([await wide()]));
    expect(lines).toHaveLength(5);
    expect(lines[3]).toContain(reason);
  });
});

describe('control characters in the text of AWS', () => {
  const text = 'one\u0007\n\ttwo\u001b[31m';

  it('break no row', async () => {
    const lines = linesOf([await report({ reasons: [hold('10.0.1.9:443', { reason: text })] })]);
    expect(lines.filter((line) => line.includes('10.0.1.9'))).toEqual([expect.stringContaining('│ one two [31m')]);
  });

  it('break no line beside the table', async () => {
    const lines = linesOf([await report({ faults: [{ reason: text, remedy: text }] })]);
    expect(lines.slice(1)).toEqual(['  one two [31m', '  → one two [31m']);
  });
});
