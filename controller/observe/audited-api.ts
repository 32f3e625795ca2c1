import type * as apiGateway from '../aws/api-gateway.ts';
import { getRestApi, getStage } from '../aws/api-gateway.ts';
import type { AuditAws } from '../aws/audit-clients.ts';
import { attempt, given } from '../aws/failure.ts';
import { findEndpoints, findVpcs } from '../aws/vpc.ts';
import type { AuditedApi } from '../model/audit-api.ts';
import { jsonText } from './json-text.ts';

type RestApi = Extract<AuditedApi['restApi'], { kind: 'read' }>['value'];

/** Reads a REST API, its stage if one is named, and which of the endpoints and VPCs in its policy there are. */
export async function observeAuditedApi(
  aws: AuditAws,
  { restApiId, stage }: { readonly restApiId: string; readonly stage?: string | undefined },
): Promise<AuditedApi> {
  const [restApi, staged] = await Promise.all([
    attempt(async () => toRestApi(await getRestApi(aws, restApiId))),
    stage === undefined ? undefined : attempt(async () => toStage(await getStage(aws, restApiId, stage))),
  ]);
  return {
    restApi,
    ...(staged !== undefined && { stage: staged }),
    existing: restApi.kind === 'unread' ? restApi : await attempt(() => findNamed(aws, restApi.value.policy ?? '')),
  };
}

function toRestApi(raw: apiGateway.RestApi): RestApi {
  return {
    id: given(raw.id, 'id'),
    name: given(raw.name, 'name'),
    endpointTypes: given(raw.endpointConfiguration?.types, 'endpointConfiguration'),
    ...(raw.policy !== undefined && raw.policy !== '' && { policy: jsonText(raw.policy) }),
  };
}

function toStage({ stageName, deploymentId }: apiGateway.Stage): { name: string; deploymentId?: string } {
  return { name: given(stageName, 'stageName'), ...(deploymentId !== undefined && { deploymentId }) };
}

/** Of the endpoints and VPCs that a policy names, those that the account can see, sorted. */
async function findNamed(aws: AuditAws, policy: string): Promise<readonly string[]> {
  const named = (id: RegExp): readonly string[] => [...new Set(policy.match(id) ?? [])].toSorted();
  const endpointIds = named(/\bvpce-[\da-f]{8,17}\b/g);
  const vpcIds = named(/\bvpc-[\da-f]{8,17}\b/g);
  const found = await Promise.all([
    endpointIds.length === 0 ? [] : findEndpoints(aws, endpointIds),
    vpcIds.length === 0 ? [] : findVpcs(aws, vpcIds),
  ]);
  return found.flat().toSorted();
}
