import type { AuditSituation } from '../../model/audit.ts';
import { canonicalName } from '../../model/dns.ts';
import { type CheckResult, finding, notConfigured, ok, unknown, unread } from '../../model/finding.ts';
import {
  createDomain,
  type Domain,
  getDomain,
  getDomains,
  MIN_DAYS,
  replaceCertificate,
  updateDomain,
} from './api-domain-fix.ts';
import { associationResults, mappingResult } from './api-domain-reach.ts';
import { certificateProblem, covers } from '../load-balancer/certificate.ts';

const CODE = 'API_DOMAIN';

/** A custom domain that exists, with the name that the binding has for it. */
type Asked = { readonly name: string; readonly domain: Domain };

/** API_DOMAIN: the custom domain serves the hostnames, leads to the API and its stage, and may be called through the endpoint. */
export function apiDomain(situation: AuditSituation): readonly CheckResult[] {
  const { domain: audited, spec } = situation;
  if (spec.audit?.customDomain === undefined || audited === undefined) {
    return [notConfigured(CODE, 'custom domain', 'audit.customDomain')];
  }
  const name = canonicalName(spec.audit.customDomain);
  const hostnames = hostnameResults(situation, name);
  if (audited.domain.kind === 'unread') {
    const { problem } = audited.domain;
    if (problem.kind !== 'not-found') return [unread(CODE, name, problem), ...hostnames];
    return [
      finding(CODE, name, {
        severity: 'crit',
        expected: `API Gateway has the custom domain ${name} of audit.customDomain.`,
        found: 'There is no such custom domain.',
        fix: createDomain(situation, name),
      }),
      ...hostnames,
    ];
  }
  const asked = { name, domain: audited.domain.value };
  return [
    stateResult(situation, asked),
    certificateResult(situation, asked),
    mappingResult(situation, { ...asked, mappings: audited.mappings }),
    ...associationResults(situation, { ...asked, associations: audited.associations }),
    ...hostnames,
  ];
}

function stateResult(situation: AuditSituation, { name, domain }: Asked): CheckResult {
  const { status, accessMode, endpointTypes } = domain;
  const types = endpointTypes.join(', ');
  if (status !== 'AVAILABLE') {
    return finding(CODE, name, {
      severity: 'crit',
      expected: 'The custom domain is AVAILABLE.',
      found: `It is ${status}.`,
      fix: getDomain(situation, domain),
    });
  }
  // STRICT wants caller and domain of one kind, and an endpoint is private:
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html
  if (accessMode === 'STRICT' && !endpointTypes.includes('PRIVATE')) {
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

function certificateResult(situation: AuditSituation, { name, domain }: Asked): CheckResult {
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
    fix: replaceCertificate(situation, domain),
  });
}

/** Some hostname of the binding must be one that the custom domain answers to; the others may have domains of their own. */
function hostnameResults(situation: AuditSituation, customDomain: string): readonly CheckResult[] {
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
