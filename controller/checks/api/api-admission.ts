import type { EndpointAudit } from '../../model/audit.ts';
import { callOfApi } from './api-call.ts';
import { judge, type Verdict } from './policy.ts';
import type { Caller } from './policy-conditions.ts';
import type { PolicyDocument } from './policy-document.ts';

/** The policy of a private API, and whose it is. `text` is absent where it has none. */
export type ApiPolicy = {
  readonly restApiId: string;
  readonly text?: string | undefined;
  readonly policy: PolicyDocument;
};

/** An endpoint of somebody else's, which nobody named: what admits it, admits every account's. */
const FOREIGN: Caller = { endpointId: 'vpce-foreign', vpcId: 'vpc-foreign' };

/** What the API's policy says of a call through any other account's endpoint. */
export function foreignAdmission(situation: EndpointAudit, api: ApiPolicy): Verdict {
  return verdictOn(situation, api, FOREIGN);
}

/** The ids that a policy names and does not deny: VPCs by any endpoint in them, endpoints wherever they are. */
export function undeniedIds(situation: EndpointAudit, api: ApiPolicy): readonly string[] {
  return namedIds(api.policy).filter((id) => {
    const caller = id.startsWith('vpc-') ? { ...FOREIGN, vpcId: id } : { ...FOREIGN, endpointId: id };
    return verdictOn(situation, api, caller).kind !== 'denied';
  });
}

/** The endpoint and VPC ids that a policy's conditions name, sorted. */
export function namedIds(policy: PolicyDocument): readonly string[] {
  const values = policy.flatMap(({ conditions }) => conditions.flatMap((condition) => condition.values));
  return [...new Set(values.filter((value) => /^vpce?-[0-9a-f]+$/.test(value)))].toSorted();
}

function verdictOn(situation: EndpointAudit, { restApiId, policy }: ApiPolicy, caller: Caller): Verdict {
  return judge(policy, callOfApi(situation, { restApiId, caller }));
}
