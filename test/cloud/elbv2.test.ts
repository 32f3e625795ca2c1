import {
  AddTagsCommand,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DeleteListenerCommand,
  DeleteTargetGroupCommand,
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DuplicateTargetGroupNameException,
  LoadBalancerNotFoundException,
  ModifyLoadBalancerAttributesCommand,
  ModifyTargetGroupAttributesCommand,
  RemoveTagsCommand,
  ResourceInUseException,
  TargetGroupNotFoundException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, test } from 'vitest';
import { createCloud } from './cloud.ts';
import { buildSampleWorld } from './sample-world.ts';
import { sdk } from './sdk.ts';
import { createWorld } from './world/create-world.ts';
import { createVpc } from './world/networks.ts';
import { defaultSettings } from './world/settings.ts';
import { addTags, createTargetGroup, deleteTargetGroup } from './world/target-groups.ts';

describe('load balancers', () => {
  test('a load balancer, its group and its listener are made over the wire and described alike', async () => {
    const cloud = createCloud();
    const { subnets, vpc } = buildSampleWorld(cloud);
    const { elbv2 } = sdk(cloud);
    const { LoadBalancers } = await elbv2.send(
      new CreateLoadBalancerCommand({
        Name: 'second',
        Type: 'network',
        SubnetMappings: [
          { SubnetId: subnets[0].id, AllocationId: 'eipalloc-1' },
          { SubnetId: subnets[1].id, AllocationId: 'eipalloc-2' },
        ],
        Tags: [{ Key: 'team', Value: 'edge' }],
      }),
    );
    const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn ?? '';
    const { TargetGroups } = await elbv2.send(
      new CreateTargetGroupCommand({ Name: 'tls', TargetType: 'ip', Protocol: 'TLS', Port: 8443, VpcId: vpc.id }),
    );
    const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? '';
    const { Listeners } = await elbv2.send(
      new CreateListenerCommand({
        LoadBalancerArn,
        Port: 443,
        Protocol: 'TLS',
        DefaultActions: [{ Type: 'forward', TargetGroupArn }],
      }),
    );
    expect(LoadBalancerArn).toMatch(
      /^arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer\/net\/second\/[0-9a-f]{16}$/,
    );
    const described = await elbv2.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [LoadBalancerArn] }));
    expect(described.LoadBalancers).toEqual(LoadBalancers);
    expect(LoadBalancers?.[0]).toMatchObject({
      Type: 'network',
      Scheme: 'internet-facing',
      CreatedTime: new Date('2026-01-01T00:00:00Z'),
      State: { Code: 'active' },
      AvailabilityZones: [
        {
          ZoneName: 'eu-west-1a',
          SubnetId: subnets[0].id,
          LoadBalancerAddresses: [{ IpAddress: '198.51.100.3', AllocationId: 'eipalloc-1' }],
        },
        {
          ZoneName: 'eu-west-1b',
          SubnetId: subnets[1].id,
          LoadBalancerAddresses: [{ IpAddress: '198.51.100.4', AllocationId: 'eipalloc-2' }],
        },
      ],
    });
    const { Attributes } = await elbv2.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn }));
    expect(Attributes).toContainEqual({ Key: 'load_balancing.cross_zone.enabled', Value: 'false' });
    const groups = await elbv2.send(new DescribeTargetGroupsCommand({ LoadBalancerArn }));
    expect(groups.TargetGroups).toEqual([{ ...TargetGroups?.[0], LoadBalancerArns: [LoadBalancerArn] }]);
    expect(groups.TargetGroups?.[0]).toMatchObject({
      Protocol: 'TLS',
      Port: 8443,
      TargetType: 'ip',
      IpAddressType: 'ipv4',
      HealthCheckEnabled: true,
      HealthCheckIntervalSeconds: 30,
      HealthyThresholdCount: 5,
    });
    const listeners = await elbv2.send(new DescribeListenersCommand({ LoadBalancerArn }));
    expect(listeners.Listeners).toEqual(Listeners);

    await expect(elbv2.send(new DeleteTargetGroupCommand({ TargetGroupArn }))).rejects.toBeInstanceOf(
      ResourceInUseException,
    );
    await elbv2.send(new DeleteListenerCommand({ ListenerArn: Listeners?.[0]?.ListenerArn }));
    await elbv2.send(new DeleteTargetGroupCommand({ TargetGroupArn }));
    await expect(
      elbv2.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [TargetGroupArn] })),
    ).rejects.toBeInstanceOf(TargetGroupNotFoundException);
  });

  test('an internal load balancer keeps the private addresses chosen for it', async () => {
    const cloud = createCloud();
    const { subnets } = buildSampleWorld(cloud);
    const { elbv2 } = sdk(cloud);
    const { LoadBalancers } = await elbv2.send(
      new CreateLoadBalancerCommand({
        Name: 'inside',
        Type: 'network',
        Scheme: 'internal',
        SubnetMappings: [{ SubnetId: subnets[0].id, PrivateIPv4Address: '10.0.1.200' }],
      }),
    );
    expect(LoadBalancers?.[0]?.AvailabilityZones?.[0]?.LoadBalancerAddresses).toEqual([
      { PrivateIPv4Address: '10.0.1.200' },
    ]);
  });

  test('attributes are read back as they were set', async () => {
    const cloud = createCloud();
    const { loadBalancer, group } = buildSampleWorld(cloud, { crossZone: false });
    const { elbv2 } = sdk(cloud);
    const LoadBalancerArn = loadBalancer.arn;
    const TargetGroupArn = group.arn;
    const Key = 'load_balancing.cross_zone.enabled';
    const ofLoadBalancer = async () =>
      (await elbv2.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn }))).Attributes;
    const ofGroup = async () =>
      (await elbv2.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn }))).Attributes;
    expect(await ofLoadBalancer()).toContainEqual({ Key, Value: 'false' });
    expect(await ofGroup()).toContainEqual({ Key, Value: 'use_load_balancer_configuration' });
    await elbv2.send(
      new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn, Attributes: [{ Key, Value: 'true' }] }),
    );
    await elbv2.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes: [{ Key, Value: 'true' }] }));
    expect(await ofLoadBalancer()).toContainEqual({ Key, Value: 'true' });
    expect(await ofGroup()).toContainEqual({ Key, Value: 'true' });
  });

  test('an internal ALB has nodes with its description, that come and go', async () => {
    const cloud = createCloud();
    const { subnets } = buildSampleWorld(cloud);
    const alb = cloud.createInternalAlb({ subnetIds: subnets.map(({ id }) => id) });
    const [node] = alb.interfaces;
    expect(node?.description).toMatch(/^ELB app\/internal-alb\/[0-9a-f]{16}$/);
    expect(cloud.scaleAlbOut(alb.arn, subnets[0].id).ips).toHaveLength(3);
    expect(cloud.scaleAlbIn(alb.arn, node?.ip ?? '').ips).not.toContain(node?.ip);
    const { LoadBalancers } = await sdk(cloud).elbv2.send(
      new DescribeLoadBalancersCommand({ LoadBalancerArns: [alb.arn] }),
    );
    expect(LoadBalancers?.[0]).toMatchObject({ Type: 'application', Scheme: 'internal' });
    expect(LoadBalancers?.[0]?.AvailabilityZones?.[0]?.LoadBalancerAddresses).toEqual([]);
  });

  test('a group serves one load balancer', () => {
    const cloud = createCloud();
    const { group, subnets } = buildSampleWorld(cloud);
    const { arn } = cloud.createNetworkLoadBalancer({ subnetIds: [subnets[0].id], name: 'second' });
    expect(() => cloud.attach({ loadBalancerArn: arn, targetGroupArn: group.arn })).toThrow('more than one');
  });
});

describe('target groups', () => {
  test('many are read in one call, and one unknown fails it', async () => {
    const cloud = createCloud();
    const { vpc } = buildSampleWorld(cloud);
    const arns = Array.from(
      { length: 60 },
      (_, index) => cloud.createTargetGroup({ vpcId: vpc.id, name: `g${index}` }).arn,
    );
    const { elbv2 } = sdk(cloud);
    const { TargetGroups } = await elbv2.send(new DescribeTargetGroupsCommand({ TargetGroupArns: arns }));
    expect(TargetGroups?.map(({ TargetGroupArn }) => TargetGroupArn)).toEqual(arns);
    const unknown = `${arns[0]?.slice(0, -16)}0000000000000000`;
    await expect(
      elbv2.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [...arns, unknown] })),
    ).rejects.toBeInstanceOf(TargetGroupNotFoundException);
    await expect(elbv2.send(new DescribeTargetGroupsCommand({ TargetGroupArns: ['nonsense'] }))).rejects.toMatchObject({
      name: 'ValidationError',
    });
  });

  test('are found by name, and an unknown name fails the call', async () => {
    const cloud = createCloud();
    const { group } = buildSampleWorld(cloud);
    const find = (...Names: string[]) => sdk(cloud).elbv2.send(new DescribeTargetGroupsCommand({ Names }));
    expect((await find('public-api')).TargetGroups?.map(({ TargetGroupArn }) => TargetGroupArn)).toEqual([group.arn]);
    await expect(find('public-api', 'private-api')).rejects.toBeInstanceOf(TargetGroupNotFoundException);
  });

  test('have a name of their own in an account and a Region', async () => {
    const cloud = createCloud();
    const { vpc } = buildSampleWorld(cloud);
    const create = (region: string, VpcId: string) =>
      sdk(cloud, { region }).elbv2.send(
        new CreateTargetGroupCommand({ Name: 'public-api', TargetType: 'ip', Protocol: 'TCP', Port: 443, VpcId }),
      );
    await expect(create('eu-west-1', vpc.id)).rejects.toBeInstanceOf(DuplicateTargetGroupNameException);
    await create('us-east-1', cloud.createVpc({ region: 'us-east-1' }).id);
  });

  test('groups of another Region are unknown there and known in theirs', async () => {
    const cloud = createCloud();
    const vpc = cloud.createVpc({ region: 'us-east-1' });
    const { arn } = cloud.createTargetGroup({ vpcId: vpc.id });
    const TargetGroupArns = [arn];
    const there = await sdk(cloud, { region: 'us-east-1' }).elbv2.send(
      new DescribeTargetGroupsCommand({ TargetGroupArns }),
    );
    expect(there.TargetGroups?.[0]?.TargetGroupArn).toBe(arn);
    await expect(sdk(cloud).elbv2.send(new DescribeTargetGroupsCommand({ TargetGroupArns }))).rejects.toBeInstanceOf(
      TargetGroupNotFoundException,
    );
  });
});

describe('tags', () => {
  test('tags are set, replaced, removed and read', async () => {
    const cloud = createCloud();
    const { group, loadBalancer, endpoint } = buildSampleWorld(cloud);
    const { elbv2 } = sdk(cloud);
    const ResourceArns = [group.arn, loadBalancer.arn];
    await elbv2.send(
      new AddTagsCommand({
        ResourceArns: [group.arn],
        Tags: [
          { Key: 'team', Value: 'a & b <c>' },
          { Key: 'target-sync:binding', Value: 'other' },
        ],
      }),
    );
    const read = async () => (await elbv2.send(new DescribeTagsCommand({ ResourceArns }))).TagDescriptions;
    expect(await read()).toEqual([
      {
        ResourceArn: group.arn,
        Tags: [
          { Key: 'target-sync:binding', Value: 'other' },
          { Key: 'target-sync:source', Value: endpoint.id },
          { Key: 'team', Value: 'a & b <c>' },
        ],
      },
      { ResourceArn: loadBalancer.arn, Tags: [] },
    ]);
    await elbv2.send(new RemoveTagsCommand({ ResourceArns: [group.arn], TagKeys: ['team', 'target-sync:binding'] }));
    expect((await read())?.[0]?.Tags).toEqual([{ Key: 'target-sync:source', Value: endpoint.id }]);
  });

  test('tags go with their group', () => {
    const world = createWorld(defaultSettings);
    const vpc = createVpc(world, { cidr: '10.0.0.0/16', region: 'eu-west-1', ownerId: '1', sharedWith: new Set() });
    const group = createTargetGroup(world, {
      name: 'api',
      vpc,
      ownerId: '1',
      protocol: 'TCP',
      port: 443,
      family: 'ipv4',
    });
    addTags(world, group.arn, { team: 'edge' });
    deleteTargetGroup(world, group);
    expect(world.tags.size).toBe(0);
  });

  test('tags of at most twenty resources are read at once, all of them known', async () => {
    const cloud = createCloud();
    const { group, loadBalancer } = buildSampleWorld(cloud);
    const { elbv2 } = sdk(cloud);
    const read = (ResourceArns: string[]) => elbv2.send(new DescribeTagsCommand({ ResourceArns }));
    const twenty = Array.from({ length: 20 }, () => group.arn);
    expect((await read(twenty)).TagDescriptions).toHaveLength(20);
    await expect(read([...twenty, group.arn])).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(read([loadBalancer.arn.replace('front-door', 'back-door')])).rejects.toBeInstanceOf(
      LoadBalancerNotFoundException,
    );
  });
});
