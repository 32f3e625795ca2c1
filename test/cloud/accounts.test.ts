import { DescribeNetworkInterfacesCommand, DescribeSubnetsCommand } from '@aws-sdk/client-ec2';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  InvalidTargetException,
  ListenerNotFoundException,
  LoadBalancerNotFoundException,
  RegisterTargetsCommand,
  TargetGroupNotFoundException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, test } from 'vitest';
import { createCloud } from './cloud.ts';
import { sdk } from './sdk.ts';

const OWNER = '123456789012';
const PARTICIPANT = '210987654321';
const STRANGER = '333333333333';

/** A VPC with two zones that its owner shares, with an ALB of the participant in it. */
function setUp() {
  const cloud = createCloud();
  const { id: vpcId } = cloud.createVpc({ sharedWith: [PARTICIPANT] });
  const subnetIds = ['a', 'b'].map(
    (zone, index) => cloud.createSubnet({ vpcId, zone: `eu-west-1${zone}`, cidr: `10.0.${index + 1}.0/24` }).id,
  );
  const alb = cloud.createInternalAlb({ subnetIds, ownerId: PARTICIPANT });
  return {
    cloud,
    vpcId,
    subnetIds,
    alb,
    as: (account: string) => sdk(cloud, { credentials: cloud.credentialsOf(account) }),
  };
}

describe('in a shared VPC', () => {
  test.each([
    ['its owner', OWNER, 2],
    ['the participant', PARTICIPANT, 2],
    ['somebody else', STRANGER, 0],
  ])('the subnets are seen by %s: the owner’s', async (_title, account, count) => {
    const { vpcId, as } = setUp();
    const Filters = [{ Name: 'vpc-id', Values: [vpcId] }];
    const { Subnets } = await as(account).ec2.send(new DescribeSubnetsCommand({ Filters }));
    expect(Subnets?.map(({ OwnerId }) => OwnerId)).toEqual(Array.from({ length: count }, () => OWNER));
  });

  test.each([
    ['the participant', PARTICIPANT, 2],
    ['the owner of the VPC', OWNER, 2],
    ['somebody else', STRANGER, 0],
  ])('the interfaces of a participant’s ALB are seen by %s: the participant’s', async (_title, account, count) => {
    const { alb, as } = setUp();
    const Filters = [{ Name: 'description', Values: [alb.interfaces[0]?.description ?? ''] }];
    const { NetworkInterfaces } = await as(account).ec2.send(new DescribeNetworkInterfacesCommand({ Filters }));
    expect(NetworkInterfaces?.map(({ OwnerId }) => OwnerId)).toEqual(Array.from({ length: count }, () => PARTICIPANT));
  });
});

describe('what another account has', () => {
  test('is not found by its ARN, be it a load balancer, a listener, a group or tags', async () => {
    const { cloud, vpcId, alb, as } = setUp();
    const group = cloud.createTargetGroup({ vpcId, ownerId: PARTICIPANT });
    const { elbv2: own } = as(PARTICIPANT);
    const { Listeners } = await own.send(new DescribeListenersCommand({ LoadBalancerArn: alb.arn }));
    const ListenerArns = [Listeners?.[0]?.ListenerArn ?? ''];
    const reads = {
      loadBalancer: new DescribeLoadBalancersCommand({ LoadBalancerArns: [alb.arn] }),
      listeners: new DescribeListenersCommand({ LoadBalancerArn: alb.arn }),
      listener: new DescribeListenersCommand({ ListenerArns }),
      group: new DescribeTargetGroupsCommand({ TargetGroupArns: [group.arn] }),
      health: new DescribeTargetHealthCommand({ TargetGroupArn: group.arn }),
      tags: new DescribeTagsCommand({ ResourceArns: [alb.arn] }),
    };
    const { elbv2 } = as(OWNER);
    await expect(elbv2.send(reads.loadBalancer)).rejects.toBeInstanceOf(LoadBalancerNotFoundException);
    await expect(elbv2.send(reads.listeners)).rejects.toBeInstanceOf(LoadBalancerNotFoundException);
    await expect(elbv2.send(reads.listener)).rejects.toBeInstanceOf(ListenerNotFoundException);
    await expect(elbv2.send(reads.group)).rejects.toBeInstanceOf(TargetGroupNotFoundException);
    await expect(elbv2.send(reads.health)).rejects.toBeInstanceOf(TargetGroupNotFoundException);
    await expect(elbv2.send(reads.tags)).rejects.toBeInstanceOf(LoadBalancerNotFoundException);
    expect((await own.send(reads.loadBalancer)).LoadBalancers).toHaveLength(1);
    expect((await own.send(reads.listener)).Listeners).toHaveLength(1);
    expect((await own.send(reads.group)).TargetGroups).toHaveLength(1);
    await own.send(reads.health);
    await own.send(reads.tags);
  });
});

describe('an account with names of its own for the zones', () => {
  const SWAPPED = { 'eu-west-1a': 'eu-west-1b', 'eu-west-1b': 'eu-west-1a' };

  test('is told them wherever a zone is named, and the same ids', async () => {
    const { cloud, subnetIds, alb, as } = setUp();
    cloud.zoneNamesOf(PARTICIPANT, SWAPPED);
    const zones = async (account: string) => {
      const { ec2 } = as(account);
      const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: subnetIds }));
      const { NetworkInterfaces } = await ec2.send(new DescribeNetworkInterfacesCommand({}));
      return {
        subnets: Subnets?.map(({ AvailabilityZone: name, AvailabilityZoneId: id }) => `${name} ${id}`),
        interfaces: NetworkInterfaces?.map(({ AvailabilityZone }) => AvailabilityZone),
      };
    };
    expect(await zones(OWNER)).toEqual({
      subnets: ['eu-west-1a euw1-az1', 'eu-west-1b euw1-az2'],
      interfaces: ['eu-west-1a', 'eu-west-1b'],
    });
    expect(await zones(PARTICIPANT)).toEqual({
      subnets: ['eu-west-1b euw1-az1', 'eu-west-1a euw1-az2'],
      interfaces: ['eu-west-1b', 'eu-west-1a'],
    });
    const { LoadBalancers } = await as(PARTICIPANT).elbv2.send(
      new DescribeLoadBalancersCommand({ LoadBalancerArns: [alb.arn] }),
    );
    expect(LoadBalancers?.[0]?.AvailabilityZones?.map(({ ZoneName, SubnetId }) => [ZoneName, SubnetId])).toEqual([
      ['eu-west-1b', subnetIds[0]],
      ['eu-west-1a', subnetIds[1]],
    ]);
  });

  test('filters by them', async () => {
    const { cloud, subnetIds, alb, as } = setUp();
    cloud.zoneNamesOf(PARTICIPANT, SWAPPED);
    const Filters = [{ Name: 'availability-zone', Values: ['eu-west-1a'] }];
    const first = async (account: string) => {
      const { ec2 } = as(account);
      const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({ Filters }));
      const { NetworkInterfaces = [] } = await ec2.send(new DescribeNetworkInterfacesCommand({ Filters }));
      return [...Subnets.map(({ SubnetId }) => SubnetId), ...NetworkInterfaces.map((each) => each.PrivateIpAddress)];
    };
    expect(await first(OWNER)).toEqual([subnetIds[0], alb.ips[0]]);
    expect(await first(PARTICIPANT)).toEqual([subnetIds[1], alb.ips[1]]);
  });

  test('names its targets’ zones by them, and `all` as ever', async () => {
    const { cloud, vpcId, alb, as } = setUp();
    cloud.zoneNamesOf(PARTICIPANT, SWAPPED);
    const { arn: TargetGroupArn } = cloud.createTargetGroup({ vpcId, ownerId: PARTICIPANT });
    const { elbv2 } = as(PARTICIPANT);
    const [Id = ''] = alb.ips;
    const register = (AvailabilityZone: string, target = Id) =>
      elbv2.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: target, AvailabilityZone }] }));
    await expect(register('eu-west-1a')).rejects.toBeInstanceOf(InvalidTargetException);
    await register('eu-west-1b');
    await register('all', '192.168.0.1');
    const { TargetHealthDescriptions } = await elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
    expect(TargetHealthDescriptions?.map(({ Target }) => Target?.AvailabilityZone)).toEqual(['eu-west-1b', 'all']);
  });

  test('has each name once', () => {
    const { cloud } = setUp();
    expect(() => {
      cloud.zoneNamesOf(PARTICIPANT, { 'eu-west-1a': 'eu-west-1b' });
    }).toThrow('in another order');
  });
});
