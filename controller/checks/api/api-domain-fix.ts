import type { EndpointAudit } from '../../model/audit.ts';
import type { AuditedDomain } from '../../model/audit-api.ts';
import { certificateProblem } from '../load-balancer/certificate.ts';
import { awsCommand } from '../command.ts';
import { replacePolicy } from './policy-change.ts';

/** A custom domain that was read. */
export type Domain = Extract<AuditedDomain['domain'], { kind: 'read' }>['value'];

/** A certificate that is to be renewed by itself should have been by then: ACM begins 60 days before the end. https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html */
export const MIN_DAYS = 30;

/** The command that shows a domain, with AWS's own account of its status. */
export function getDomain({ region }: EndpointAudit, domain: Domain): string {
  return awsCommand('apigateway get-domain-name', optionsOf(domain), region);
}

/** The command that shows where a domain leads. */
export function getMappings({ region }: EndpointAudit, domain: Domain): string {
  return awsCommand('apigateway get-base-path-mappings', optionsOf(domain), region);
}

/** The command that shows which names API Gateway answers to. */
export function getDomains({ region }: EndpointAudit): string {
  return awsCommand('apigateway get-domain-names', {}, region);
}

/** The command that replaces the policy of a private domain. */
export function setDomainPolicy(
  { region }: EndpointAudit,
  { domain, text }: { readonly domain: Domain; readonly text: string },
): string {
  const options = { ...optionsOf(domain), 'patch-operations': replacePolicy(text) };
  return awsCommand('apigateway update-domain-name', options, region);
}

/** The command that changes one property of a domain. */
export function updateDomain(
  { region }: EndpointAudit,
  domain: Domain,
  { path, value }: { readonly path: string; readonly value: string },
): string {
  const options = { ...optionsOf(domain), 'patch-operations': `op=replace,path=${path},value=${value}` };
  return awsCommand('apigateway update-domain-name', options, region);
}

/** The command that gives a domain a certificate that fits, if the audit saw one; else the one that shows why its own is not renewed. */
export function replaceCertificate(
  situation: EndpointAudit,
  { domain, certificateArn }: { readonly domain: Domain; readonly certificateArn: string },
): string {
  const value = fittingCertificate(situation, domain.name);
  if (value !== undefined) {
    const path = domain.endpointTypes.includes('REGIONAL') ? '/regionalCertificateArn' : '/certificateArn';
    return updateDomain(situation, domain, { path, value });
  }
  return awsCommand('acm describe-certificate', { 'certificate-arn': certificateArn }, situation.region);
}

type Mapped = {
  readonly domain: Domain;
  readonly restApiId: string;
  readonly mappings: readonly { readonly path: string }[];
};

/** The command that leads the domain's root to the API: it changes the mapping there, or makes one. */
export function map({ spec, region }: EndpointAudit, { domain, restApiId, mappings }: Mapped): string {
  const stage = spec.audit?.stage;
  if (mappings.some(({ path }) => path === '')) {
    const operations = [
      `op=replace,path=/restapiId,value=${restApiId}`,
      ...(stage === undefined ? [] : [`op=replace,path=/stage,value=${stage}`]),
    ];
    const options = { ...optionsOf(domain), 'base-path': '(none)', 'patch-operations': operations };
    return awsCommand('apigateway update-base-path-mapping', options, region);
  }
  const options = { ...optionsOf(domain), 'rest-api-id': restApiId, ...(stage !== undefined && { stage }) };
  return awsCommand('apigateway create-base-path-mapping', options, region);
}

/** A private domain needs its id: without it the command is about a public domain of the same name. */
function optionsOf({ name, id }: Domain): Readonly<Record<string, string>> {
  return { 'domain-name': name, ...(id !== undefined && { 'domain-name-id': id }) };
}

function fittingCertificate({ certificates, now }: EndpointAudit, hostname: string): string | undefined {
  const read = [...certificates.values()].flatMap((reading) => (reading.kind === 'read' ? [reading.value] : []));
  return read.find((one) => certificateProblem(one, { hostname, now, minDays: MIN_DAYS }) === undefined)?.arn;
}
