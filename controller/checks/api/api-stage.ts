import type { AuditedApi, AuditSituation } from '../../model/audit.ts';
import { type CheckResult, finding, notConfigured, ok, unknown, unread } from '../../model/finding.ts';
import type { ProbeAttempt } from '../../model/probe.ts';
import { targetKey } from '../../model/target.ts';
import { deploy } from './api-policy-fix.ts';
import { endpointVerdict } from './endpoint-policy.ts';
import type { Verdict } from './policy.ts';

const CODE = 'API_POLICY';

/** The API with its id, and what its policy says of calls through the endpoint, where that is known. */
type Asked = { readonly api: AuditedApi; readonly restApiId: string; readonly verdict?: Verdict | undefined };

/**
 * The stage exists, and the policy is in force on it. AWS does not say whether a policy is newer than the deployment; a
 * deny that the probe met, and that no policy as it now stands can have said, does.
 */
export function apiStage(situation: AuditSituation, { api, restApiId, verdict }: Asked): CheckResult {
  const name = situation.spec.audit?.stage;
  if (name === undefined || api.stage === undefined) return notConfigured(CODE, 'stage', 'audit.stage');
  const subject = `stage ${name}`;
  const crit = (found: string): CheckResult =>
    finding(CODE, subject, {
      severity: 'crit',
      expected: `The stage ${name} of ${restApiId} exists, and the API’s policy is deployed to it.`,
      found,
      fix: deploy(situation, restApiId),
    });
  if (api.stage.kind === 'unread') {
    const { problem } = api.stage;
    return problem.kind === 'not-found' ? crit('There is no such stage.') : unread(CODE, subject, problem);
  }

  const deployment = `It has deployment ${api.stage.value.deploymentId ?? 'none'}`;
  const denied = deniedAttempt(situation);
  if (denied === undefined) return ok(CODE, subject, `${deployment}.`);
  const { source } = situation;
  const verdicts = [
    verdict,
    source.kind === 'read' ? endpointVerdict(situation, { endpoint: source.value.endpoint, restApiId }) : undefined,
  ];
  const at = targetKey(denied);
  if (verdicts.some((one) => one?.kind === 'denied' || (one?.kind === 'not-allowed' && one.named.length === 0))) {
    return ok(CODE, subject, `${deployment}; the policies as they stand explain the deny that the probe met at ${at}.`);
  }
  return verdicts.every((one) => one?.kind === 'allowed')
    ? crit(`${deployment}, and denies the call at ${at}, which the policies of API and endpoint now allow.`)
    : unknown(CODE, subject, `The probe met a deny at ${at}, and it cannot be told which policy says so.`);
}

function deniedAttempt({ probe }: AuditSituation): ProbeAttempt | undefined {
  if (probe?.kind !== 'read') return undefined;
  return probe.value.attempts.find(
    (attempt) =>
      attempt.kind === 'answered' && (attempt.forbidden === 'explicit-deny' || attempt.forbidden === 'implicit-deny'),
  );
}
