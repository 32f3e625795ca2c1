import type { AuditedDomain, AuditSituation } from '../../model/audit.ts';
import { type CheckResult, finding, notConfigured, ok, unread } from '../../model/finding.ts';
import { type Domain, map } from './api-domain-fix.ts';
import { awsCommand } from '../command.ts';

const CODE = 'API_DOMAIN';

/** A custom domain that exists, with the name that the binding has for it. */
type Asked = { readonly name: string; readonly domain: Domain };

type Mapping = Extract<AuditedDomain['mappings'], { kind: 'read' }>['value'][number];

/** The domain leads to the API, on whatever base path. */
export function mappingResult(
  situation: AuditSituation,
  { name, domain, mappings }: Asked & Pick<AuditedDomain, 'mappings'>,
): CheckResult {
  const { restApiId, stage } = situation.spec.audit ?? {};
  const subject = `mappings of ${name}`;
  if (restApiId === undefined) return notConfigured(CODE, subject, 'audit.restApiId');
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

/**
 * A private domain answers through associated endpoints alone. Whether another, private domain is associated with the
 * endpoint, beside a Regional one that is called through it, is not seen from here: only the domain's own are listed.
 */
export function associationResults(
  situation: AuditSituation,
  { name, domain, associations }: Asked & Pick<AuditedDomain, 'associations'>,
): readonly CheckResult[] {
  if (!domain.endpointTypes.includes('PRIVATE')) return [];
  const endpointId = situation.spec.source.vpcEndpointId;
  if (associations.kind === 'unread') return [unread(CODE, endpointId, associations.problem)];
  const seen = associations.value.map((association) => association.endpointId);
  if (seen.includes(endpointId)) return [ok(CODE, endpointId, `${name} is associated with it.`)];
  return [
    finding(CODE, endpointId, {
      severity: 'crit',
      expected: `The private domain ${name} has an access association with ${endpointId}.`,
      found: seen.length === 0 ? 'It has none.' : `It has associations with ${seen.join(', ')}.`,
      fix: awsCommand(
        'apigateway create-domain-name-access-association',
        {
          'domain-name-arn': domain.arn ?? 'DOMAIN-NAME-ARN',
          'access-association-source-type': 'VPCE',
          'access-association-source': endpointId,
        },
        situation.region,
      ),
    }),
  ];
}
