import {
  CreateSubnetCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateLoadBalancerCommand,
  type CreateLoadBalancerCommandInput,
  CreateTargetGroupCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import { createCloud } from './cloud.ts';
import { buildSampleWorld } from './sample-world.ts';
import { sdk } from './sdk.ts';

describe('a bad parameter', () => {
  const cloud = createCloud();
  const { subnets } = buildSampleWorld(cloud);
  const { ec2, elbv2, sts } = sdk(cloud);
  const createLoadBalancer = (options: Partial<CreateLoadBalancerCommandInput>) =>
    elbv2.send(new CreateLoadBalancerCommand({ Name: 'second', Type: 'network', Scheme: 'internal', ...options }));
  const [{ id: SubnetId }] = subnets;

  test.each([
    ['EC2, missing', 'MissingParameter', () => ec2.send(new CreateSubnetCommand({ VpcId: undefined }))],
    ['EC2, invalid', 'InvalidParameterValue', () => ec2.send(new DescribeVpcsCommand({ MaxResults: 4 }))],
    [
      'ELB, missing',
      'ValidationError',
      () => elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn: undefined })),
    ],
    ['ELB, invalid', 'ValidationError', () => elbv2.send(new DescribeTargetGroupsCommand({ PageSize: 401 }))],
    [
      'ELB, not one of its words',
      'ValidationError',
      () => createLoadBalancer({ Subnets: [SubnetId], IpAddressType: 'dualstack-without-public-ipv4' }),
    ],
    ['ELB, unknown subnet', 'SubnetNotFoundException', () => createLoadBalancer({ Subnets: ['subnet-1'] })],
    [
      'ELB, address of another subnet',
      'ValidationError',
      () => createLoadBalancer({ SubnetMappings: [{ SubnetId, PrivateIPv4Address: '10.0.2.99' }] }),
    ],
    [
      'ELB, unknown VPC',
      'ValidationError',
      () =>
        elbv2.send(
          new CreateTargetGroupCommand({ Name: 'x', TargetType: 'ip', Protocol: 'TCP', Port: 443, VpcId: 'vpc-1' }),
        ),
    ],
    [
      'STS, missing',
      'ValidationError',
      () => sts.send(new AssumeRoleCommand({ RoleArn: undefined, RoleSessionName: 'sync' })),
    ],
  ])('has the code of its service: %s', async (_title, name, send) => {
    await expect(send()).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });
});

describe('a page', () => {
  test('of endpoints has at most a thousand, however many are asked for', async () => {
    const cloud = createCloud();
    const vpc = cloud.createVpc();
    for (let count = 0; count < 1_001; count += 1) cloud.createEndpoint({ vpcId: vpc.id, subnetIds: [] });
    const { ec2 } = sdk(cloud);
    const first = await ec2.send(new DescribeVpcEndpointsCommand({ MaxResults: 5_000 }));
    expect(first.VpcEndpoints).toHaveLength(1_000);
    const second = await ec2.send(new DescribeVpcEndpointsCommand({ MaxResults: 5_000, NextToken: first.NextToken }));
    expect([second.VpcEndpoints?.length, second.NextToken]).toEqual([1, undefined]);
  });

  test('of anything else cannot be asked to have more than a thousand', async () => {
    const { ec2 } = sdk(createCloud());
    const MaxResults = 1_001;
    const calls = [
      ec2.send(new DescribeNetworkInterfacesCommand({ MaxResults })),
      ec2.send(new DescribeSubnetsCommand({ MaxResults })),
      ec2.send(new DescribeVpcsCommand({ MaxResults })),
    ];
    for (const call of calls) await expect(call).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  test('that is exactly full has no token', async () => {
    const cloud = createCloud();
    const vpc = cloud.createVpc();
    for (let count = 0; count < 5; count += 1) cloud.createEndpoint({ vpcId: vpc.id, subnetIds: [] });
    const { VpcEndpoints, NextToken } = await sdk(cloud).ec2.send(new DescribeVpcEndpointsCommand({ MaxResults: 5 }));
    expect([VpcEndpoints?.length, NextToken]).toEqual([5, undefined]);
  });
});

test('a filter takes two hundred values and no more', async () => {
  const cloud = createCloud();
  buildSampleWorld(cloud);
  const { ec2 } = sdk(cloud);
  const find = (count: number) => {
    const Values = Array.from({ length: count }, (_, index) => `eni-${index}`);
    return ec2.send(new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'network-interface-id', Values }] }));
  };
  expect((await find(200)).NetworkInterfaces).toEqual([]);
  await expect(find(201)).rejects.toMatchObject({ name: 'FilterLimitExceeded' });
});
