import type { EndpointAudit } from '../../model/audit.ts';
import type { Domain } from './api-domain-fix.ts';
import type { Call } from './policy.ts';
import type { Caller } from './policy-conditions.ts';
import type { Called } from './policy-pattern.ts';

/** The API's calls by their ARNs: those of the configured stage, or of every stage. */
export function callsOf(situation: EndpointAudit, restApiId: string): Called {
  const { spec, region, accountId } = situation;
  const [, partition = 'aws'] = spec.targetGroupArn.split(':');
  return callsUnder(situation, `arn:${partition}:execute-api:${region}:${accountId}:${restApiId}/`);
}

/** A call of the API as its own policy sees it, which may use a short form: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html */
export function callOfApi(
  situation: EndpointAudit,
  { restApiId, caller }: { readonly restApiId: string; readonly caller: Caller },
): Call {
  return { caller, resources: [callsOf(situation, restApiId), callsUnder(situation, SHORT_FORM)] };
}

/** A private custom domain by its ARN, as policies have it: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-endpoint-policies.html */
export function callsOfDomain({ arn }: PrivateDomain): Called {
  return { text: arn.replace(':apigateway:', ':execute-api:') };
}

/** A call by a private domain as its own policy sees it, which may use the short form, too: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-custom-domains-tutorial.html */
export function callOfDomain(domain: PrivateDomain, caller: Caller): Call {
  return { caller, resources: [callsOfDomain(domain), { text: SHORT_FORM, slashes: 0 }] };
}

/** A private domain, which policies know by its ARN. `own` is absent where it is another account's. */
export type PrivateDomain = { readonly name: string; readonly arn: string; readonly own?: Domain };

/** The custom domain, if it is private: then the endpoint's policy and its own are asked about it, beside the API. */
export function privateDomain({ domain }: EndpointAudit): PrivateDomain | undefined {
  if (domain === undefined || domain.domain.kind === 'unread') return domain?.shared;
  const own = domain.domain.value;
  const { name, arn, endpointTypes } = own;
  return arn !== undefined && endpointTypes.includes('PRIVATE') ? { name, arn, own } : undefined;
}

const SHORT_FORM = 'execute-api:/';

/** A call is stage, verb and path, with slashes between them. */
function callsUnder({ spec }: EndpointAudit, text: string): Called {
  const stage = spec.audit?.stage;
  return stage === undefined ? { text, slashes: 2 } : { text: `${text}${stage}/`, slashes: 1 };
}
