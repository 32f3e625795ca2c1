import {
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  InvalidTargetException,
  RegisterTargetsCommand,
  type TargetDescription,
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
    ['an address inside the VPC with a wrong zone', { Id: '10.0.1.50', AvailabilityZone: 'eu-west-1b' }],
    ['a public address', { Id: '8.8.8.8', AvailabilityZone: 'all' }],
    ['an address outside the VPC without a zone', { Id: '192.168.1.1' }],
  ])('rejects %s, and the whole call with it', async (_title, target) => {
    const cloud = createCloud();
    const { group } = buildSampleWorld(cloud);
    await expect(register(cloud, group.arn, { Id: '10.0.1.50' }, target)).rejects.toBeInstanceOf(
      InvalidTargetException,
    );
    expect(cloud.targets(group.arn)).toEqual([]);
  });

  test('rejects an address inside the VPC with the zone all as no valid call, and the whole call with it', async () => {
    const cloud = createCloud();
    const { group } = buildSampleWorld(cloud);
    const target = { Id: '10.0.1.50', AvailabilityZone: 'all' };
    await expect(register(cloud, group.arn, { Id: '10.0.1.51' }, target)).rejects.toMatchObject({
      name: 'ValidationError',
    });
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

  test('accepts the zone all for every private range', async () => {
    const cloud = createCloud();
    const vpc = cloud.createVpc({ cidr: '10.0.0.0/16' });
    const { arn } = cloud.createTargetGroup({ vpcId: vpc.id });
    const outside = ['10.1.0.1', '100.64.0.1', '100.127.255.254', '172.16.0.1', '192.168.0.1'];
    await register(cloud, arn, ...outside.map((Id) => ({ Id, AvailabilityZone: 'all' })));
    expect(cloud.targets(arn).map(({ ip }) => ip)).toEqual(outside.toSorted());
    await expect(register(cloud, arn, { Id: '100.128.0.1', AvailabilityZone: 'all' })).rejects.toBeInstanceOf(
      InvalidTargetException,
    );
  });

  test('judges the zone all in a group attached to nothing by its own setting alone', async () => {
    const cloud = createCloud();
    const vpc = cloud.createVpc();
    const { arn } = cloud.createTargetGroup({ vpcId: vpc.id });
    const target = (Id: string) => ({ Id, AvailabilityZone: 'all' });
    await register(cloud, arn, target('192.168.1.1'));
    cloud.setTargetGroupAttributes(arn, { 'load_balancing.cross_zone.enabled': 'false' });
    await expect(register(cloud, arn, target('192.168.1.2'))).rejects.toBeInstanceOf(InvalidTargetException);
  });

  test.each([
    ['what is no address', [{ Id: 'not-an-ip' }]],
    ['an address of the other family', [{ Id: '2001:db8::1' }]],
    ['port 0', [{ Id: '10.0.1.50', Port: 0 }]],
    ['port 70000', [{ Id: '10.0.1.50', Port: 70_000 }]],
    ['no target at all', []],
  ])('finds %s invalid', async (_title, targets) => {
    const cloud = createCloud();
    const { group } = buildSampleWorld(cloud);
    await expect(register(cloud, group.arn, ...targets)).rejects.toMatchObject({ name: 'ValidationError' });
    expect(cloud.targets(group.arn)).toEqual([]);
  });

  test('identifies a target by address and port, whatever the spelling', async () => {
    const cloud = createCloud();
    const vpc = cloud.createVpc({ ipv6Cidr: '2001:db8::/56' });
    cloud.createSubnet({ vpcId: vpc.id, zone: 'eu-west-1a', cidr: '10.0.1.0/24', ipv6Cidr: '2001:db8::/64' });
    const { arn } = cloud.createTargetGroup({ vpcId: vpc.id, family: 'ipv6' });
    await register(cloud, arn, { Id: '2001:db8::1' }, { Id: '2001:0DB8::0001' }, { Id: '2001:db8::1', Port: 80 });
    expect(cloud.targets(arn).map(({ ip, port }) => `${ip} ${port}`)).toEqual(['2001:db8::1 443', '2001:db8::1 80']);
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
  test('does not start the delay again for a target that drains', () => {
    const cloud = createCloud();
    const { group, endpoint } = buildSampleWorld(cloud, { steady: true });
    cloud.deregister(group.arn, endpoint.ips);
    cloud.advance(200);
    cloud.deregister(group.arn, endpoint.ips);
    cloud.advance(99);
    expect(cloud.targets(group.arn).map(({ state }) => state)).toEqual(['draining', 'draining']);
    cloud.advance(1);
    expect(cloud.targets(group.arn)).toEqual([]);
  });

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
  test('shows a write only after the lag of the listing, which is none unless set', async () => {
    const cloud = createCloud({ listingLagSeconds: 6 });
    const { group } = buildSampleWorld(cloud);
    const TargetGroupArn = group.arn;
    const listed = async () => {
      const answer = await sdk(cloud).elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
      return answer.TargetHealthDescriptions?.map(({ Target, TargetHealth }) => `${Target?.Id} ${TargetHealth?.State}`);
    };
    await register(cloud, TargetGroupArn, { Id: '10.0.1.50' });
    cloud.advance(3);
    await register(cloud, TargetGroupArn, { Id: '10.0.1.51' });
    cloud.advance(2);
    expect(await listed()).toEqual([]);
    cloud.advance(1);
    expect(await listed()).toEqual(['10.0.1.50 initial']);
    cloud.advance(3);
    expect(await listed()).toEqual(['10.0.1.50 initial', '10.0.1.51 initial']);
    cloud.deregister(TargetGroupArn, ['10.0.1.50']);
    cloud.advance(5);
    expect(await listed()).toEqual(['10.0.1.50 initial', '10.0.1.51 initial']);
    cloud.advance(1);
    expect(await listed()).toEqual(['10.0.1.50 draining', '10.0.1.51 initial']);
  });

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

  test.each([
    [true, 'zonal_shift_active'],
    [false, 'zonal_shift_delegated_to_dns'],
  ])(
    'tells a zonal shift of the targets in the zone, and of no others (cross-zone %s: %s)',
    async (crossZone, state) => {
      const cloud = createCloud();
      const { group, loadBalancer } = buildSampleWorld(cloud, { crossZone, steady: true });
      cloud.zonalShift(loadBalancer.arn, 'eu-west-1a');
      const overrides = async () => {
        const answer = await sdk(cloud).elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn: group.arn }));
        return answer.TargetHealthDescriptions?.map(({ AdministrativeOverride }) => AdministrativeOverride?.State);
      };
      expect(await overrides()).toEqual([state, 'no_override']);
      cloud.endZonalShift(loadBalancer.arn, 'eu-west-1a');
      expect(await overrides()).toEqual(['no_override', 'no_override']);
    },
  );
});
