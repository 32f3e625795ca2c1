import type { AuditSituation } from '../../model/audit.ts';
import { type CheckResult, finding, notConfigured, ok, unknown, unread } from '../../model/finding.ts';
import type { ProbeAddress, ProbeAttempt, ProbeReport } from '../../model/probe.ts';
import { addressesToProbe } from '../../model/probe-addresses.ts';
import { targetKey } from '../../model/target.ts';
import { isClearTextToPartners, takesClearText } from '../alb/target-listener.ts';
import { untold } from '../untold.ts';
import { sourceOf } from '../source.ts';
import { explain } from './probe-explanation.ts';
import { resolutionResult } from './probe-resolution.ts';

const CODE = 'PROBE_FAILED';

/** PROBE_FAILED: seen from inside the VPC, the name leads to the source, and every target and load balancer address answers as it should. */
export function probeFailed(situation: AuditSituation): readonly CheckResult[] {
  const { probe, spec } = situation;
  if (spec.audit?.probe === undefined || probe === undefined) return [notConfigured(CODE, 'probe', 'audit.probe')];
  if (probe.kind === 'unread') return [unread(CODE, 'probe', probe.problem)];
  return [
    resolutionResult(situation, probe.value.resolution),
    ...furtherNames(situation),
    ...attemptResults(situation, probe.value),
  ];
}

/** One name tells whether the addresses answer; a call for each name would be a probe for each of them. */
function furtherNames({ names }: AuditSituation): readonly CheckResult[] {
  const [first, ...further] = names;
  return further.map(({ name }) =>
    untold(CODE, `${name} in the VPC`, `The probe asks for the first hostname alone, ${first?.name}.`),
  );
}

function attemptResults(situation: AuditSituation, { attempts }: ProbeReport): readonly CheckResult[] {
  const missed = addressesToProbe(situation).filter((address) => !attempts.some((one) => isAt(one, address)));
  const results = [
    ...attempts.map((attempt) => attemptResult(situation, attempt)),
    ...missed.map((address) => unknown(CODE, subjectOf(address), 'The probe did not call it.')),
    ...withoutAddress(situation),
  ];
  return results.length > 0 ? results : [unknown(CODE, 'addresses', 'The probe was given no address.')];
}

function isAt(one: ProbeAddress, other: ProbeAddress): boolean {
  return one.of === other.of && targetKey(one) === targetKey(other);
}

/** What the probe could not be asked to call, since its addresses were not read. */
function withoutAddress(situation: AuditSituation): readonly CheckResult[] {
  const { group, frontDoor, spec } = situation;
  const source = sourceOf(situation);
  const results: CheckResult[] = [];
  if (group.kind === 'unread') results.push(unread(CODE, 'targets', group.problem));
  else if (source.kind === 'unread') results.push(unread(CODE, 'targets', source.problem));
  else {
    const { unseen } = source.value;
    if (unseen !== undefined) results.push(unknown(CODE, 'targets', unseen));
  }
  const interfaces = frontDoor?.interfaces;
  if (interfaces?.kind === 'unread' && spec.audit?.publicPort !== undefined) {
    results.push(unread(CODE, 'load balancer', interfaces.problem));
  }
  return results;
}

function attemptResult(situation: AuditSituation, attempt: ProbeAttempt): CheckResult {
  const { path = '/', expectStatus = [] } = situation.spec.audit?.probe ?? {};
  if (attempt.kind === 'answered' && expectStatus.includes(attempt.status)) {
    return ok(CODE, subjectOf(attempt), `GET ${path} answered ${attempt.status}.`);
  }
  if (attempt.of === 'target' ? takesClearText(situation) : isClearTextToPartners(situation)) {
    return untold(
      CODE,
      subjectOf(attempt),
      'The ALB’s listener takes clear text there, and the probe speaks TLS alone.',
    );
  }
  return finding(CODE, subjectOf(attempt), {
    severity: 'crit',
    expected: `GET ${path} answers ${expectStatus.join(' or ')}.`,
    ...explain(situation, attempt),
  });
}

function subjectOf(address: ProbeAddress): string {
  return `${address.of === 'target' ? 'target' : 'load balancer'} ${targetKey(address)}`;
}
