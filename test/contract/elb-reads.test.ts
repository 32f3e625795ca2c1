import {
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import { createAttachedGroup, createFrontDoor, createGroup, createNetwork, given, unknownGroup } from './arrange.ts';
import { onBothClouds, type World } from './world.ts';

const CROSS_ZONE = 'load_balancing.cross_zone.enabled';

onBothClouds('Elastic Load Balancing', (world) => {
  test('describes target groups by ARN, with the load balancer of each', async () => {
    const network = await createNetwork(world().aws);
    const used = await createAttachedGroup(world().aws, network, 'used');
    const unused = await createGroup(world().aws, network.vpcId, 'unused');

    const answer = await describeGroups(world(), [used, unused]);

    const byArn = new Map(answer.TargetGroups?.map((group) => [group.TargetGroupArn, group]));
    const common = { VpcId: network.vpcId, TargetType: 'ip', Protocol: 'TCP', Port: 443, IpAddressType: 'ipv4' };
    const kind = world().expects('network-load-balancer-named-app', { aws: 'net', moto: 'app' });
    expect(byArn.size).toBe(2);
    expect(byArn.get(used)).toMatchObject({
      ...common,
      LoadBalancerArns: [expect.stringMatching(new RegExp(`:loadbalancer/${kind}/used/[0-9a-f]{16}$`))],
    });
    expect(byArn.get(unused)).toMatchObject({ ...common, LoadBalancerArns: [] });
  });

  test('rejects the whole call for one group that does not exist', async () => {
    const { groupArn } = await createFrontDoor(world().aws);

    await expect(describeGroups(world(), [groupArn, unknownGroup(groupArn)])).rejects.toMatchObject({
      name: 'TargetGroupNotFoundException',
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('rejects a malformed ARN', async () => {
    const name = world().expects('malformed-group-arn', {
      aws: 'ValidationError',
      moto: 'TargetGroupNotFoundException',
    });

    await expect(describeGroups(world(), ['nonsense'])).rejects.toMatchObject({ name });
  });

  test('describes tags, and none where there are none', async () => {
    const network = await createNetwork(world().aws);
    const { groupArn, endpoint } = await createFrontDoor(world().aws);
    const bareArn = await createGroup(world().aws, network.vpcId, 'bare');

    const answer = await world().aws.elbv2.send(new DescribeTagsCommand({ ResourceArns: [groupArn, bareArn] }));

    const byArn = new Map(answer.TagDescriptions?.map(({ ResourceArn, Tags = [] }) => [ResourceArn, Tags]));
    expect(byArn.get(bareArn)).toEqual([]);
    expect(byArn.get(groupArn)?.toSorted((a, b) => (a.Key ?? '').localeCompare(b.Key ?? ''))).toEqual([
      { Key: 'target-sync:binding', Value: 'api' },
      { Key: 'target-sync:source', Value: endpoint.id },
    ]);
  });

  test('rejects a call for the tags of a group that does not exist', async () => {
    const { groupArn } = await createFrontDoor(world().aws);
    const call = world()
      .aws.elbv2.send(new DescribeTagsCommand({ ResourceArns: [groupArn, unknownGroup(groupArn)] }))
      .then(
        ({ TagDescriptions = [] }) => TagDescriptions.map(({ Tags = [] }) => Tags.length),
        (error: Error) => error.name,
      );

    expect(await call).toEqual(
      world().expects<unknown>('tags-of-unknown-group', { aws: 'TargetGroupNotFoundException', moto: [2, 0] }),
    );
  });

  test('describes the attributes of a group and of a load balancer, cross-zone among them', async () => {
    const { groupArn } = await createFrontDoor(world().aws);
    const { elbv2 } = world().aws;

    const group = await elbv2.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: groupArn }));
    const loadBalancer = await elbv2.send(
      new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: await loadBalancerOf(world(), groupArn) }),
    );

    expect(group.Attributes).toContainEqual({ Key: CROSS_ZONE, Value: 'use_load_balancer_configuration' });
    expect(loadBalancer.Attributes).toContainEqual({ Key: CROSS_ZONE, Value: 'false' });
  });

  test('describes a load balancer with the subnet of each zone', async () => {
    const { network, groupArn } = await createFrontDoor(world().aws);
    const LoadBalancerArns = [await loadBalancerOf(world(), groupArn)];

    const answer = await world().aws.elbv2.send(new DescribeLoadBalancersCommand({ LoadBalancerArns }));

    expect(answer.LoadBalancers).toMatchObject([
      { LoadBalancerArn: LoadBalancerArns[0], Type: 'network', Scheme: 'internal', VpcId: network.vpcId },
    ]);
    const zones = answer.LoadBalancers?.[0]?.AvailabilityZones?.map(({ ZoneName, SubnetId }) => [ZoneName, SubnetId]);
    expect(zones?.toSorted()).toEqual([
      ['eu-west-1a', network.subnetIds[0]],
      ['eu-west-1b', network.subnetIds[1]],
    ]);
  });

  test('does not find what does not exist, whatever is asked of it', async () => {
    const { groupArn } = await createFrontDoor(world().aws);
    const loadBalancerArn = (await loadBalancerOf(world(), groupArn)).replace(/.{16}$/, '0123456789abcdef');
    const TargetGroupArn = unknownGroup(groupArn);
    const { elbv2 } = world().aws;
    const noGroup = { name: 'TargetGroupNotFoundException' };
    const noLoadBalancer = { name: 'LoadBalancerNotFoundException' };

    await expect(elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn }))).rejects.toMatchObject(noGroup);
    await expect(elbv2.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn }))).rejects.toMatchObject(
      noGroup,
    );
    await expect(
      elbv2.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [loadBalancerArn] })),
    ).rejects.toMatchObject(noLoadBalancer);
    await expect(
      elbv2.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: loadBalancerArn })),
    ).rejects.toMatchObject(noLoadBalancer);
  });
});

function describeGroups({ aws }: World, arns: readonly string[]) {
  return aws.elbv2.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [...arns] }));
}

async function loadBalancerOf(world: World, groupArn: string): Promise<string> {
  return given((await describeGroups(world, [groupArn])).TargetGroups?.[0]?.LoadBalancerArns?.[0]);
}
