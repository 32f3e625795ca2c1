import type { AuditedApi, AuditSituation } from '../../model/audit.ts';
import { type CheckResult, finding, notConfigured, unknown, unread } from '../../model/finding.ts';
import { namedAccess, othersAccess, ownAccess } from './api-access.ts';
import { admission } from './api-admission.ts';
import { apiStage } from './api-stage.ts';
import { awsCommand } from '../command.ts';
import { readPolicy } from './policy-document.ts';

const CODE = 'API_POLICY';

/** API_POLICY: the API's own policy lets in calls through the endpoint, nobody else's, and is in force on the stage. */
export function apiPolicy(situation: AuditSituation): readonly CheckResult[] {
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

function policyResults(situation: AuditSituation, { api, restApiId, text }: Asked): readonly CheckResult[] {
  const policy = text === undefined ? [] : readPolicy(text);
  if (policy === undefined) {
    return [
      unknown(CODE, restApiId, 'The API’s policy cannot be read as one.'),
      apiStage(situation, { api, restApiId }),
    ];
  }
  const { source } = situation;
  const own = { restApiId, policy };
  const rest = [othersAccess(situation, own), ...namedAccess(own, api.existing)];
  if (source.kind === 'unread') {
    return [unread(CODE, restApiId, source.problem), ...rest, apiStage(situation, { api, restApiId })];
  }
  const { endpoint } = source.value;
  const verdict = admission(situation, own, endpoint);
  return [
    ownAccess(situation, { api: own, verdict, through: `${endpoint.id} in ${endpoint.vpcId}` }),
    ...rest,
    apiStage(situation, { api, restApiId, verdict }),
  ];
}

function notPrivate(
  { region }: AuditSituation,
  { restApiId, endpointTypes }: { readonly restApiId: string; readonly endpointTypes: readonly string[] },
): CheckResult {
  const patch = `op=replace,path=/endpointConfiguration/types/${endpointTypes[0] ?? 'REGIONAL'},value=PRIVATE`;
  return finding(CODE, restApiId, {
    severity: 'err',
    expected: 'The API is private: it answers through endpoints, and nowhere else.',
    found: `Its endpoint type is ${endpointTypes.join(', ') || 'not told'}.`,
    fix: awsCommand('apigateway update-rest-api', { 'rest-api-id': restApiId, 'patch-operations': patch }, region),
  });
}
