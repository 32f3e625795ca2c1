import type * as apiGateway from '../aws/api-gateway.ts';
import {
  getDomain,
  listAccessAssociations,
  listDomains,
  listMappings,
  type ResourceOwner,
} from '../aws/api-gateway.ts';
import type { AuditAws } from '../aws/audit-clients.ts';
import { attempt, AwsFailure, given } from '../aws/failure.ts';
import type { AuditedDomain } from '../model/audit-api.ts';
import { canonicalName } from '../model/dns.ts';
import { parseArn } from '../model/target-group.ts';
import { jsonText } from './json-text.ts';

type Domain = Read<'domain'>;

/** What API Gateway says where a mapping has no path, or leaves the stage to the caller. */
const NONE = '(none)';

/** Reads a custom domain, where its paths lead, and the endpoints it may be called by. */
export async function observeAuditedDomain(aws: AuditAws, name: string): Promise<AuditedDomain> {
  const domain = await attempt(async () => toDomain(await findDomain(aws, name)));
  if (domain.kind === 'unread') {
    return domain.problem.kind === 'not-found' ? observeShared(aws, { name, domain }) : nothing(domain);
  }
  const [mappings, associations] = await Promise.all([
    attempt(() => readMappings(aws, domain.value)),
    attempt(() => readAssociations(aws)),
  ]);
  return { domain, mappings, associations };
}

/** Looks for a private one of this name among those of other accounts, where the account has none. */
async function observeShared(
  aws: AuditAws,
  { name, domain }: { readonly name: string; readonly domain: Unread },
): Promise<AuditedDomain> {
  const shared = await attempt(() => findShared(aws, name));
  if (shared.kind === 'unread') return nothing(shared);
  if (shared.value === undefined) return nothing(domain);
  const associations = await attempt(() => readAssociations(aws));
  return { domain, mappings: domain, associations, shared: shared.value };
}

async function findShared(aws: AuditAws, name: string): Promise<AuditedDomain['shared']> {
  const found = await findListed(aws, { name, resourceOwner: 'OTHER_ACCOUNTS' });
  if (found === undefined) return undefined;
  const arn = given(found.domainNameArn, 'domainNameArn');
  return { name, arn, ownerId: parseArn(arn).accountId };
}

function nothing(unread: Unread): AuditedDomain {
  return { domain: unread, mappings: unread, associations: unread };
}

/** A domain that is not private goes by its name. A private one has an id beside it, which only the listing tells. */
async function findDomain(aws: AuditAws, name: string): Promise<apiGateway.DomainName> {
  try {
    return await getDomain(aws, name);
  } catch (error) {
    if (!(error instanceof AwsFailure) || error.problem.kind !== 'not-found') throw error;
    const own = await findListed(aws, { name, resourceOwner: 'SELF' });
    if (own === undefined) throw error;
    return own;
  }
}

async function findListed(
  aws: AuditAws,
  { name, resourceOwner }: { readonly name: string; readonly resourceOwner: ResourceOwner },
): Promise<apiGateway.DomainName | undefined> {
  const domains = await listDomains(aws, resourceOwner);
  return domains.find(({ domainName }) => canonicalName(given(domainName, 'domainName')) === name);
}

function toDomain(raw: apiGateway.DomainName): Domain {
  const endpointTypes = given(raw.endpointConfiguration?.types, 'endpointConfiguration');
  const isPrivate = endpointTypes.includes('PRIVATE');
  const { domainNameId: id, endpointAccessMode: accessMode, routingMode } = raw;
  // All that is said of a private one is said of its ARN.
  const arn = isPrivate ? given(raw.domainNameArn, 'domainNameArn') : raw.domainNameArn;
  const certificateArn = raw.regionalCertificateArn ?? raw.certificateArn;
  return {
    name: canonicalName(given(raw.domainName, 'domainName')),
    ...(id !== undefined && { id }),
    ...(arn !== undefined && { arn }),
    endpointTypes,
    status: given(raw.domainNameStatus, 'domainNameStatus'),
    ...(certificateArn !== undefined && { certificateArn }),
    ...(accessMode !== undefined && { accessMode }),
    ...(routingMode !== undefined && { routingMode }),
    ...(raw.policy !== undefined && raw.policy !== '' && { policy: jsonText(raw.policy) }),
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

async function readAssociations(aws: AuditAws): Promise<Read<'associations'>> {
  return (await listAccessAssociations(aws)).map(({ domainNameArn, accessAssociationSource }) => ({
    endpointId: given(accessAssociationSource, 'accessAssociationSource'),
    domainArn: given(domainNameArn, 'domainNameArn'),
  }));
}

/** What a part of the domain holds once it is read. */
type Read<Part extends 'domain' | 'mappings' | 'associations'> = Extract<
  AuditedDomain[Part],
  { kind: 'read' }
>['value'];
type Unread = Extract<AuditedDomain['domain'], { kind: 'unread' }>;
