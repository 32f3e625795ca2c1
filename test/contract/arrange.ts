import {
  CreateNetworkInterfaceCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DescribeNetworkInterfacesCommand,
  DescribeVpcEndpointsCommand,
} from '@aws-sdk/client-ec2';
import {
  AddTagsCommand,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  ModifyTargetGroupAttributesCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Aws } from '../../controller/aws/clients.ts';

/** A VPC with a subnet in each of two zones: 10.0.1.0/24 and 10.0.2.0/24. */
export type Network = { readonly vpcId: string; readonly subnetIds: readonly string[] };

/** An interface endpoint as created, with the addresses of its interfaces. */
export type Endpoint = {
  readonly id: string;
  readonly interfaceIds: readonly string[];
  readonly ips: readonly string[];
};

/** Makes the network that everything of a test lies in. */
export async function createNetwork({ ec2, region }: Aws): Promise<Network> {
  const vpcId = given((await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc?.VpcId);
  const first = await ec2.send(
    new CreateSubnetCommand({ VpcId: vpcId, CidrBlock: '10.0.1.0/24', AvailabilityZone: `${region}a` }),
  );
  const second = await ec2.send(
    new CreateSubnetCommand({ VpcId: vpcId, CidrBlock: '10.0.2.0/24', AvailabilityZone: `${region}b` }),
  );
  return { vpcId, subnetIds: [given(first.Subnet?.SubnetId), given(second.Subnet?.SubnetId)] };
}

/** Makes an interface endpoint of API Gateway, or of another service. */
export async function createEndpoint(
  { ec2, region }: Aws,
  { vpcId, subnetIds, service = 'execute-api' }: Network & { readonly service?: string },
): Promise<Endpoint> {
  const { VpcEndpoint } = await ec2.send(
    new CreateVpcEndpointCommand({
      VpcEndpointType: 'Interface',
      ServiceName: `com.amazonaws.${region}.${service}`,
      VpcId: vpcId,
      SubnetIds: [...subnetIds],
      PrivateDnsEnabled: false,
    }),
  );
  return readEndpoint({ ec2 }, given(VpcEndpoint?.VpcEndpointId));
}

/** An endpoint as it is now. */
export async function readEndpoint({ ec2 }: Pick<Aws, 'ec2'>, id: string): Promise<Endpoint> {
  const { VpcEndpoints = [] } = await ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }));
  const interfaceIds = VpcEndpoints[0]?.NetworkInterfaceIds ?? [];
  const { NetworkInterfaces = [] } = await ec2.send(
    new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [...interfaceIds] }),
  );
  return { id, interfaceIds, ips: NetworkInterfaces.map(({ PrivateIpAddress }) => given(PrivateIpAddress)) };
}

/** Gives an address of a subnet to an interface of somebody else. */
export async function takeAddress({ ec2 }: Aws, subnetId: string, ip: string): Promise<string> {
  const { NetworkInterface } = await ec2.send(
    new CreateNetworkInterfaceCommand({ SubnetId: subnetId, PrivateIpAddress: ip, Description: 'somebody else' }),
  );
  return given(NetworkInterface?.NetworkInterfaceId);
}

/** Makes a TCP target group for IPs, attached to a listener of a load balancer of its own. Returns the group's ARN. */
export async function createAttachedGroup(aws: Aws, { vpcId, subnetIds }: Network, name = 'api'): Promise<string> {
  const groupArn = await createGroup(aws, vpcId, name);
  const { LoadBalancers = [] } = await aws.elbv2.send(
    new CreateLoadBalancerCommand({ Name: name, Type: 'network', Scheme: 'internal', Subnets: [...subnetIds] }),
  );
  await aws.elbv2.send(
    new CreateListenerCommand({
      LoadBalancerArn: given(LoadBalancers[0]?.LoadBalancerArn),
      Protocol: 'TCP',
      Port: 443,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: groupArn }],
    }),
  );
  return groupArn;
}

/** Makes a TCP target group for IPs that is attached to nothing. */
export async function createGroup({ elbv2 }: Aws, vpcId: string, name = 'api'): Promise<string> {
  const { TargetGroups = [] } = await elbv2.send(
    new CreateTargetGroupCommand({
      Name: name,
      Protocol: 'TCP',
      Port: 443,
      VpcId: vpcId,
      TargetType: 'ip',
      HealthCheckIntervalSeconds: 10,
      HealthyThresholdCount: 2,
    }),
  );
  return given(TargetGroups[0]?.TargetGroupArn);
}

/** Tags a target group as its owner does who consents to a binding. */
export async function seal({ elbv2 }: Aws, groupArn: string, binding: string, source: string): Promise<void> {
  const Tags = [
    { Key: 'target-sync:binding', Value: binding },
    { Key: 'target-sync:source', Value: source },
  ];
  await elbv2.send(new AddTagsCommand({ ResourceArns: [groupArn], Tags }));
}

/** Registers by hand. */
export async function register({ elbv2 }: Aws, groupArn: string, ips: readonly string[], port = 443): Promise<void> {
  const Targets = ips.map((ip) => ({ Id: ip, Port: port }));
  await elbv2.send(new RegisterTargetsCommand({ TargetGroupArn: groupArn, Targets }));
}

/** Deregisters by hand. */
export async function deregister({ elbv2 }: Aws, groupArn: string, ips: readonly string[]): Promise<void> {
  const Targets = ips.map((ip) => ({ Id: ip, Port: 443 }));
  await elbv2.send(new DeregisterTargetsCommand({ TargetGroupArn: groupArn, Targets }));
}

/** What a group lists now, draining targets left out, as sorted `ip:port`. */
export async function listTargets({ elbv2 }: Aws, groupArn: string): Promise<readonly string[]> {
  const { TargetHealthDescriptions = [] } = await elbv2.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: groupArn }),
  );
  return TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth?.State !== 'draining')
    .map(({ Target }) => `${Target?.Id}:${Target?.Port}`)
    .toSorted();
}

/** Addresses as the targets they become on the group's port, sorted. */
export function asTargets(ips: readonly string[]): readonly string[] {
  return ips.map((ip) => `${ip}:443`).toSorted();
}

/** An endpoint, and a group in use, sealed for the binding `api` of it; the group is empty. */
export type FrontDoor = { readonly network: Network; readonly endpoint: Endpoint; readonly groupArn: string };

/** Makes the setting of most tests. */
export async function createFrontDoor(aws: Aws): Promise<FrontDoor> {
  const network = await createNetwork(aws);
  const endpoint = await createEndpoint(aws, network);
  const groupArn = await createAttachedGroup(aws, network);
  await seal(aws, groupArn, 'api', endpoint.id);
  return { network, endpoint, groupArn };
}

/** Sets cross-zone load balancing on a group, which overrides the load balancer's. */
export async function setCrossZone({ elbv2 }: Aws, groupArn: string, value: 'true' | 'false'): Promise<void> {
  const Attributes = [{ Key: 'load_balancing.cross_zone.enabled', Value: value }];
  await elbv2.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: groupArn, Attributes }));
}

/** The ARN of a group that nobody made, beside one that exists. */
export function unknownGroup(groupArn: string): string {
  return groupArn.replace(/targetgroup\/.*/, 'targetgroup/unknown/0123456789abcdef');
}

/** A value that the cloud must have answered with. */
export function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the answer lacks what was just created');
  return value;
}
