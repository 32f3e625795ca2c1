import type { AuditedSource, AuditSituation } from '../../model/audit.ts';
import { callsOf, shortCallsOf } from './api-call.ts';
import { judge, type Verdict } from './policy.ts';
import type { Caller } from './policy-conditions.ts';
import type { PolicyDocument } from './policy-document.ts';

/** The policy of a private API, and whose it is. */
export type ApiPolicy = { readonly restApiId: string; readonly policy: PolicyDocument };

/** An endpoint of somebody else's, which nobody named: what admits it, admits every account's. */
const FOREIGN: Caller = { endpointId: 'vpce-foreign', vpcId: 'vpc-foreign' };

/** What the API's policy says of a call through the endpoint. */
export function admission(
  situation: AuditSituation,
  api: ApiPolicy,
  { id, vpcId }: Pick<AuditedSource['endpoint'], 'id' | 'vpcId'>,
): Verdict {
  return verdictOn(situation, api, { endpointId: id, vpcId });
}

/** What the API's policy says of a call through any other account's endpoint. */
export function foreignAdmission(situation: AuditSituation, api: ApiPolicy): Verdict {
  return verdictOn(situation, api, FOREIGN);
}

/** The ids that a policy names and now lets in: VPCs by any endpoint in them, endpoints wherever they are. */
export function admittedIds(situation: AuditSituation, api: ApiPolicy): readonly string[] {
  return namedIds(api.policy).filter((id) => {
    const caller = id.startsWith('vpc-') ? { ...FOREIGN, vpcId: id } : { ...FOREIGN, endpointId: id };
    return verdictOn(situation, api, caller).kind === 'allowed';
  });
}

/** The endpoint and VPC ids that a policy's conditions name, sorted. */
export function namedIds(policy: PolicyDocument): readonly string[] {
  const values = policy.flatMap(({ conditions }) => conditions.flatMap((condition) => condition.values));
  return [...new Set(values.filter((value) => /^vpce?-[0-9a-f]+$/.test(value)))].toSorted();
}

function verdictOn(situation: AuditSituation, { restApiId, policy }: ApiPolicy, caller: Caller): Verdict {
  return judge(policy, { caller, resources: [callsOf(situation, restApiId), shortCallsOf(situation)] });
}
