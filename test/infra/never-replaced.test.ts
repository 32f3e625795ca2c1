import { describe, expect, it } from 'vitest';
import { resources } from './resources.ts';
import { exampleTemplate, trial } from './synth.ts';

/**
 * What a partner holds on to. CloudFormation replaces a resource whose logical id changes, or one of these properties
 * ("Update requires: Replacement" in its reference), and a replaced one has other addresses, or is empty.
 */
const REPLACING: Readonly<Record<string, readonly string[]>> = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ['Name', 'Scheme', 'Type'],
  'AWS::EC2::EIP': ['Domain', 'PublicIpv4Pool', 'TransferAddress', 'NetworkBorderGroup', 'Address', 'IpamPoolId'],
  'AWS::ElasticLoadBalancingV2::TargetGroup': [
    'Name',
    'Port',
    'Protocol',
    'ProtocolVersion',
    'TargetType',
    'VpcId',
    'IpAddressType',
  ],
  'AWS::EC2::VPCEndpoint': ['ServiceName', 'VpcId', 'VpcEndpointType', 'ServiceRegion', 'ServiceNetworkArn'],
  'AWS::ApiGateway::DomainName': ['DomainName'],
};

const VPC = { Ref: 'NetworkVpc7FB7348F' };
const SERVICE = { 'Fn::Join': ['', ['com.amazonaws.', { Ref: 'AWS::Region' }, '.execute-api']] };

const pinned = (template: ReturnType<typeof trial>): unknown =>
  Object.fromEntries(
    Object.entries(REPLACING).flatMap(([type, properties]) =>
      resources(template, type).map(({ id, Properties }) => [
        id,
        Object.fromEntries(properties.filter((name) => name in Properties).map((name) => [name, Properties[name]])),
      ]),
    ),
  );

describe('an update never replaces what partners hold on to: logical ids and replacing properties stay', () => {
  it('with TLS passed on', () => {
    expect(pinned(trial())).toEqual({
      FrontDoorLoadBalancer6A458C90: { Name: 'static-ip-private-api', Scheme: 'internet-facing', Type: 'network' },
      FrontDoorElasticIp1D2816E8A: { Domain: 'vpc' },
      FrontDoorElasticIp29F334639: { Domain: 'vpc' },
      FrontDoorTargetGroup909C4324: {
        Name: 'static-ip-private-api',
        Port: 443,
        Protocol: 'TCP',
        TargetType: 'ip',
        VpcId: VPC,
      },
      ApiEndpoint82EEC9FA: { ServiceName: SERVICE, VpcId: VPC, VpcEndpointType: 'Interface' },
    });
  });

  it('with TLS terminated', () => {
    expect(pinned(exampleTemplate('internet-facing-terminate.jsonc'))).toEqual({
      FrontDoorLoadBalancer6A458C90: { Name: 'example-api', Scheme: 'internet-facing', Type: 'network' },
      FrontDoorElasticIp1D2816E8A: { Domain: 'vpc' },
      FrontDoorElasticIp29F334639: { Domain: 'vpc' },
      FrontDoorElasticIp3DF7C5E84: { Domain: 'vpc' },
      FrontDoorTargetGroup909C4324: { Name: 'example-api', Port: 443, Protocol: 'TLS', TargetType: 'ip', VpcId: VPC },
      ApiEndpoint82EEC9FA: {
        ServiceName: 'com.amazonaws.eu-west-1.execute-api',
        VpcId: VPC,
        VpcEndpointType: 'Interface',
      },
      PrivateApiDomainC6107AA3: { DomainName: 'api.example.com' },
    });
  });

  it('in front of an ALB, whose group has the same logical id, of either type', () => {
    expect(pinned(exampleTemplate('alb-other-account.jsonc'))).toEqual({
      FrontDoorLoadBalancer6A458C90: { Name: 'orders-alb', Scheme: 'internet-facing', Type: 'network' },
      FrontDoorElasticIp1D2816E8A: { Domain: 'vpc' },
      FrontDoorElasticIp29F334639: { Domain: 'vpc' },
      FrontDoorTargetGroup909C4324: {
        Name: 'orders-alb',
        Port: 443,
        Protocol: 'TCP',
        TargetType: 'ip',
        VpcId: 'vpc-0e0000000000000c3',
      },
    });
    expect(pinned(exampleTemplate('alb-same-vpc.jsonc'))).toMatchObject({
      FrontDoorLoadBalancer6A458C90: { Name: 'shop-alb', Scheme: 'internet-facing', Type: 'network' },
      // The digest is of the stack's name and of the ALB: the group goes with its ALB.
      FrontDoorTargetGroup909C4324: { Name: 'shop-alb-39dae968', Port: 80, Protocol: 'TCP', TargetType: 'alb' },
    });
  });

  it('and the subnets, zones and security group that a load balancer is born with', () => {
    const [loadBalancer] = resources(trial(), 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    expect(loadBalancer?.Properties).toMatchObject({
      SecurityGroups: [{ 'Fn::GetAtt': ['FrontDoorSecurityGroup37EAFF3C', 'GroupId'] }],
      SubnetMappings: [
        { SubnetId: { Ref: 'NetworkVpcFrontDoorSubnet1SubnetFDBF5C6D' } },
        { SubnetId: { Ref: 'NetworkVpcFrontDoorSubnet2Subnet0641D55E' } },
      ],
    });
  });
});
