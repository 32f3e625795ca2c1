import {
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  InvalidTargetException,
  RegisterTargetsCommand,
  type TargetDescription,
  TooManyTargetsException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, test } from 'vitest';
import { type Cloud, createCloud } from './cloud.ts';
import { buildSampleWorld } from './sample-world.ts';
import { sdk } from './sdk.ts';

function register(cloud: Cloud, TargetGroupArn: string, ...Targets: TargetDescription[]) {
  return sdk(cloud).elbv2.send(new RegisterTargetsCommand({ TargetGroupArn, Targets }));
}

describe('RegisterTargets', () => {
  test('fills in the zone of an address in the VPC and the port of the group', async () => {
    const cloud = createCloud();
    const { group } = buildSampleWorld(cloud);
    await register(cloud, group.arn, { Id: '10.0.1.50' }, { Id: '10.0.2.50', Port: 8443 });
    const { TargetHealthDescriptions } = await sdk(cloud).elbv2.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: group.arn }),
    );
    expect(TargetHealthDescriptions).toEqual([
      {
        Target: { Id: '10.0.1.50', Port: 443, AvailabilityZone: 'eu-west-1a' },
        HealthCheckPort: '443',
        TargetHealth: {
          State: 'initial',
          Reason: 'Elb.RegistrationInProgress',
          Description: 'Target registration is in progress',
        },
        AdministrativeOverride: expect.objectContaining({ State: 'no_override' }),
      },
      expect.objectContaining({ Target: { Id: '10.0.2.50', Port: 8443, AvailabilityZone: 'eu-west-1b' } }),
    ]);
  });

  test.each([
    ['an address inside the VPC but in no subnet', { Id: '10.0.77.1' }],
    ['an address inside the VPC with the zone all', { Id: '10.0.1.50', AvailabilityZone: 'all' }],
    ['an address inside the VPC with a wrong zone', { Id: '10.0.1.50', AvailabilityZone: 'eu-west-1b' }],
    ['a public address', { Id: '8.8.8.8', AvailabilityZone: 'all' }],
    ['an address outside the VPC without a zone', { Id: '192.168.1.1' }],
    ['an IPv6 address in an IPv4 group', { Id: '2001:db8::1' }],
  ])('rejects %s, and the whole call with it', async (_title, target) => {
    const cloud = createCloud();
    const { group } = buildSampleWorld(cloud);
    await expect(register(cloud, group.arn, { Id: '10.0.1.50' }, target)).rejects.toBeInstanceOf(
      InvalidTargetException,
    );
    expect(cloud.targets(group.arn)).toEqual([]);
  });

  test('accepts the zone all for an address outside the VPC with cross-zone on, and rejects it with cross-zone off', async () => {
    const target = { Id: '192.168.1.1', AvailabilityZone: 'all' };
    const on = createCloud();
    const open = buildSampleWorld(on, { crossZone: true });
    await register(on, open.group.arn, target);
    expect(on.targets(open.group.arn)).toMatchObject([{ ip: '192.168.1.1', zone: 'all', state: 'initial' }]);

    const off = createCloud();
    const closed = buildSampleWorld(off, { crossZone: false });
    await expect(register(off, closed.group.arn, target)).rejects.toBeInstanceOf(InvalidTargetException);
    off.setTargetGroupAttributes(closed.group.arn, { 'load_balancing.cross_zone.enabled': 'true' });
    await register(off, closed.group.arn, target);
    expect(off.targets(closed.group.arn)).toHaveLength(1);
  });

  test('rejects what is no address', async () => {
    const cloud = createCloud();
    const { group } = buildSampleWorld(cloud);
    await expect(register(cloud, group.arn, { Id: 'not-an-ip' })).rejects.toMatchObject({ name: 'ValidationError' });
  });

  test('identifies a target by address and port, whatever the spelling', async () => {
    const cloud = createCloud();
    const vpc = cloud.createVpc({ ipv6Cidr: '2001:db8::/56' });
    cloud.createSubnet({ vpcId: vpc.id, zone: 'eu-west-1a', cidr: '10.0.1.0/24', ipv6Cidr: '2001:db8::/64' });
    const { arn } = cloud.createTargetGroup({ vpcId: vpc.id, family: 'ipv6' });
    await register(cloud, arn, { Id: '2001:db8::1' }, { Id: '2001:0DB8::0001' }, { Id: '2001:db8::1', Port: 80 });
    expect(cloud.targets(arn).map(({ ip, port }) => `${ip} ${port}`)).toEqual(['2001:db8::1 443', '2001:db8::1 80']);
  });

  test('accepts targets up to the quota of the group, and none of a call that goes beyond', async () => {
    const cloud = createCloud({ targetsPerGroup: 2 });
    const { group } = buildSampleWorld(cloud);
    await register(cloud, group.arn, { Id: '10.0.1.50' });
    await expect(register(cloud, group.arn, { Id: '10.0.1.51' }, { Id: '10.0.1.52' })).rejects.toBeInstanceOf(
      TooManyTargetsException,
    );
    expect(cloud.targets(group.arn)).toHaveLength(1);
    await register(cloud, group.arn, { Id: '10.0.1.50' }, { Id: '10.0.1.51' });
    cloud.deregister(group.arn, ['10.0.1.50']);
    await register(cloud, group.arn, { Id: '10.0.1.52' });
    expect(cloud.targets(group.arn).map(({ ip }) => ip)).toEqual(['10.0.1.50', '10.0.1.51', '10.0.1.52']);
  });

  test('counts the targets of all groups of a load balancer with cross-zone on', async () => {
    const cloud = createCloud({ targetsPerCrossZoneLoadBalancer: 2 });
    const { group, loadBalancer, vpc } = buildSampleWorld(cloud);
    const sibling = cloud.createTargetGroup({ vpcId: vpc.id, name: 'sibling' });
    cloud.attach({ loadBalancerArn: loadBalancer.arn, targetGroupArn: sibling.arn, port: 8443 });
    cloud.register(sibling.arn, ['10.0.1.60', '10.0.1.61']);
    await expect(register(cloud, group.arn, { Id: '10.0.1.50' })).rejects.toBeInstanceOf(TooManyTargetsException);
    cloud.setLoadBalancerAttributes(loadBalancer.arn, { 'load_balancing.cross_zone.enabled': 'false' });
    await register(cloud, group.arn, { Id: '10.0.1.50' });
  });

  test('puts a draining target back to initial', () => {
    const cloud = createCloud();
    const { group, endpoint } = buildSampleWorld(cloud, { steady: true });
    cloud.deregister(group.arn, endpoint.ips);
    cloud.advance(10);
    cloud.register(group.arn, endpoint.ips.slice(0, 1));
    expect(cloud.targets(group.arn).map(({ state }) => state)).toEqual(['initial', 'draining']);
  });

  test('leaves a registered target as it is', () => {
    const cloud = createCloud();
    const { group, endpoint } = buildSampleWorld(cloud, { steady: true });
    cloud.register(group.arn, endpoint.ips);
    expect(cloud.targets(group.arn).map(({ state }) => state)).toEqual(['healthy', 'healthy']);
  });
});

describe('DeregisterTargets', () => {
  test('succeeds for a target that is not there', async () => {
    const cloud = createCloud();
    const { group, endpoint } = buildSampleWorld(cloud, { steady: true });
    const { elbv2 } = sdk(cloud);
    const TargetGroupArn = group.arn;
    await elbv2.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: '10.0.1.99' }] }));
    await elbv2.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: endpoint.ips[0], Port: 80 }] }));
    expect(cloud.targets(group.arn).map(({ state }) => state)).toEqual(['healthy', 'healthy']);
  });
});

describe('DescribeTargetHealth', () => {
  test('answers unused for a target asked for by name that is not registered', async () => {
    const cloud = createCloud();
    const { group } = buildSampleWorld(cloud);
    const { TargetHealthDescriptions } = await sdk(cloud).elbv2.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: group.arn, Targets: [{ Id: '10.0.1.99', Port: 443 }] }),
    );
    expect(TargetHealthDescriptions?.[0]?.TargetHealth).toMatchObject({
      State: 'unused',
      Reason: 'Target.NotRegistered',
    });
  });

  test('answers an empty list, not nothing, for an empty group', async () => {
    const cloud = createCloud();
    const { group } = buildSampleWorld(cloud);
    const answer = await sdk(cloud).elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn: group.arn }));
    expect(answer.TargetHealthDescriptions).toEqual([]);
  });

  test('tells a zonal shift of the targets in the zone, and of no others', async () => {
    const cloud = createCloud();
    const { group, loadBalancer } = buildSampleWorld(cloud, { steady: true });
    cloud.zonalShift(loadBalancer.arn, 'eu-west-1a');
    const overrides = async () => {
      const answer = await sdk(cloud).elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn: group.arn }));
      return answer.TargetHealthDescriptions?.map(({ AdministrativeOverride }) => AdministrativeOverride?.State);
    };
    expect(await overrides()).toEqual(['zonal_shift_active', 'no_override']);
    cloud.endZonalShift(loadBalancer.arn, 'eu-west-1a');
    expect(await overrides()).toEqual(['no_override', 'no_override']);
  });
});
