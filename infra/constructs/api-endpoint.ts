import { ArnFormat, Fn, Stack } from 'aws-cdk-lib';
import {
  CfnVPCEndpoint,
  InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService,
  type ISecurityGroup,
  Peer,
  Port,
  SecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import { Protocol } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Deployment } from '../settings.ts';
import type { Network } from './network.ts';
import type { PrivateAlias } from './split-horizon-dns.ts';
import { healthCheck, type Targets } from './target-group.ts';

const HTTPS = Port.tcp(443);

export type ApiEndpointProps = { readonly network: Network; readonly endpoint: Deployment['endpoint'] };

/**
 * The interface VPC endpoint of API Gateway, made or existing. A made one is not retained when it is replaced: the gate
 * has the new one serve before CloudFormation deletes the old.
 */
export class ApiEndpoint extends Construct {
  readonly endpointId: string;
  readonly securityGroup: ISecurityGroup;
  /** Absent for an existing endpoint whose settings do not tell it. */
  readonly alias: PrivateAlias | undefined;
  /** The service that the endpoint is of, as AWS names it: com.amazonaws.<region>.execute-api. */
  readonly serviceName: string;
  /** Changes with the endpoint's interfaces and subnets. Empty for an existing endpoint, whose owner changes it. */
  readonly addresses: string;
  /** The endpoint, if it is made here. */
  readonly resource: CfnVPCEndpoint | undefined;

  constructor(scope: Construct, id: string, { network, endpoint }: ApiEndpointProps) {
    super(scope, id);
    this.serviceName = InterfaceVpcEndpointAwsService.APIGATEWAY.name;
    if ('existing' in endpoint) {
      const { id: endpointId, securityGroupId, dnsName, hostedZoneId } = endpoint.existing;
      this.endpointId = endpointId;
      this.securityGroup = SecurityGroup.fromSecurityGroupId(this, 'SecurityGroup', securityGroupId);
      this.alias = dnsName === undefined || hostedZoneId === undefined ? undefined : { dnsName, hostedZoneId };
      this.addresses = '';
      return;
    }

    const { privateDns, clientCidrs } = endpoint.create;
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc: network.vpc,
      description: 'API Gateway endpoint: the load balancer, and clients of the private half',
      allowAllOutbound: false,
    });
    const clients = clientCidrs ?? (network.cidr === undefined ? [] : [network.cidr]);
    for (const client of clients) securityGroup.addIngressRule(Peer.ipv4(client), HTTPS, 'Clients of the private half');

    const made = new InterfaceVpcEndpoint(this, 'Endpoint', {
      vpc: network.vpc,
      service: InterfaceVpcEndpointAwsService.APIGATEWAY,
      subnets: { subnets: [...network.endpointSubnets] },
      securityGroups: [securityGroup],
      // The rules above say who may connect; `open` would admit the whole VPC besides.
      open: false,
      privateDnsEnabled: privateDns,
    });
    made.addToPolicy(this.allowOwnApis());
    const resource = made.node.findChild('Resource');
    if (!(resource instanceof CfnVPCEndpoint)) throw new TypeError('the endpoint’s resource is no CfnVPCEndpoint');

    this.resource = resource;
    this.securityGroup = securityGroup;
    this.endpointId = made.vpcEndpointId;
    // Entry 0 is the regional name, as "zone id:name". https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html
    const entry = Fn.split(':', Fn.select(0, made.vpcEndpointDnsEntries));
    this.alias = { hostedZoneId: Fn.select(0, entry), dnsName: Fn.select(1, entry) };
    const subnetIds = network.endpointSubnets.map(({ subnetId }) => subnetId);
    this.addresses = Fn.join(',', [Fn.join(',', made.vpcEndpointNetworkInterfaceIds), ...subnetIds]);
  }

  /** The endpoint's interfaces. A TCP check passes anything that listens on 443, a stranger on a freed address included. */
  get targets(): Targets {
    const check = healthCheck(Protocol.HTTPS, { path: '/ping', matcher: '200' });
    return { port: 443, reach: [this.securityGroup], healthCheck: check };
  }

  /** APIs of this account alone. To name the one API would be a circle: the API's policy may name the endpoint. */
  private allowOwnApis(): PolicyStatement {
    return new PolicyStatement({
      principals: [new AnyPrincipal()],
      actions: ['execute-api:Invoke'],
      resources: [
        Stack.of(this).formatArn({
          service: 'execute-api',
          resource: '*',
          arnFormat: ArnFormat.NO_RESOURCE_NAME,
        }),
      ],
    });
  }
}
