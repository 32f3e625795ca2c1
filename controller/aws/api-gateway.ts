import {
  type BasePathMapping,
  type DomainName,
  type DomainNameAccessAssociation,
  GetBasePathMappingsCommand,
  GetDomainNameAccessAssociationsCommand,
  GetDomainNameCommand,
  GetDomainNamesCommand,
  GetRestApiCommand,
  GetStageCommand,
  GetVpcLinksCommand,
  type RestApi,
  type Stage,
  type VpcLink,
} from '@aws-sdk/client-api-gateway';
import type { AuditAws } from './audit-clients.ts';
import { callOptions } from './clients.ts';
import { doing } from './failure.ts';
import { readAllPages } from './paging.ts';

export type { BasePathMapping, DomainName, RestApi, Stage, VpcLink } from '@aws-sdk/client-api-gateway';

type ApiGateway = Pick<AuditAws, 'apiGateway' | 'signal'>;

/** The most that API Gateway lists at once. */
const PAGE_SIZE = 500;

/** A REST API, by id. */
export function getRestApi(aws: ApiGateway, restApiId: string): Promise<RestApi> {
  return doing(`reading the REST API ${restApiId}`, () =>
    aws.apiGateway.send(new GetRestApiCommand({ restApiId }), callOptions(aws)),
  );
}

/** A stage of a REST API, by name. */
export function getStage(aws: ApiGateway, restApiId: string, stageName: string): Promise<Stage> {
  return doing(`reading the stage ${stageName} of the REST API ${restApiId}`, () =>
    aws.apiGateway.send(new GetStageCommand({ restApiId, stageName }), callOptions(aws)),
  );
}

/** The Regional or edge-optimised custom domain of a name. A private one is not found without its id. */
export function getDomain(aws: ApiGateway, domainName: string): Promise<DomainName> {
  return doing(`reading the custom domain ${domainName}`, () =>
    aws.apiGateway.send(new GetDomainNameCommand({ domainName }), callOptions(aws)),
  );
}

// API Gateway leaves `items` out of a list that is empty, so here a missing list is one:
// https://github.com/aws/aws-sdk-js/issues/1416

/** Whose domains to list: the account's own, or private ones that others share with it. */
export type ResourceOwner = 'SELF' | 'OTHER_ACCOUNTS';

/** Every custom domain of an owner, private ones among them. Of others' only name, id and ARN are shown. */
export function listDomains(aws: ApiGateway, resourceOwner: ResourceOwner): Promise<readonly DomainName[]> {
  const whose = resourceOwner === 'SELF' ? 'the custom domains' : 'the custom domains that other accounts share';
  return doing(`listing ${whose}`, () =>
    readAllPages(async (position) => {
      const { items = [], position: next } = await aws.apiGateway.send(
        new GetDomainNamesCommand({ resourceOwner, limit: PAGE_SIZE, position }),
        callOptions(aws),
      );
      return { items, next };
    }),
  );
}

/** Where the paths of a custom domain lead. A private one needs its id. */
export function listMappings(
  aws: ApiGateway,
  domain: { readonly domainName: string; readonly domainNameId?: string },
): Promise<readonly BasePathMapping[]> {
  return doing(`listing the base path mappings of ${domain.domainName}`, () =>
    readAllPages(async (position) => {
      const { items = [], position: next } = await aws.apiGateway.send(
        new GetBasePathMappingsCommand({ ...domain, limit: PAGE_SIZE, position }),
        callOptions(aws),
      );
      return { items, next };
    }),
  );
}

/** Which endpoints the account associated with which private custom domains, whosever they are. */
export function listAccessAssociations(aws: ApiGateway): Promise<readonly DomainNameAccessAssociation[]> {
  return doing('listing the access associations of private custom domains', () =>
    readAllPages(async (position) => {
      const { items = [], position: next } = await aws.apiGateway.send(
        new GetDomainNameAccessAssociationsCommand({ resourceOwner: 'SELF', limit: PAGE_SIZE, position }),
        callOptions(aws),
      );
      return { items, next };
    }),
  );
}

/** Every VPC link of REST APIs, which is one of the first kind. Those of the second kind are listed by another API. */
export function listVpcLinks(aws: ApiGateway): Promise<readonly VpcLink[]> {
  return doing('listing the VPC links', () =>
    readAllPages(async (position) => {
      const { items = [], position: next } = await aws.apiGateway.send(
        new GetVpcLinksCommand({ limit: PAGE_SIZE, position }),
        callOptions(aws),
      );
      return { items, next };
    }),
  );
}
