import {
  CreateListenerCommand,
  CreateTargetGroupCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ModifyLoadBalancerAttributesCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, test } from 'vitest';
import { createCloud } from './cloud.ts';
import { sdk } from './sdk.ts';

const OTHER_ACCOUNT = '210987654321';

/** An ALB in two zones, and an NLB before it whose group holds it once it is registered. */
function setUp({ crossZone = true } = {}) {
  const cloud = createCloud({ registrationSeconds: 0 });
  const { id: vpcId } = cloud.createVpc({ sharedWith: [OTHER_ACCOUNT] });
  const subnetIds = ['a', 'b'].map(
    (zone, index) => cloud.createSubnet({ vpcId, zone: `eu-west-1${zone}`, cidr: `10.0.${index + 1}.0/24` }).id,
  );
  const alb = cloud.createInternalAlb({ subnetIds });
  const nlb = cloud.createNetworkLoadBalancer({ subnetIds, crossZone });
  const group = cloud.createTargetGroup({ vpcId, targetType: 'alb' });
  cloud.attach({ loadBalancerArn: nlb.arn, targetGroupArn: group.arn });
  const nextSecond = () => {
    const mark = cloud.traffic.mark();
    cloud.advance(1);
    return cloud.traffic.since(mark);
  };
  return { cloud, vpcId, subnetIds, alb, group, nextSecond };
}

describe('a target group with an ALB', () => {
  test('is made over the wire, and describes its target by its ARN', async () => {
    const { cloud, vpcId: VpcId, alb } = setUp();
    const { elbv2 } = sdk(cloud);
    const { TargetGroups } = await elbv2.send(
      new CreateTargetGroupCommand({ Name: 'to-alb', TargetType: 'alb', Protocol: 'TCP', Port: 443, VpcId }),
    );
    const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? '';
    await elbv2.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: alb.arn }] }));
    const described = await elbv2.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [TargetGroupArn] }));
    expect(described.TargetGroups).toMatchObject([
      { TargetType: 'alb', Protocol: 'TCP', HealthCheckProtocol: 'HTTP', HealthCheckPath: '/', IpAddressType: 'ipv4' },
    ]);
    const { TargetHealthDescriptions } = await elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
    expect(TargetHealthDescriptions).toMatchObject([{ Target: { Id: alb.arn, Port: 443 } }]);
    expect(TargetHealthDescriptions?.[0]?.Target?.AvailabilityZone).toBeUndefined();
  });

  test('follows its nodes as they come and go, and nobody registers them', () => {
    const { cloud, subnetIds, alb, group, nextSecond } = setUp();
    cloud.register(group.arn, [alb.arn]);
    cloud.advance(20);
    expect(cloud.targets(group.arn)).toMatchObject([{ ip: alb.arn, port: 443, state: 'healthy' }]);
    expect(nextSecond()).toEqual({ served: 2, failed: 0, stranger: 0 });
    cloud.scaleAlbOut(alb.arn, subnetIds[0] ?? '');
    for (const ip of alb.ips) {
      cloud.scaleAlbIn(alb.arn, ip);
      cloud.takeAddress({ subnetId: subnetIds[alb.ips.indexOf(ip)] ?? '', ip, listens: [443] });
    }
    expect(nextSecond()).toEqual({ served: 2, failed: 0, stranger: 0 });
  });

  test('is unhealthy, and clients fail, while no node answers and when the ALB is gone', () => {
    const { cloud, alb, group, nextSecond } = setUp();
    cloud.register(group.arn, [alb.arn]);
    cloud.setHealthy(group.arn);
    for (const { id } of alb.interfaces) cloud.setListening(id, []);
    expect(nextSecond()).toEqual({ served: 0, failed: 2, stranger: 0 });
    cloud.advance(20);
    expect(cloud.targets(group.arn)).toMatchObject([{ state: 'unhealthy' }]);
    for (const { id } of alb.interfaces) cloud.setListening(id, [443]);
    cloud.advance(20);
    expect(cloud.targets(group.arn)).toMatchObject([{ state: 'healthy' }]);
    cloud.deleteAlb(alb.arn);
    expect(nextSecond()).toEqual({ served: 0, failed: 2, stranger: 0 });
  });

  test('with cross-zone off is dark in a zone without a node', () => {
    const { cloud, alb, group, nextSecond } = setUp({ crossZone: false });
    cloud.register(group.arn, [alb.arn]);
    cloud.setHealthy(group.arn);
    expect(nextSecond()).toEqual({ served: 2, failed: 0, stranger: 0 });
    cloud.scaleAlbIn(alb.arn, alb.ips[0] ?? '');
    expect(nextSecond()).toEqual({ served: 1, failed: 1, stranger: 0 });
  });
});

describe('as its target a group takes', () => {
  test('an ALB of its own VPC and account, and no address', () => {
    const { cloud, vpcId, subnetIds, alb, group } = setUp();
    const { id: elsewhere } = cloud.createVpc({ cidr: '10.1.0.0/16' });
    const subnetId = cloud.createSubnet({ vpcId: elsewhere, zone: 'eu-west-1a', cidr: '10.1.1.0/24' }).id;
    const others = [
      cloud.createInternalAlb({ subnetIds: [subnetId], name: 'in-another-vpc' }).arn,
      cloud.createInternalAlb({ subnetIds, name: 'of-another-account', ownerId: OTHER_ACCOUNT }).arn,
      cloud.createNetworkLoadBalancer({ subnetIds, name: 'no-alb' }).arn,
      alb.ips[0] ?? '',
    ];
    for (const target of others) {
      expect(() => {
        cloud.register(group.arn, [target]);
      }).toThrow(expect.objectContaining({ code: 'InvalidTarget', message: expect.stringContaining(target) }));
    }
    cloud.register(group.arn, [alb.arn]);
    const addresses = cloud.createTargetGroup({ vpcId, name: 'addresses' }).arn;
    expect(() => {
      cloud.register(addresses, [alb.arn]);
    }).toThrow('not a valid IPv4');
  });

  test('a port that the ALB listens on', () => {
    const { cloud, alb, group } = setUp();
    expect(() => {
      cloud.register(group.arn, [{ ip: alb.arn, port: 8443 }]);
    }).toThrow('at least one listener that matches');
    cloud.setAlbListeners(alb.arn, [{ port: 8443, protocol: 'HTTPS' }]);
    cloud.register(group.arn, [{ ip: alb.arn, port: 8443 }]);
  });

  test('one ALB, and an ALB serves two groups', () => {
    const { cloud, vpcId, subnetIds, alb, group } = setUp();
    cloud.register(group.arn, [alb.arn]);
    cloud.register(group.arn, [alb.arn]);
    const second = cloud.createInternalAlb({ subnetIds, name: 'second' });
    expect(() => {
      cloud.register(group.arn, [second.arn]);
    }).toThrow(expect.objectContaining({ code: 'TooManyTargets' }));
    const empty = cloud.createTargetGroup({ vpcId, name: 'empty', targetType: 'alb' }).arn;
    expect(() => {
      cloud.register(empty, [alb.arn, second.arn]);
    }).toThrow(expect.objectContaining({ code: 'TooManyTargets' }));
    const more = ['b', 'c'].map((name) => cloud.createTargetGroup({ vpcId, name, targetType: 'alb' }).arn);
    cloud.register(more[0] ?? '', [alb.arn]);
    expect(() => {
      cloud.register(more[1] ?? '', [alb.arn]);
    }).toThrow(expect.objectContaining({ code: 'TooManyRegistrationsForTargetId' }));
    cloud.register(more[1] ?? '', [second.arn]);
  });

  test('TCP for its protocol, and HTTP or HTTPS for its checks', () => {
    const { cloud, vpcId } = setUp();
    const create = (options: Partial<Parameters<typeof cloud.createTargetGroup>[0]>) =>
      cloud.createTargetGroup({ vpcId, targetType: 'alb', name: 'b', ...options });
    const refused = expect.objectContaining({ code: 'InvalidConfigurationRequest' });
    expect(() => create({ protocol: 'TLS' })).toThrow(refused);
    expect(() => create({ check: { protocol: 'TCP' } })).toThrow(refused);
    create({ check: { protocol: 'HTTPS' } });
  });
});

describe('behind a load balancer with zonal shift', () => {
  const attributes = (zonalShift: boolean, crossZone: boolean) => ({
    'zonal_shift.config.enabled': String(zonalShift),
    'load_balancing.cross_zone.enabled': String(crossZone),
  });
  const refused = { name: 'InvalidConfigurationRequestException', message: expect.stringContaining('of type alb') };

  function frontDoor() {
    const { cloud, vpcId, subnetIds } = setUp();
    const { arn } = cloud.createNetworkLoadBalancer({ subnetIds, name: 'shifting' });
    const groupOf = (targetType: 'ip' | 'alb') => cloud.createTargetGroup({ vpcId, name: targetType, targetType }).arn;
    const attach = (targetGroupArn: string) =>
      sdk(cloud).elbv2.send(
        new CreateListenerCommand({
          LoadBalancerArn: arn,
          Protocol: 'TCP',
          Port: 443,
          DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
        }),
      );
    const modify = (change: Readonly<Record<string, string>>) =>
      sdk(cloud).elbv2.send(
        new ModifyLoadBalancerAttributesCommand({
          LoadBalancerArn: arn,
          Attributes: Object.entries(change).map(([Key, Value]) => ({ Key, Value })),
        }),
      );
    return { cloud, arn, groupOf, attach, modify };
  }

  test.each([
    ['alb', true, false],
    ['alb', false, true],
    ['ip', true, true],
  ] as const)(
    'a group of type %s, with zonal shift %s and cross-zone %s, is taken',
    async (type, zonalShift, crossZone) => {
      const { groupOf, attach, modify } = frontDoor();
      await modify(attributes(zonalShift, crossZone));
      expect((await attach(groupOf(type))).Listeners).toHaveLength(1);
    },
  );

  test('and with cross-zone, a group of type alb is refused', async () => {
    const { groupOf, attach, modify } = frontDoor();
    await modify(attributes(true, true));
    await expect(attach(groupOf('alb'))).rejects.toMatchObject(refused);
  });

  test.each([
    ['zonal shift', attributes(false, true), attributes(true, true)],
    ['cross-zone', attributes(true, false), attributes(true, true)],
  ])('that has a group of type alb, %s cannot be turned on, and nothing is changed', async (_, before, change) => {
    const { cloud, arn, groupOf, attach, modify } = frontDoor();
    await modify(before);
    await attach(groupOf('alb'));
    await expect(modify({ ...change, 'deletion_protection.enabled': 'true' })).rejects.toMatchObject(refused);
    expect(() => {
      cloud.setLoadBalancerAttributes(arn, change);
    }).toThrow('of type alb');
    const { Attributes } = await modify(before);
    expect(Attributes).toContainEqual({ Key: 'deletion_protection.enabled', Value: 'false' });
  });

  test('such a group cannot join another, nor by a changed listener, until zonal shift is off', async () => {
    const { cloud, arn, groupOf, attach, modify } = frontDoor();
    const [addresses, alb] = [groupOf('ip'), groupOf('alb')];
    await modify(attributes(true, true));
    const { Listeners } = await attach(addresses);
    const join = () => {
      cloud.setListener(Listeners?.[0]?.ListenerArn ?? '', {
        forwards: [{ targetGroupArn: addresses }, { targetGroupArn: alb, weight: 0 }],
      });
    };
    expect(join).toThrow('of type alb');
    cloud.setLoadBalancerAttributes(arn, { 'zonal_shift.config.enabled': 'false' });
    join();
  });
});
