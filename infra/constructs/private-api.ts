import { createHash } from 'node:crypto';
import { Stack } from 'aws-cdk-lib';
import {
  ApiDefinition,
  BasePathMapping,
  DomainName,
  EndpointType,
  type RestApiBase,
  RestApi,
  SecurityPolicy,
  SpecRestApi,
  type StageOptions,
} from 'aws-cdk-lib/aws-apigateway';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { addGreeting } from '../backends/greeting.ts';
import type { Deployment } from '../settings.ts';
import { acknowledge } from './acknowledge.ts';
import type { ApiEndpoint } from './api-endpoint.ts';
import type { Network } from './network.ts';

const LEFT_TO_THE_API = {
  'AwsSolutions-APIG1': 'Access logs need the account’s API Gateway role, which a stack must not set for everybody.',
  'AwsSolutions-APIG2': 'What a request must look like is the matter of the API behind; the built-in one takes none.',
  'AwsSolutions-APIG3': 'A web ACL would see the load balancer’s addresses, never the client’s.',
  'AwsSolutions-APIG4': 'Network and resource policy decide who may call; who may do what is the API’s own matter.',
  'AwsSolutions-APIG6': 'Execution logs need the account’s API Gateway role, which a stack must not set for everybody.',
  'AwsSolutions-COG4': 'Network and resource policy decide who may call; the built-in API serves nothing secret.',
};

export type PrivateApiProps = {
  readonly network: Network;
  readonly endpoint: ApiEndpoint;
  readonly settings: Deployment['api'];
  readonly name: string;
  /** The hostname that the API answers to, with its certificate. Without: its own name alone. */
  readonly domain?: { readonly name: string; readonly certificate: ICertificate };
};

/** A private REST API that lets in the endpoint's VPC, or the endpoint alone, and whoever else the settings name. */
export class PrivateApi extends Construct {
  /** Where clients find it, with a slash at the end. */
  readonly url: string;
  /** The name in that URL: what a client's TLS and Host header must say, whatever address it connects to. */
  readonly hostname: string;
  /** The path in that URL. */
  readonly root: string;
  readonly restApiId: string;

  constructor(scope: Construct, id: string, { network, endpoint, settings, name, domain }: PrivateApiProps) {
    super(scope, id);
    const { stageName } = settings;
    const common = {
      restApiName: name,
      endpointTypes: [EndpointType.PRIVATE],
      // Without one a private API cannot even be deployed.
      policy: policyOf(settings, { vpcId: network.vpc.vpcId, endpointId: endpoint.endpointId }),
      deployOptions: { stageName } satisfies StageOptions,
      // The role that API Gateway logs with is the account's, not this stack's to set.
      cloudWatchRole: false,
    };
    const api = settings.openApi === undefined ? this.greetingApi(common) : this.openApi(common, settings.openApi);
    // A policy that is not deployed is not in force: the console shows the new, callers meet the old. CDK makes a new
    // deployment when the API's text changes, but a Ref to a replaced endpoint is the same text.
    if (settings.access === 'endpoint' && endpoint.resource !== undefined) {
      // Another CIDR makes another VPC, and another endpoint, under the same Ref.
      api.latestDeployment?.addToLogicalId({ endpoint: fingerprint(endpoint.resource), cidr: network.cidr });
    }

    const own = `${api.restApiId}.execute-api.${Stack.of(this).region}.${Stack.of(this).urlSuffix}`;
    this.restApiId = api.restApiId;
    this.hostname = domain?.name ?? own;
    // A custom domain is mapped to the stage.
    this.root = domain === undefined ? `/${stageName}/` : '/';
    this.url = `https://${this.hostname}${this.root}`;
    if (domain !== undefined) this.addDomain(api, domain);
    acknowledge(api, LEFT_TO_THE_API);
    // CDK's own output of the URL: it would stand beside the stack's, under a name that nobody chose.
    api.node.tryRemoveChild('Endpoint');
  }

  private greetingApi(common: ConstructorParameters<typeof RestApi>[2]): RestApi {
    const api = new RestApi(this, 'Api', common);
    addGreeting(api);
    return api;
  }

  private openApi(
    common: Omit<ConstructorParameters<typeof SpecRestApi>[2], 'apiDefinition'>,
    path: string,
  ): SpecRestApi {
    return new SpecRestApi(this, 'Api', { ...common, apiDefinition: ApiDefinition.fromAsset(path) });
  }

  /** Regional, because the load balancer calls it by the endpoint: a private domain would need an association with it. */
  private addDomain(api: RestApiBase, { name: domainName, certificate }: NonNullable<PrivateApiProps['domain']>): void {
    const domain = new DomainName(this, 'Domain', {
      domainName,
      certificate,
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    new BasePathMapping(this, 'Mapping', { domainName: domain, restApi: api, stage: api.deploymentStage });
  }
}

/** Everyone may call, unless they come from elsewhere: both halves are needed, the second makes the first safe. */
function policyOf(
  { access, clientVpcIds, clientEndpointIds }: Deployment['api'],
  own: { readonly vpcId: string; readonly endpointId: string },
): PolicyDocument {
  const vpcIds = [...(access === 'vpc' ? [own.vpcId] : []), ...clientVpcIds];
  const endpointIds = [...(access === 'endpoint' ? [own.endpointId] : []), ...clientEndpointIds];
  const common = {
    principals: [new AnyPrincipal()],
    actions: ['execute-api:Invoke'],
    resources: ['execute-api:/*'],
  };
  return new PolicyDocument({
    statements: [
      new PolicyStatement(common),
      new PolicyStatement({
        ...common,
        effect: Effect.DENY,
        // Both must differ: who comes by one of the VPCs or by one of the endpoints is let in.
        conditions: {
          StringNotEquals: {
            ...(vpcIds.length > 0 && { 'aws:SourceVpc': vpcIds }),
            ...(endpointIds.length > 0 && { 'aws:SourceVpce': endpointIds }),
          },
        },
      }),
    ],
  });
}

/** Changes with the endpoint's own properties; what they refer to is not in it. */
function fingerprint(endpoint: NonNullable<ApiEndpoint['resource']>): string {
  // oxlint-disable-next-line no-underscore-dangle -- CDK has no other way to an element's template, and hashes the API so too
  const text = JSON.stringify(Stack.of(endpoint).resolve(endpoint._toCloudFormation()));
  return createHash('sha256').update(text).digest('hex');
}
