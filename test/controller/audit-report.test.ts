import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type AuditReport, toAuditReport } from '../../controller/audit-report.ts';
import { drawPaths } from '../../controller/checks/path.ts';
import type { Audit } from '../../controller/model/audit-outcome.ts';
import { type CheckResult, finding, notConfigured, ok, unknown } from '../../controller/model/finding.ts';
import { renderAudits } from '../../controller/render-audit.ts';
import { failed, HOST, situation } from './checks/situation.ts';

function auditWith(results: readonly CheckResult[], over: Partial<Audit> = {}): Audit {
  return {
    binding: 'public-api',
    targetGroupArn: 'arn',
    source: 'vpce-1',
    results,
    paths: drawPaths(situation(), results),
    faults: [],
    ...over,
  };
}

const good = ok('EP_STATE', 'vpce-1', 'available');
const broken = finding('PUB_ALIAS_NOT_NLB', HOST, {
  severity: 'crit',
  expected: 'An alias of this load balancer.',
  found: 'An alias of\nanother.',
  fix: 'aws route53 change-resource-record-sets\naws route53 get-change',
});
const weak = finding('EP_PRIVATE_DNS', 'vpce-1', { severity: 'warn', expected: 'e', found: 'f', fix: 'aws x' });
const untold: CheckResult = unknown('SG_PATH', 'vpce-1', 'A prefix list was not read.');
const unreachable: CheckResult = {
  code: 'TLS_ANSWER',
  subject: '1.2.3.4',
  kind: 'unknown',
  why: 'w',
  outOfReach: true,
};
const unasked = notConfigured('API_POLICY', 'public-api', 'audit.restApiId');

describe('an audit’s report', () => {
  it.each<[string, AuditReport['verdict'], readonly CheckResult[]]>([
    ['all is ok', 'clean', [good]],
    ['something was not configured', 'clean', [good, unasked]],
    ['something cannot be told from here', 'clean', [good, unreachable]],
    ['something is unknown that could be known', 'findings', [good, untold]],
    ['something is weak', 'findings', [good, weak]],
    ['something is broken', 'findings', [broken]],
  ])('where %s it is %s', (_, verdict, results) => {
    expect(toAuditReport(auditWith(results)).verdict).toBe(verdict);
  });

  it('counts every result once, unknown apart from ok', () => {
    const { counts } = toAuditReport(auditWith([good, broken, weak, untold, unreachable, unasked]));
    expect(counts).toEqual({ crit: 1, err: 0, warn: 1, info: 0, unknown: 2, notConfigured: 1, ok: 1 });
  });

  it('has the worst on top', () => {
    const { results } = toAuditReport(auditWith([good, unasked, untold, weak, broken]));
    expect(results).toEqual([broken, weak, untold, unasked, good]);
  });

  it('is faulted where nothing could be checked, and says why', () => {
    const fault = { problem: failed().problem, remedy: 'Do this.' };
    const report = toAuditReport(auditWith([], { paths: [], faults: [fault] }));
    expect(report.verdict).toBe('faulted');
    expect(report.faults).toEqual([{ reason: 'reading something failed: AccessDenied: no', remedy: 'Do this.' }]);
  });
});

describe('an audit in a terminal', () => {
  const text = stripVTControlCharacters(
    renderAudits([toAuditReport(auditWith([good, broken, untold, unasked]))]),
  ).split('\n');

  it('begins with the verdict and the counts', () => {
    expect(text[0]).toBe('public-api  findings  1 crit, 1 unknown, 1 not configured, 1 ok');
  });

  it('draws two ways that join before the interfaces, with a mark on every hop', () => {
    expect(text.slice(2, 5)).toEqual([
      `  ${HOST}`,
      '  partners    ─ · name ─ · zone ─ ✗ alias ─ · NLB IP ─ · target ─┬─ ? interface ─ ✓ endpoint ─ · API',
      '  VPC clients ─ · name ─ · zone ─ · alias ───────────────────────┘',
    ]);
  });

  it('draws one way where there is no private half', () => {
    const paths = drawPaths(situation({ names: [] }), []);
    const lines = stripVTControlCharacters(renderAudits([toAuditReport(auditWith([], { paths }))])).split('\n');
    expect(lines).toContain('  partners    ─ · NLB IP ─ · target ─ · interface ─ · endpoint ─ · API');
  });

  it('says of a finding what was expected and found on one line each, and the fix as it is, to be copied', () => {
    const at = text.indexOf(`crit PUB_ALIAS_NOT_NLB ${HOST}`);
    expect(text.slice(at + 1, at + 5)).toEqual([
      '  expected  An alias of this load balancer.',
      '  found     An alias of another.',
      '  → aws route53 change-resource-record-sets',
      '  → aws route53 get-change',
    ]);
  });

  it('shows what is unknown with why, and names the setting of what is not configured', () => {
    expect(text.join('\n')).toContain('?    SG_PATH vpce-1\n  A prefix list was not read.');
    expect(text.join('\n')).toContain('·    API_POLICY public-api\n  not configured: audit.restApiId');
  });

  it('does not list what is ok', () => {
    expect(text.join('\n')).not.toContain('EP_STATE');
  });
});
