import type * as apiGateway from '../aws/api-gateway.ts';
import { getDomain, listAccessAssociations, listDomains, listMappings } from '../aws/api-gateway.ts';
import type { AuditAws } from '../aws/audit-clients.ts';
import { attempt, AwsFailure, given } from '../aws/failure.ts';
import type { AuditedDomain } from '../model/audit.ts';
import { canonicalName } from '../model/dns.ts';

type Domain = Read<'domain'>;

/** What API Gateway says where a mapping has no path, or leaves the stage to the caller. */
const NONE = '(none)';

/** Reads a custom domain, where its paths lead, and the endpoints it may be called by. */
export async function observeAuditedDomain(aws: AuditAws, name: string): Promise<AuditedDomain> {
  const domain = await attempt(async () => toDomain(await findDomain(aws, name)));
  if (domain.kind === 'unread') return { domain, mappings: domain, associations: domain };
  const [mappings, associations] = await Promise.all([
    attempt(() => readMappings(aws, domain.value)),
    attempt(() => readAssociations(aws, domain.value)),
  ]);
  return { domain, mappings, associations };
}

/** A domain that is not private goes by its name. A private one has an id beside it, which only the listing tells. */
async function findDomain(aws: AuditAws, name: string): Promise<apiGateway.DomainName> {
  try {
    return await getDomain(aws, name);
  } catch (error) {
    if (!(error instanceof AwsFailure) || error.problem.kind !== 'not-found') throw error;
    const domains = await listDomains(aws);
    const own = domains.find(({ domainName }) => canonicalName(given(domainName, 'domainName')) === name);
    if (own === undefined) throw error;
    return own;
  }
}

function toDomain(raw: apiGateway.DomainName): Domain {
  const endpointTypes = given(raw.endpointConfiguration?.types, 'endpointConfiguration');
  const { domainNameId: id, domainNameArn: arn, endpointAccessMode: accessMode } = raw;
  const certificateArn = raw.regionalCertificateArn ?? raw.certificateArn;
  return {
    name: canonicalName(given(raw.domainName, 'domainName')),
    ...(id !== undefined && { id }),
    ...(arn !== undefined && { arn }),
    endpointTypes,
    status: given(raw.domainNameStatus, 'domainNameStatus'),
    ...(certificateArn !== undefined && { certificateArn }),
    ...(accessMode !== undefined && { accessMode }),
  };
}

async function readMappings(aws: AuditAws, { name, id }: Domain): Promise<Read<'mappings'>> {
  const mappings = await listMappings(aws, { domainName: name, ...(id !== undefined && { domainNameId: id }) });
  return mappings.map(({ basePath = NONE, restApiId, stage = NONE }) => ({
    path: basePath === NONE ? '' : basePath,
    restApiId: given(restApiId, 'restApiId'),
    stage: stage === NONE ? '' : stage,
  }));
}

async function readAssociations(aws: AuditAws, { arn, endpointTypes }: Domain): Promise<Read<'associations'>> {
  if (!endpointTypes.includes('PRIVATE')) return [];
  const own = given(arn, 'domainNameArn');
  return (await listAccessAssociations(aws))
    .filter(({ domainNameArn }) => domainNameArn === own)
    .map(({ accessAssociationSource }) => ({
      endpointId: given(accessAssociationSource, 'accessAssociationSource'),
    }));
}

/** What a part of the domain holds once it is read. */
type Read<Part extends keyof AuditedDomain> = Extract<AuditedDomain[Part], { kind: 'read' }>['value'];
