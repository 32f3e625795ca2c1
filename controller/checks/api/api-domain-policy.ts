import type { EndpointAudit } from '../../model/audit.ts';
import { type CheckResult, unknown, unread } from '../../model/finding.ts';
import { callOfDomain, privateDomain } from './api-call.ts';
import { getDomain, setDomainPolicy } from './api-domain-fix.ts';
import { ownAccess } from './own-access.ts';
import { admitting, whatToChange } from './own-access-fix.ts';
import { judge } from './policy.ts';
import { readPolicy } from './policy-document.ts';

/** The policy of a private domain of the account lets in calls through the endpoint. It is one beside the API's and the endpoint's, and lets in nobody by itself. */
export function domainPolicyResults(situation: EndpointAudit): readonly CheckResult[] {
  const viaDomain = privateDomain(situation);
  const domain = viaDomain?.own;
  if (viaDomain === undefined || domain === undefined) return [];
  const place = { code: 'API_DOMAIN', subject: `policy of ${domain.name}` } as const;
  const policy = domain.policy === undefined ? [] : readPolicy(domain.policy);
  if (policy === undefined) return [unknown(place.code, place.subject, 'The domain’s policy cannot be read as one.')];
  const { source } = situation;
  if (source.kind === 'unread') return [unread(place.code, place.subject, source.problem)];

  const { id, vpcId } = source.value.endpoint;
  const through = `${id} in ${vpcId}`;
  const call = callOfDomain(viaDomain, { endpointId: id, vpcId });
  const verdict = judge(policy, call);
  const text = admitting(domain.policy, call);
  const fix =
    text === undefined
      ? `${whatToChange(verdict, call.caller)}\n${getDomain(situation, domain)}`
      : `This lets in calls through ${through}, and leaves the rest of the policy as it is:\n${setDomainPolicy(situation, { domain, text })}`;
  return [ownAccess({ ...place, policy, verdict, whose: 'The private domain’s', through, fix })];
}
