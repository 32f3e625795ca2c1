import type { EndpointAudit } from '../../model/audit.ts';
import type { AuditedApi } from '../../model/audit-api.ts';
import { type CheckResult, finding, notConfigured, ok, unknown, unread } from '../../model/finding.ts';
import type { ProbeAttempt } from '../../model/probe.ts';
import { targetKey } from '../../model/target.ts';
import { deploy } from './api-policy-fix.ts';
import { passedPolicies } from './passed-policies.ts';

const CODE = 'API_POLICY';

type Asked = { readonly api: AuditedApi; readonly restApiId: string };

/**
 * The stage exists, and the policy is in force on it. AWS does not say whether a policy is newer than the deployment; a
 * deny that the probe met, and that no policy as it now stands can have said, does.
 */
export function apiStage(situation: EndpointAudit, { api, restApiId }: Asked): CheckResult {
  const name = situation.spec.audit?.stage;
  if (name === undefined || api.stage === undefined) return notConfigured(CODE, 'stage', 'audit.stage');
  const subject = `stage ${name}`;
  const crit = (found: string, fix = deploy(situation, restApiId)): CheckResult =>
    finding(CODE, subject, {
      severity: 'crit',
      expected: `The stage ${name} of ${restApiId} exists, and the API’s policy is deployed to it.`,
      found,
      fix,
    });
  if (api.stage.kind === 'unread') {
    const { problem } = api.stage;
    return problem.kind === 'not-found'
      ? crit('There is no such stage.', `Correct audit.stage, or make the stage.\n${deploy(situation, restApiId)}`)
      : unread(CODE, subject, problem);
  }

  const deployment = `It has deployment ${api.stage.value.deploymentId ?? 'none'}`;
  const denied = deniedAttempt(situation);
  if (denied === undefined) return ok(CODE, subject, `${deployment}.`);
  const verdicts = passedPolicies(situation, restApiId).map(({ verdict }) => verdict);
  const at = targetKey(denied);
  if (verdicts.some((one) => one?.kind === 'denied' || (one?.kind === 'not-allowed' && one.named.length === 0))) {
    return ok(CODE, subject, `${deployment}; the policies as they stand explain the deny that the probe met at ${at}.`);
  }
  return verdicts.every((one) => one?.kind === 'allowed')
    ? crit(`${deployment}, and denies the call at ${at}, which every policy on the way now allows.`)
    : unknown(CODE, subject, `The probe met a deny at ${at}, and it cannot be told which policy says so.`);
}

function deniedAttempt({ probe }: EndpointAudit): ProbeAttempt | undefined {
  if (probe?.kind !== 'read') return undefined;
  return probe.value.attempts.find(
    (attempt) =>
      attempt.kind === 'answered' && (attempt.forbidden === 'explicit-deny' || attempt.forbidden === 'implicit-deny'),
  );
}
