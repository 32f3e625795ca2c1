import type { EndpointAudit } from '../../model/audit.ts';
import { callOfApi, callOfDomain, callsOf, callsOfDomain, type PrivateDomain, privateDomain } from './api-call.ts';
import { getDomain, getDomains } from './api-domain-fix.ts';
import { showPolicy } from './api-policy-fix.ts';
import { endpointVerdict, showEndpointPolicy } from './endpoint-policy.ts';
import { judge, type Verdict } from './policy.ts';
import type { Caller } from './policy-conditions.ts';
import { readPolicy } from './policy-document.ts';

/** A policy that a call through the endpoint passes: what it says of the call, where that could be read, and the command that shows it. */
type PassedPolicy = { readonly verdict: Verdict | undefined; readonly show: string };

/** The policies that a call of the API passes, in the order in which AWS asks them. */
export function passedPolicies(situation: EndpointAudit, restApiId: string): readonly PassedPolicy[] {
  const { source } = situation;
  const endpoint = source.kind === 'read' ? source.value.endpoint : undefined;
  const caller = endpoint && { endpointId: endpoint.id, vpcId: endpoint.vpcId };
  const viaDomain = privateDomain(situation);
  return [
    ...[callsOf(situation, restApiId), ...(viaDomain === undefined ? [] : [callsOfDomain(viaDomain)])].map(
      (called) => ({
        verdict: endpoint && endpointVerdict(endpoint, called),
        show: showEndpointPolicy(situation),
      }),
    ),
    ...(viaDomain === undefined
      ? []
      : [
          {
            verdict: caller && domainVerdict(viaDomain, caller),
            show: viaDomain.own === undefined ? getDomains(situation) : getDomain(situation, viaDomain.own),
          },
        ]),
    { verdict: caller && apiVerdict(situation, { restApiId, caller }), show: showPolicy(situation, restApiId) },
  ];
}

/** Undefined where the API is not private: then its policy is no matter of endpoints. */
function apiVerdict(
  situation: EndpointAudit,
  { restApiId, caller }: { readonly restApiId: string; readonly caller: Caller },
): Verdict | undefined {
  const restApi = situation.api?.restApi;
  if (restApi?.kind !== 'read' || !restApi.value.endpointTypes.includes('PRIVATE')) return undefined;
  const policy = restApi.value.policy === undefined ? [] : readPolicy(restApi.value.policy);
  return policy && judge(policy, callOfApi(situation, { restApiId, caller }));
}

/** What the private domain's own policy says of a call through the endpoint. Undefined where it is not known: that of another account's domain is not shown. */
function domainVerdict(domain: PrivateDomain, caller: Caller): Verdict | undefined {
  if (domain.own === undefined) return undefined;
  const policy = domain.own.policy === undefined ? [] : readPolicy(domain.own.policy);
  return policy && judge(policy, callOfDomain(domain, caller));
}
