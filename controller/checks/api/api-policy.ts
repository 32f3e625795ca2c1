import type { EndpointAudit } from '../../model/audit.ts';
import type { AuditedApi } from '../../model/audit-api.ts';
import { type CheckResult, finding, notConfigured, unknown, unread } from '../../model/finding.ts';
import { namedAccess, othersAccess } from './api-access.ts';
import type { ApiPolicy } from './api-admission.ts';
import { callOfApi } from './api-call.ts';
import { admitOwn } from './api-policy-fix.ts';
import { apiStage } from './api-stage.ts';
import { awsCommand } from '../command.ts';
import { ownAccess } from './own-access.ts';
import { judge } from './policy.ts';
import { readPolicy } from './policy-document.ts';

const CODE = 'API_POLICY';

/** API_POLICY: the API's own policy lets in calls through the endpoint, nobody else's, and is in force on the stage. */
export function apiPolicy(situation: EndpointAudit): readonly CheckResult[] {
  const { api, region, accountId, spec } = situation;
  const restApiId = spec.audit?.restApiId;
  if (restApiId === undefined || api === undefined) return [notConfigured(CODE, 'REST API', 'audit.restApiId')];
  if (api.restApi.kind === 'read') {
    const { endpointTypes, policy } = api.restApi.value;
    return endpointTypes.includes('PRIVATE')
      ? policyResults(situation, { api, restApiId, text: policy })
      : [notPrivate(situation, { restApiId, endpointTypes }), apiStage(situation, { api, restApiId })];
  }
  if (api.restApi.problem.kind !== 'not-found') return [unread(CODE, restApiId, api.restApi.problem)];
  return [
    finding(CODE, restApiId, {
      severity: 'crit',
      expected: `The API of audit.restApiId, ${restApiId}, is in account ${accountId}, Region ${region}.`,
      found: 'There is no such API.',
      fix: awsCommand('apigateway get-rest-apis', {}, region),
    }),
  ];
}

type Asked = { readonly api: AuditedApi; readonly restApiId: string; readonly text: string | undefined };

function policyResults(situation: EndpointAudit, { api, restApiId, text }: Asked): readonly CheckResult[] {
  const policy = text === undefined ? [] : readPolicy(text);
  const stage = apiStage(situation, { api, restApiId });
  if (policy === undefined) return [unknown(CODE, restApiId, 'The API’s policy cannot be read as one.'), stage];
  const own = { restApiId, text, policy };
  return [accessResult(situation, own), othersAccess(situation, own), ...namedAccess(own, api.existing), stage];
}

function accessResult(situation: EndpointAudit, own: ApiPolicy): CheckResult {
  const { source } = situation;
  const { restApiId, policy } = own;
  if (source.kind === 'unread') return unread(CODE, restApiId, source.problem);
  const { id, vpcId } = source.value.endpoint;
  const call = callOfApi(situation, { restApiId, caller: { endpointId: id, vpcId } });
  const verdict = judge(policy, call);
  return ownAccess({
    code: CODE,
    subject: restApiId,
    policy,
    verdict,
    whose: 'The API’s',
    through: `${id} in ${vpcId}`,
    fix: admitOwn(situation, { api: own, call, verdict }),
  });
}

function notPrivate(
  { region }: EndpointAudit,
  { restApiId, endpointTypes }: { readonly restApiId: string; readonly endpointTypes: readonly string[] },
): CheckResult {
  return finding(CODE, restApiId, {
    severity: 'crit',
    expected: 'The API is private: it answers through endpoints, and nowhere else.',
    found: `Its endpoint type is ${endpointTypes.join(', ') || 'not told'}.`,
    fix: `Bind a private API, or make this one private: whoever calls it publicly is then cut off. It is:\n${awsCommand('apigateway get-rest-api', { 'rest-api-id': restApiId }, region)}`,
  });
}
