import * as apis from '../world/apis.ts';
import { type CertificateStatus, createCertificate } from '../world/certificates.ts';
import type { World } from '../world/state.ts';
import { lookUp } from './views.ts';

/** A resource policy as a test says it: the document, or JSON text that may be broken. */
type PolicyInput = object | string;

/** REST APIs, custom domains and certificates, without a trace in `calls`. */
export type ApiVerbs = {
  /** Returns its id. It is deployed to a stage, `prod` unless given. */
  readonly createRestApi: (options?: {
    readonly name?: string;
    readonly endpointType?: apis.EndpointType;
    readonly endpointIds?: readonly string[];
    readonly policy?: PolicyInput;
    readonly stage?: string;
    readonly ownerId?: string;
    readonly region?: string;
  }) => string;
  /** Changes the policy, or takes it away. Nobody can read whether it was deployed since. */
  readonly setApiPolicy: (apiId: string, policy: PolicyInput | undefined) => void;
  readonly setApiEndpoints: (apiId: string, endpointIds: readonly string[]) => void;
  /** Deploys to a stage, made where it is missing. */
  readonly deployApi: (apiId: string, stage: string) => void;
  readonly deleteStage: (apiId: string, stage: string) => void;
  readonly deleteRestApi: (apiId: string) => void;
  /** Returns its ARN; the domain is private unless its type is given. A private one has an id besides. */
  readonly createDomain: (options: {
    readonly name: string;
    readonly certificateArn: string;
    readonly endpointType?: apis.EndpointType;
    readonly mappings?: readonly apis.Mapping[];
    readonly accessMode?: 'BASIC' | 'STRICT';
    readonly routingMode?: apis.RoutingMode;
    readonly policy?: PolicyInput;
    readonly sharedWith?: readonly string[];
    readonly ownerId?: string;
    readonly region?: string;
  }) => { readonly arn: string; readonly id?: string };
  readonly setDomain: (
    arn: string,
    changes: Partial<
      Pick<apis.Domain, 'status' | 'certificateArn' | 'accessMode' | 'mappings' | 'routingMode' | 'policy'>
    >,
  ) => void;
  readonly deleteDomain: (arn: string) => void;
  /** Lets an endpoint call a private domain. Returns the ARN of the association. */
  readonly allowEndpoint: (domainArn: string, endpointId: string, ownerId?: string) => string;
  readonly forbidEndpoint: (associationArn: string) => void;
  /** Returns its ARN. Issued, and valid for a year, unless said otherwise; the domain name is always among its names. */
  readonly createCertificate: (options: {
    readonly domainName: string;
    readonly names?: readonly string[];
    readonly status?: CertificateStatus;
    readonly notAfter?: Date;
    readonly ownerId?: string;
    readonly region?: string;
  }) => string;
  readonly setCertificate: (
    arn: string,
    changes: { readonly status?: CertificateStatus; readonly notAfter?: Date },
  ) => void;
  readonly deleteCertificate: (arn: string) => void;
};

const YEAR_MS = 365 * 86_400_000;

export function createApiVerbs(world: World): ApiVerbs {
  const { account, region } = world.settings;
  const owner = { ownerId: account, region };
  return {
    createRestApi: ({ policy, stage = 'prod', ...options } = {}) => {
      const api = apis.createRestApi(world, {
        ...owner,
        name: 'api',
        endpointType: 'PRIVATE',
        endpointIds: [],
        ...options,
        policy: textOf(policy),
      });
      apis.deploy(world, api, stage);
      return api.id;
    },
    setApiPolicy: (id, policy) => {
      lookUp(world.restApis, id).policy = textOf(policy);
    },
    setApiEndpoints: (id, endpointIds) => {
      lookUp(world.restApis, id).endpointIds = endpointIds;
    },
    deployApi: (id, stage) => {
      apis.deploy(world, lookUp(world.restApis, id), stage);
    },
    deleteStage: (id, stage) => {
      lookUp(world.restApis, id).stages.delete(stage);
    },
    deleteRestApi: (id) => {
      world.restApis.delete(lookUp(world.restApis, id).id);
    },
    createDomain: ({ sharedWith = [], policy, ...options }) => {
      const { arn, id } = apis.createDomain(world, {
        ...owner,
        endpointType: 'PRIVATE',
        status: 'AVAILABLE',
        mappings: [],
        routingMode: 'BASE_PATH_MAPPING_ONLY',
        ...options,
        policy: textOf(policy),
        sharedWith: new Set(sharedWith),
      });
      return { arn, ...(id !== undefined && { id }) };
    },
    setDomain: (arn, changes) => {
      Object.assign(lookUp(world.domains, arn), changes);
    },
    deleteDomain: (arn) => {
      world.domains.delete(lookUp(world.domains, arn).arn);
    },
    allowEndpoint: (domainArn, endpointId, ownerId = account) =>
      apis.createAccessAssociation(world, { domain: lookUp(world.domains, domainArn), endpointId, ownerId }).arn,
    forbidEndpoint: (arn) => {
      world.accessAssociations.delete(lookUp(world.accessAssociations, arn).arn);
    },
    createCertificate: ({ domainName, names = [], status = 'ISSUED', notAfter, ...options }) =>
      createCertificate(world, {
        ...owner,
        ...options,
        domainName,
        names: [...new Set([domainName, ...names])],
        status,
        notAfter: notAfter?.getTime() ?? (status === 'ISSUED' ? world.now + YEAR_MS : undefined),
      }).arn,
    setCertificate: (arn, { status, notAfter }) => {
      const certificate = lookUp(world.certificates, arn);
      certificate.status = status ?? certificate.status;
      certificate.notAfter = notAfter?.getTime() ?? certificate.notAfter;
    },
    deleteCertificate: (arn) => {
      world.certificates.delete(lookUp(world.certificates, arn).arn);
    },
  };
}

function textOf(policy: PolicyInput | undefined): string | undefined {
  return typeof policy === 'object' ? JSON.stringify(policy) : policy;
}
