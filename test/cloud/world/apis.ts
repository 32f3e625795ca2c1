import type { World } from './state.ts';

export type EndpointType = 'PRIVATE' | 'REGIONAL' | 'EDGE';

/** A REST API of API Gateway. */
export type RestApi = {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly ownerId: string;
  readonly createdAt: number;
  readonly endpointType: EndpointType;
  /** Endpoints it is associated with, which give it names of their own. */
  endpointIds: readonly string[];
  /** Its resource policy, as JSON. A stage goes on with the one it was deployed with. */
  policy?: string | undefined;
  /** Deployment ids, by the name of the stage. */
  readonly stages: Map<string, string>;
};

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-mode.html */
export type RoutingMode = 'BASE_PATH_MAPPING_ONLY' | 'ROUTING_RULE_ONLY' | 'ROUTING_RULE_THEN_BASE_PATH_MAPPING';

/** A custom domain name. Only a private one has an id; public and private ones may share a name. */
export type Domain = {
  readonly arn: string;
  readonly name: string;
  readonly id?: string;
  readonly region: string;
  readonly ownerId: string;
  readonly endpointType: EndpointType;
  /** Accounts that a private one is shared with. */
  readonly sharedWith: ReadonlySet<string>;
  certificateArn: string;
  status: string;
  accessMode?: 'BASIC' | 'STRICT' | undefined;
  /** Whether the mappings lead to APIs, or routing rules, which are none of this world's. */
  routingMode: RoutingMode;
  /** The resource policy of a private one, as JSON. Without one it lets nobody in. */
  policy?: string | undefined;
  mappings: readonly Mapping[];
};

/** Where a path of a domain leads. The path of the root is empty. */
export type Mapping = { readonly path: string; readonly apiId: string; readonly stage: string };

/** Lets an endpoint call a private domain. */
export type AccessAssociation = {
  readonly arn: string;
  readonly domainArn: string;
  readonly endpointId: string;
  readonly region: string;
  readonly ownerId: string;
};

export type NewRestApi = Pick<RestApi, 'name' | 'region' | 'ownerId' | 'endpointType' | 'endpointIds' | 'policy'>;
export type NewDomain = Omit<Domain, 'arn' | 'id'>;

export function createRestApi(world: World, options: NewRestApi): RestApi {
  const api: RestApi = { id: shortId(world), ...options, createdAt: world.now, stages: new Map() };
  world.restApis.set(api.id, api);
  return api;
}

/** Deploys an API to a stage, as a new deployment. */
export function deploy(world: World, api: RestApi, stage: string): void {
  api.stages.set(stage, shortId(world));
}

/** The ARN of a private one ends with its id, that of a public one has no account: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-custom-domains.html */
export function createDomain(world: World, options: NewDomain): Domain {
  const { name, region, ownerId } = options;
  const id = options.endpointType === 'PRIVATE' ? shortId(world) : undefined;
  const resource = `/domainnames/${name}`;
  const domain: Domain = {
    arn:
      id === undefined
        ? `arn:aws:apigateway:${region}::${resource}`
        : `arn:aws:apigateway:${region}:${ownerId}:${resource}+${id}`,
    ...(id !== undefined && { id }),
    ...options,
  };
  world.domains.set(domain.arn, domain);
  return domain;
}

export function createAccessAssociation(
  world: World,
  { domain, endpointId, ownerId }: { readonly domain: Domain; readonly endpointId: string; readonly ownerId: string },
): AccessAssociation {
  const { arn: domainArn, name, region } = domain;
  const path = `/domainnameaccessassociations/domainname/${name}/vpcesource/${endpointId}`;
  const arn = `arn:aws:apigateway:${region}:${ownerId}:${path}`;
  const association: AccessAssociation = { arn, domainArn, endpointId, region, ownerId };
  world.accessAssociations.set(arn, association);
  return association;
}

function shortId(world: World): string {
  return world.ids.hash().slice(0, 10);
}
