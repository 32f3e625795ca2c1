import type { AuditSituation } from '../../model/audit.ts';
import { type CheckResult, finding, notConfigured, ok, unknown, unread } from '../../model/finding.ts';
import type { ProbeAttempt, ProbeReport } from '../../model/probe.ts';
import { targetKey } from '../../model/target.ts';
import { explain } from './probe-explanation.ts';
import { resolutionResult } from './probe-resolution.ts';

const CODE = 'PROBE_FAILED';

/** PROBE_FAILED: seen from inside the VPC, the name leads to the endpoint, and every target and load balancer address answers as the API. */
export function probeFailed(situation: AuditSituation): readonly CheckResult[] {
  const { probe, spec } = situation;
  if (spec.audit?.probe === undefined || probe === undefined) return [notConfigured(CODE, 'probe', 'audit.probe')];
  if (probe.kind === 'unread') return [unread(CODE, 'probe', probe.problem)];
  return [resolutionResult(situation, probe.value.resolution), ...attemptResults(situation, probe.value)];
}

function attemptResults(situation: AuditSituation, { attempts }: ProbeReport): readonly CheckResult[] {
  if (attempts.length === 0) return [unknown(CODE, 'addresses', 'The probe was given no address.')];
  return attempts.map((attempt) => attemptResult(situation, attempt));
}

function attemptResult(situation: AuditSituation, attempt: ProbeAttempt): CheckResult {
  const { path = '/', expectStatus = [] } = situation.spec.audit?.probe ?? {};
  const subject = `${attempt.of === 'target' ? 'target' : 'load balancer'} ${targetKey(attempt)}`;
  if (attempt.kind === 'answered' && expectStatus.includes(attempt.status)) {
    return ok(CODE, subject, `GET ${path} answered ${attempt.status}.`);
  }
  return finding(CODE, subject, {
    severity: 'crit',
    expected: `GET ${path} answers ${expectStatus.join(' or ')}.`,
    ...explain(situation, attempt),
  });
}
