import { describe, expect, it } from 'vitest';
import { drawPaths } from '../../../controller/checks/path.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import type { Mark } from '../../../controller/model/audit-outcome.ts';
import {
  type CheckResult,
  finding,
  notConfigured,
  ok,
  type Severity,
  unknown,
} from '../../../controller/model/finding.ts';
import { read } from '../../../controller/model/reading.ts';
import { failed, HOST, listedTarget, nameWith, situation } from './situation.ts';

function stations(results: readonly CheckResult[], over: Partial<EndpointAudit> = {}): readonly string[] {
  const [path] = drawPaths(situation(over), results);
  return (path?.stations ?? []).map(({ half, hop, mark }) => `${half} ${hop} ${mark}`);
}

function found(severity: Severity): CheckResult {
  return finding('EP_STATE', 'vpce', { severity, expected: '', found: '', fix: '' });
}

describe('the picture of a path', () => {
  it('has the stations of a call in their order, the public way first, then the private, then what both share', () => {
    expect(stations([]).map((line) => line.replace(/ [a-z-]+$/, ''))).toEqual([
      'public name',
      'public zone',
      'public alias',
      'public load-balancer',
      'public target',
      'private name',
      'private zone',
      'private alias',
      'joint interface',
      'joint endpoint',
      'joint api',
    ]);
  });

  it('has the ways of a half only where the binding names its zone', () => {
    const { publicHalf: _, ...privateAlone } = nameWith();
    const seen = stations([], { names: [privateAlone] });
    expect(seen.filter((line) => /^public (name|zone|alias)/.test(line))).toEqual([]);
    expect(seen).toContain('private zone not-configured');
  });

  it.each<[string, readonly CheckResult[], Mark]>([
    ['nothing looked at it', [], 'not-configured'],
    ['all is ok', [ok('EP_STATE', 'vpce', '')], 'ok'],
    ['a part is not configured', [ok('EP_STATE', 'vpce', ''), notConfigured('EP_POLICY', 'vpce', 'x')], 'ok'],
    ['a part is unknown', [ok('EP_STATE', 'vpce', ''), unknown('EP_POLICY', 'vpce', '')], 'unknown'],
    ['something is weak', [unknown('EP_POLICY', 'vpce', ''), found('warn')], 'weak'],
    ['something may be meant so', [found('info')], 'weak'],
    ['something breaks at the next event', [found('warn'), found('err')], 'broken'],
    ['something is broken', [ok('EP_POLICY', 'vpce', ''), found('crit'), unknown('EP_POLICY', 'vpce', '')], 'broken'],
  ])('marks a station by the worst that is said of it: %s', (_, results, mark) => {
    expect(stations(results)).toContain(`joint endpoint ${mark}`);
  });

  it('marks a name’s stations by what is said of that name, and shared ones by everything', () => {
    const other = nameWith({ name: 'other.example.com' });
    const results = [
      ok('PUB_RECORD_MISSING', HOST, ''),
      finding('PUB_RECORD_MISSING', 'other.example.com', { severity: 'crit', expected: '', found: '', fix: '' }),
      found('crit'),
    ];
    const [first, second] = drawPaths(situation({ names: [nameWith(), other] }), results);
    const markAt = (path: typeof first, hop: string): string | undefined =>
      path?.stations.find((station) => station.hop === hop)?.mark;
    expect([markAt(first, 'alias'), markAt(second, 'alias')]).toEqual(['ok', 'broken']);
    expect([markAt(first, 'endpoint'), markAt(second, 'endpoint')]).toEqual(['broken', 'broken']);
  });

  it('says of the first name alone what the probe resolved', () => {
    const names = [nameWith(), nameWith({ name: 'other.example.com' })];
    const resolved = drawPaths(situation({ names }), []).map(
      ({ stations: all }) => all.find(({ half, hop }) => half === 'private' && hop === 'name')?.what,
    );
    expect(resolved).toEqual(['10.0.1.17, 10.0.2.23', 'not asked']);
  });

  it('says what was found at each hop, and how a read failed', () => {
    const targets = read(Array.from({ length: 8 }, (_, index) => listedTarget(`10.0.1.${index}`)));
    const [path] = drawPaths(situation({ targets, source: failed('denied', 'UnauthorizedOperation') }), []);
    const what = Object.fromEntries(
      (path?.stations ?? []).map((station) => [`${station.half} ${station.hop}`, station.what]),
    );
    expect(what['public zone']).toBe('example.com (Z0000000000000PUB)');
    expect(what['public load-balancer']).toBe('front-door: 198.51.100.1, 198.51.100.2');
    expect(what['private name']).toBe('10.0.1.17, 10.0.2.23');
    expect(what['public target']).toMatch(/^10\.0\.1\.0:443 healthy, .*, and 2 more$/);
    expect(what['joint endpoint']).toBe('unread: UnauthorizedOperation');
  });

  it('is the binding’s own where it has no hostname', () => {
    const [path, ...more] = drawPaths(situation({ names: [] }), []);
    expect(path?.name).toBe('public-api');
    expect(more).toEqual([]);
  });
});
