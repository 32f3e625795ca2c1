import { type AuditSituation, isEndpointAudit } from '../../model/audit.ts';
import type { AuditedGroup } from '../../model/audit-group.ts';
import { type CheckResult, finding, notConfigured, ok, unknown, unread } from '../../model/finding.ts';
import type { ProbeAttempt } from '../../model/probe.ts';
import { isDraining, targetKey } from '../../model/target.ts';
import { albWeaknesses } from '../alb/health-check.ts';
import { takesClearText } from '../alb/target-listener.ts';
import { modify, weakness } from './health-check-words.ts';
import { untold } from '../untold.ts';
import { checkPort, trafficPort } from '../security/ports.ts';

const AGAINST_PROBE = 'health check against probe';
/** What tells the endpoint from anything else that listens. */
const PING = { 'health-check-protocol': 'HTTPS', 'health-check-path': '/ping', matcher: 'HttpCode=200' };

/** TG_HEALTH_CHECK: the check looks at what clients use, and agrees with the probe. */
export function tgHealthCheck(situation: AuditSituation): readonly CheckResult[] {
  const { spec, group } = situation;
  if (group.kind === 'unread') return [unread('TG_HEALTH_CHECK', spec.targetGroupArn, group.problem)];
  const weak = isEndpointAudit(situation) ? weaknesses(group.value, situation) : albWeaknesses(group.value, situation);
  const { protocol, port, path = '', matcher = '' } = group.value.healthCheck;
  return [
    ...(weak.length > 0
      ? weak
      : [ok('TG_HEALTH_CHECK', group.value.name, `${protocol} ${path} ${matcher} on ${port}.`.replaceAll(/ +/g, ' '))]),
    againstProbe(group.value, situation),
  ];
}

function weaknesses(group: AuditedGroup, { spec }: AuditSituation): readonly CheckResult[] {
  const { protocol, port, matcher } = group.healthCheck;
  return [
    ...(protocol === 'TCP'
      ? [
          weakness({
            subject: 'health check protocol',
            expected: 'The check asks something that only the endpoint answers.',
            found: 'It is TCP, which passes anything that listens, a stranger on a reused address included.',
            fix: modify(group, PING),
          }),
        ]
      : []),
    ...(protocol !== 'TCP' && matcher === '403'
      ? [
          weakness({
            subject: 'health check matcher',
            expected: 'The check expects an answer that says all is well.',
            found: 'It expects 403 alone, which shows that TLS and HTTP work and nothing more.',
            fix: modify(group, PING),
          }),
        ]
      : []),
    ...(checkPort(spec, group) === trafficPort(spec, group)
      ? []
      : [
          weakness({
            subject: 'health check port',
            expected: `The check is made on the traffic port, ${trafficPort(spec, group)}.`,
            found: `It is made on ${port}, where another thing may listen.`,
            fix: modify(group, { 'health-check-port': 'traffic-port' }),
          }),
        ]),
  ];
}

/** It judges this moment: there is no memory of earlier passes. An alarm on it waits until it has lasted. */
function againstProbe(group: AuditedGroup, situation: AuditSituation): CheckResult {
  const { spec, targets, probe } = situation;
  const settings = spec.audit?.probe;
  if (settings === undefined) return notConfigured('TG_HEALTH_CHECK', AGAINST_PROBE, 'audit.probe');
  if (targets.kind === 'unread') return unread('TG_HEALTH_CHECK', AGAINST_PROBE, targets.problem);
  const registered = targets.value.filter((target) => !isDraining(target));
  const unhealthy = registered.filter(({ health, zonalShift }) => health === 'unhealthy' && !zonalShift);
  if (unhealthy.length === 0 || unhealthy.length < registered.length) {
    return ok('TG_HEALTH_CHECK', AGAINST_PROBE, `${unhealthy.length} of ${registered.length} targets are unhealthy.`);
  }

  if (probe === undefined) return unknown('TG_HEALTH_CHECK', AGAINST_PROBE, 'The probe was not asked.');
  if (probe.kind === 'unread') return unread('TG_HEALTH_CHECK', AGAINST_PROBE, probe.problem);
  const attempts = probe.value.attempts.filter((attempt) => attempt.of === 'target');
  if (attempts.length === 0) return unknown('TG_HEALTH_CHECK', AGAINST_PROBE, 'The probe called no target.');
  if (takesClearText(situation)) {
    return untold(
      'TG_HEALTH_CHECK',
      AGAINST_PROBE,
      'The ALB’s listener takes clear text, and the probe speaks TLS alone.',
    );
  }
  const failed = attempts.filter((attempt) => !isRight(attempt, settings.expectStatus));
  if (failed.length > 0) {
    const whose = failed.map(targetKey).join(', ');
    return ok('TG_HEALTH_CHECK', AGAINST_PROBE, `All targets are unhealthy, and the probe fails too at ${whose}.`);
  }
  return finding('TG_HEALTH_CHECK', AGAINST_PROBE, {
    severity: 'err',
    expected: `The check passes targets that answer: the probe got ${settings.expectStatus.join(' or ')} from ${attempts.map(targetKey).join(', ')}.`,
    found: `All ${registered.length} targets are unhealthy: ${unhealthy.map(({ ip, healthReason = 'no reason given' }) => `${ip} (${healthReason})`).join(', ')}.`,
    fix: isEndpointAudit(situation)
      ? modify(group, PING)
      : modify(group, { 'health-check-path': settings.path, matcher: `HttpCode=${settings.expectStatus.join(',')}` }),
  });
}

function isRight(attempt: ProbeAttempt, expectStatus: readonly number[]): boolean {
  return attempt.kind === 'answered' && expectStatus.includes(attempt.status);
}
