import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import {
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  DescribeTagsCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Access } from './access.ts';

/** What the controller deals with, as a deployment made it. */
export type Site = {
  readonly vpc: { readonly id: string; readonly cidr: string };
  readonly subnets: readonly { readonly id: string; readonly zone: string; readonly cidr: string }[];
  readonly endpoint: { readonly id: string; readonly subnetIds: readonly string[] };
  readonly loadBalancer: { readonly name: string; readonly subnetIds: readonly string[] };
  readonly group: {
    readonly arn: string;
    readonly name: string;
    readonly port: number;
    readonly protocol: string;
    readonly tags: Readonly<Record<string, string>>;
  };
};

/** Reads it from where it was deployed to; undefined until the load balancer's listener is there, the last of the path. */
export async function surveySite(access: Access, stackName: string): Promise<Site | undefined> {
  const made = await resourcesOf(access, stackName);
  const idOf = (type: string): string => made.find(([each]) => each === type)?.[1] ?? '';
  if (idOf('AWS::ElasticLoadBalancingV2::Listener') === '') return undefined;

  const ec2 = new EC2Client(access);
  const vpcId = idOf('AWS::EC2::VPC');
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [vpcId] }));
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const endpointId = idOf('AWS::EC2::VPCEndpoint');
  const { VpcEndpoints = [] } = await ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [endpointId] }));
  const endpointSubnets = VpcEndpoints.find((each) => each.VpcEndpointId === endpointId)?.SubnetIds ?? [];
  const subnets = Subnets.filter((subnet) => subnet.VpcId === vpcId).map((subnet) => ({
    id: given(subnet.SubnetId),
    zone: given(subnet.AvailabilityZone),
    cidr: given(subnet.CidrBlock),
  }));

  const elb = new ElasticLoadBalancingV2Client(access);
  const arn = idOf('AWS::ElasticLoadBalancingV2::TargetGroup');
  const { TargetGroups = [] } = await elb.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [arn] }));
  const { TagDescriptions = [] } = await elb.send(new DescribeTagsCommand({ ResourceArns: [arn] }));
  const group = TargetGroups.find((each) => each.TargetGroupArn === arn);
  const tags = TagDescriptions.flatMap(({ Tags = [] }) => Tags);
  return {
    vpc: { id: vpcId, cidr: given(Vpcs.find((each) => each.VpcId === vpcId)?.CidrBlock) },
    subnets,
    endpoint: { id: endpointId, subnetIds: endpointSubnets },
    loadBalancer: {
      name: given(group?.TargetGroupName),
      // ministack does not say which; the stack has none but these two kinds.
      subnetIds: subnets.map(({ id }) => id).filter((id) => !endpointSubnets.includes(id)),
    },
    group: {
      arn,
      name: given(group?.TargetGroupName),
      port: given(group?.Port),
      protocol: given(group?.Protocol),
      tags: Object.fromEntries(tags.map(({ Key, Value }) => [given(Key), given(Value)])),
    },
  };
}

/** Type and physical id of what the stack has so far. */
async function resourcesOf(access: Access, stackName: string): Promise<readonly (readonly [string, string])[]> {
  const { StackResources = [] } = await new CloudFormationClient(access).send(
    new DescribeStackResourcesCommand({ StackName: stackName }),
  );
  return StackResources.map(({ ResourceType = '', PhysicalResourceId = '' }) => [ResourceType, PhysicalResourceId]);
}

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('ministack left out what the mirror needs');
  return value;
}
