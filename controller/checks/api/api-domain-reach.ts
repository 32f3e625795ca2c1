import type { EndpointAudit } from '../../model/audit.ts';
import type { AuditedDomain } from '../../model/audit-api.ts';
import { type CheckResult, finding, notConfigured, ok, unread } from '../../model/finding.ts';
import { type Domain, map } from './api-domain-fix.ts';
import { awsCommand } from '../command.ts';
import { untold } from '../untold.ts';

const CODE = 'API_DOMAIN';

/** A custom domain that exists, with the name that the binding has for it. */
type Asked = { readonly name: string; readonly domain: Domain };

type Mapping = Extract<AuditedDomain['mappings'], { kind: 'read' }>['value'][number];

/** The domain leads to the API, on whatever base path. */
export function mappingResult(
  situation: EndpointAudit,
  { name, domain, mappings }: Asked & Pick<AuditedDomain, 'mappings'>,
): CheckResult {
  const { restApiId, stage } = situation.spec.audit ?? {};
  const subject = `mappings of ${name}`;
  if (restApiId === undefined) return notConfigured(CODE, subject, 'audit.restApiId');
  if (domain.routingMode?.startsWith('ROUTING_RULE') === true) {
    return untold(CODE, subject, `Its routing mode is ${domain.routingMode}, and routing rules are not read.`);
  }
  if (mappings.kind === 'unread') return unread(CODE, subject, mappings.problem);
  const wanted = stage === undefined ? restApiId : `${restApiId}/${stage}`;
  const mapping = mappings.value.find(
    (one) => one.restApiId === restApiId && (stage === undefined || one.stage === '' || one.stage === stage),
  );
  if (mapping !== undefined) {
    return ok(CODE, subject, `${mappingText(mapping)}.`);
  }
  const seen = mappings.value.map(mappingText);
  return finding(CODE, subject, {
    severity: 'crit',
    expected: `A base path mapping leads from the domain to ${wanted}.`,
    found: seen.length === 0 ? 'There is no mapping.' : `${seen.join(', ')}.`,
    fix: map(situation, { domain, restApiId, mappings: mappings.value }),
  });
}

/** A mapping without a stage leaves it to the caller, as the first part of the path. */
function mappingText({ path, restApiId, stage }: Mapping): string {
  return `/${path} leads to ${restApiId}${stage === '' ? ', whatever stage the caller names' : `/${stage}`}`;
}

type Associated = { readonly name: string } & Pick<AuditedDomain, 'associations'>;

/** A private domain answers through associated endpoints alone. */
export function ownAssociation(
  { spec, region }: EndpointAudit,
  { name, arn, associations: reading }: Associated & { readonly arn: string },
): CheckResult {
  const endpointId = spec.source.vpcEndpointId;
  if (reading.kind === 'unread') return unread(CODE, endpointId, reading.problem);
  const seen = reading.value.filter(({ domainArn }) => domainArn === arn).map((association) => association.endpointId);
  if (seen.includes(endpointId)) return ok(CODE, endpointId, `${name} is associated with it.`);
  return finding(CODE, endpointId, {
    severity: 'crit',
    expected: `The private domain ${name} has an access association with ${endpointId}.`,
    found: seen.length === 0 ? 'It has none.' : `It has associations with ${seen.join(', ')}.`,
    fix: awsCommand(
      'apigateway create-domain-name-access-association',
      {
        'domain-name-arn': arn,
        'access-association-source-type': 'VPCE',
        'access-association-source': endpointId,
      },
      region,
    ),
  });
}

/** The endpoint of a domain that is not private has no association. AWS warns against one endpoint for public and private domains: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-custom-domains.html */
export function noAssociation(
  { spec, region }: EndpointAudit,
  { name, associations: reading }: Associated,
): CheckResult {
  const endpointId = spec.source.vpcEndpointId;
  if (reading.kind === 'unread') return unread(CODE, endpointId, reading.problem);
  const arns = reading.value.filter((one) => one.endpointId === endpointId).map(({ domainArn }) => domainArn);
  if (arns.length === 0) return ok(CODE, endpointId, `No private domain is associated with it, beside ${name}.`);
  return finding(CODE, endpointId, {
    severity: 'err',
    expected: `${endpointId} is called by ${name}, which is not private, and is associated with no private domain.`,
    found: `It is associated with ${arns.join(', ')}.`,
    fix: `Associate these private domains with an endpoint of their own, and then delete their associations with this one. All there are:\n${awsCommand('apigateway get-domain-name-access-associations', {}, region)}`,
  });
}
