import { read } from '../../../controller/model/reading.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import type { AuditedDomain } from '../../../controller/model/audit-api.ts';
import { ACCOUNT, apiWith, domainWith, failed, HOST, REGION, situation, sourceWith, valueOf } from './situation.ts';

type Json = Readonly<Record<string, unknown>>;

/** A statement that lets everybody call everything, with overrides. */
export function allow(over: Json = {}): Json {
  return { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*', ...over };
}

/** The same as a deny, under a condition. */
export function deny(condition: Json = {}, over: Json = {}): Json {
  return allow({ Effect: 'Deny', Condition: condition, ...over });
}

/** The text of a policy of some statements. */
export function policyText(...statements: readonly unknown[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** The healthy situation with another policy of the API; without one, with none. */
export function withApiPolicy(policy: string | undefined, base: EndpointAudit = situation()): EndpointAudit {
  const { policy: _, ...restApi } = valueOf(apiWith().restApi);
  return { ...base, api: apiWith({ restApi: read({ ...restApi, ...(policy !== undefined && { policy }) }) }) };
}

/** The healthy situation with another policy of the endpoint. */
export function withEndpointPolicy(policy: string, base: EndpointAudit = situation()): EndpointAudit {
  return { ...base, source: read(sourceWith({ policy })) };
}

/** A private domain as API Gateway and as policies name it. */
export const DOMAIN_ARN = `arn:aws:apigateway:${REGION}:${ACCOUNT}:/domainnames/${HOST}+abcd1234`;
export const DOMAIN_CALLS = DOMAIN_ARN.replace(':apigateway:', ':execute-api:');

type Domain = Extract<AuditedDomain['domain'], { kind: 'read' }>['value'];

/** The healthy situation with a private domain, which has no policy unless one is given. */
export function withPrivateDomain(over: Partial<Domain>, rest: Partial<AuditedDomain> = {}): EndpointAudit {
  const asPrivate = { endpointTypes: ['PRIVATE'], id: 'abcd1234', arn: DOMAIN_ARN, accessMode: 'STRICT' };
  const domain = read({ ...valueOf(domainWith().domain), ...asPrivate, ...over });
  return situation({ domain: domainWith({ domain, ...rest }) });
}

/** The healthy situation with a private domain that another account shares. */
export function withSharedDomain(rest: Partial<AuditedDomain> = {}): EndpointAudit {
  const missing = failed('not-found');
  const shared = { name: HOST, arn: DOMAIN_ARN.replace(ACCOUNT, '999988887777'), ownerId: '999988887777' };
  return situation({ domain: domainWith({ domain: missing, mappings: missing, shared, ...rest }) });
}
