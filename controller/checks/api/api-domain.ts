import type { EndpointAudit } from '../../model/audit.ts';
import { canonicalName } from '../../model/dns.ts';
import { type CheckResult, finding, notConfigured, ok, unknown, unread } from '../../model/finding.ts';
import { privateDomain } from './api-call.ts';
import { type Domain, getDomain, getDomains, MIN_DAYS, replaceCertificate, updateDomain } from './api-domain-fix.ts';
import { domainPolicyResults } from './api-domain-policy.ts';
import { mappingResult, noAssociation, ownAssociation } from './api-domain-reach.ts';
import { certificateProblem, covers } from '../load-balancer/certificate.ts';
import { untold } from '../untold.ts';

const CODE = 'API_DOMAIN';

/** A custom domain that exists, with the name that the binding has for it. */
type Asked = { readonly name: string; readonly domain: Domain };

/** API_DOMAIN: the custom domain serves the hostnames, leads to the API and its stage, and may be called through the endpoint. */
export function apiDomain(situation: EndpointAudit): readonly CheckResult[] {
  const { domain: audited, spec } = situation;
  if (spec.audit?.customDomain === undefined || audited === undefined) {
    return [notConfigured(CODE, 'custom domain', 'audit.customDomain')];
  }
  const name = canonicalName(spec.audit.customDomain);
  const hostnames = hostnameResults(situation, name);
  const { mappings, associations, shared } = audited;
  const viaDomain = privateDomain(situation);
  const association =
    viaDomain === undefined
      ? noAssociation(situation, { name, associations })
      : ownAssociation(situation, { ...viaDomain, associations });
  if (shared !== undefined) {
    const why = `It is a private domain of account ${shared.ownerId}, which alone sees its state, certificate, mappings and policy.`;
    return [untold(CODE, name, why), association, ...hostnames];
  }
  if (audited.domain.kind === 'unread') {
    const { problem } = audited.domain;
    return [problem.kind === 'not-found' ? missing(situation, name) : unread(CODE, name, problem), ...hostnames];
  }
  const asked = { name, domain: audited.domain.value };
  return [
    stateResult(situation, asked),
    certificateResult(situation, asked),
    mappingResult(situation, { ...asked, mappings }),
    ...domainPolicyResults(situation),
    association,
    ...hostnames,
  ];
}

function missing(situation: EndpointAudit, name: string): CheckResult {
  return finding(CODE, name, {
    severity: 'crit',
    expected: `API Gateway has the custom domain ${name} of audit.customDomain, or another account shares it.`,
    found: 'There is no such custom domain, public or private.',
    fix: `Make the domain, or correct audit.customDomain. Those of the account:\n${getDomains(situation)}`,
  });
}

function stateResult(situation: EndpointAudit, { name, domain }: Asked): CheckResult {
  const { status, accessMode, endpointTypes } = domain;
  const types = endpointTypes.join(', ');
  const isPrivate = endpointTypes.includes('PRIVATE');
  if (status !== 'AVAILABLE') {
    return finding(CODE, name, {
      severity: 'crit',
      expected: 'The custom domain is AVAILABLE.',
      found: `It is ${status}.`,
      fix: getDomain(situation, domain),
    });
  }
  // Of a private API an edge-optimised domain knows nothing:
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html
  if (!isPrivate && !endpointTypes.includes('REGIONAL')) {
    return finding(CODE, name, {
      severity: 'crit',
      expected: 'The custom domain is REGIONAL or PRIVATE: no other leads to a private API.',
      found: `It is ${types}.`,
      fix: `Make it Regional: that changes what public callers of the name are to resolve to. It is:\n${getDomain(situation, domain)}`,
    });
  }
  // STRICT wants caller and domain of one kind, and an endpoint is private:
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html
  if (accessMode === 'STRICT' && !isPrivate) {
    return finding(CODE, name, {
      severity: 'crit',
      expected:
        'The access mode lets calls in that come through a VPC endpoint: BASIC, for a domain that is not private.',
      found: `The domain is ${types}, and its access mode is STRICT.`,
      fix: updateDomain(situation, domain, { path: '/endpointAccessMode', value: 'BASIC' }),
    });
  }
  return ok(CODE, name, `The domain is ${types} and AVAILABLE.`);
}

function certificateResult(situation: EndpointAudit, { name, domain }: Asked): CheckResult {
  const subject = `certificate of ${name}`;
  const arn = domain.certificateArn;
  if (arn === undefined) return unknown(CODE, subject, 'AWS names no certificate of the domain.');
  const certificate = situation.certificates.get(arn);
  if (certificate === undefined) return unknown(CODE, subject, `The certificate ${arn} was not looked at.`);
  if (certificate.kind === 'unread') return unread(CODE, subject, certificate.problem);
  const problem = certificateProblem(certificate.value, { hostname: name, now: situation.now, minDays: MIN_DAYS });
  if (problem === undefined) return ok(CODE, subject, `${arn} is for the name, and for ${MIN_DAYS} days at least.`);
  return finding(CODE, subject, {
    severity: 'crit',
    expected: `The domain’s certificate is for ${name}, and does not expire within ${MIN_DAYS} days.`,
    found: `The certificate ${arn} ${problem}.`,
    fix: replaceCertificate(situation, { domain, certificateArn: arn }),
  });
}

/** Some hostname of the binding must be one that the custom domain answers to; the others may have domains of their own. */
function hostnameResults(situation: EndpointAudit, customDomain: string): readonly CheckResult[] {
  const names = situation.names.map(({ name }) => name);
  if (names.some((name) => covers([customDomain], name))) return [];
  return names.map((name) =>
    finding(CODE, name, {
      severity: 'err',
      expected: `API Gateway answers to ${name}, which clients call.`,
      found: `audit.customDomain is ${customDomain}.`,
      fix: getDomains(situation),
    }),
  );
}
