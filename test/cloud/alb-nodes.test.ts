import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  ListenerNotFoundException,
  LoadBalancerNotFoundException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, test } from 'vitest';
import { interfacesOf, setUp, statuses } from './alb-world.ts';
import { sdk } from './sdk.ts';

describe('a node that comes', () => {
  test('is in EC2 at once, and later in service and in the name', async () => {
    const { cloud, alb, subnetIds, tryAddress } = setUp({ albNodeStartSeconds: 10, albDnsJoinSeconds: 30 });
    const created = cloud.scaleAlbOut(alb.arn, subnetIds[1]).ips.at(-1) ?? '';
    expect(created).toBe('10.0.2.12');
    expect(await statuses(cloud, alb.arn)).toEqual(['10.0.1.10 in-use', '10.0.2.10 in-use', '10.0.2.12 in-use']);
    expect(tryAddress(created)).toBe('failed');
    cloud.advance(9);
    expect(tryAddress(created)).toBe('served');
    expect(cloud.publicAnswer(alb.dnsName, 'A')).toEqual(alb.ips);
    cloud.advance(18);
    expect(cloud.publicAnswer(alb.dnsName, 'A')).toEqual(alb.ips);
    cloud.advance(1);
    expect(cloud.publicAnswer(alb.dnsName, 'A')).toEqual([...alb.ips, created]);
  });

  test('does not come back into the name when it leaves before it came', () => {
    const { cloud, alb, subnetIds } = setUp();
    const created = cloud.scaleAlbOut(alb.arn, subnetIds[0]).ips.at(-1) ?? '';
    cloud.scaleAlbIn(alb.arn, created, { graceSeconds: 300 });
    cloud.advance(120);
    expect(cloud.publicAnswer(alb.dnsName, 'A')).toEqual(alb.ips);
  });

  test('leaves others as they are, be they deaf', () => {
    const { cloud, alb, subnetIds, tryAddress } = setUp();
    cloud.setListening(alb.interfaces[0]?.id ?? '', []);
    cloud.scaleAlbOut(alb.arn, subnetIds[0]);
    expect(alb.ips.map((ip) => tryAddress(ip))).toEqual(['failed', 'served']);
  });

  test('answers at listeners that came while it started', () => {
    const { cloud, alb, subnetIds, tryAddress } = setUp({ albNodeStartSeconds: 10 });
    const created = cloud.scaleAlbOut(alb.arn, subnetIds[0]).ips.at(-1) ?? '';
    cloud.setAlbListeners(alb.arn, [{ port: 8443, protocol: 'HTTPS' }]);
    expect(tryAddress(created, 8443)).toBe('failed');
    cloud.advance(10);
    expect([443, 8443].map((port) => tryAddress(created, port))).toEqual(['failed', 'served']);
    expect(tryAddress(alb.ips[0] ?? '', 8443)).toBe('served');
  });
});

describe('a node that goes', () => {
  test('leaves the name at once, serves for its grace, is listed a while longer, and frees its address', async () => {
    const { cloud, alb, subnetIds, tryAddress } = setUp({ albNodeGraceSeconds: 60, albNodeDetachSeconds: 30 });
    const [gone = '', stays = ''] = alb.ips;
    cloud.scaleAlbIn(alb.arn, gone);
    expect(cloud.publicAnswer(alb.dnsName, 'A')).toEqual([stays]);
    expect(await statuses(cloud, alb.arn)).toEqual([`${gone} in-use`, `${stays} in-use`]);
    expect(tryAddress(gone)).toBe('served');
    cloud.advance(59);
    expect(await statuses(cloud, alb.arn)).toEqual([`${gone} available`, `${stays} in-use`]);
    expect(tryAddress(gone)).toBe('failed');
    const take = () => cloud.takeAddress({ subnetId: subnetIds[0], ip: gone, listens: [443] });
    expect(take).toThrow('in use');
    cloud.advance(29);
    expect(await statuses(cloud, alb.arn)).toEqual([`${stays} in-use`]);
    take();
    expect(tryAddress(gone)).toBe('stranger');
    expect(tryAddress(stays)).toBe('served');
  });

  test('goes at once unless told otherwise, and may be told each time', async () => {
    const { cloud, alb } = setUp();
    const [first = '', second = ''] = alb.ips;
    expect(cloud.scaleAlbIn(alb.arn, first).ips).toEqual([second]);
    cloud.scaleAlbIn(alb.arn, second, { detachSeconds: 5, detachingAs: 'detaching' });
    expect(await statuses(cloud, alb.arn)).toEqual([`${second} detaching`]);
    expect(() => cloud.scaleAlbIn(alb.arn, first)).toThrow('no node');
  });

  test('is attached to nothing once it is listed as available', async () => {
    const { cloud, alb } = setUp();
    const [first] = alb.interfaces;
    const attachment = async () => (await interfacesOf(cloud, first?.description ?? ''))[0]?.Attachment;
    expect(await attachment()).toMatchObject({ Status: 'attached', InstanceOwnerId: 'amazon-elb' });
    cloud.scaleAlbIn(alb.arn, first?.ip ?? '', { detachSeconds: 5 });
    expect(await attachment()).toBeUndefined();
  });
});

describe('a change of zones', () => {
  test('is described at once; nodes come in new zones, and those of old ones leave', async () => {
    const { cloud, vpcId, alb, subnetIds } = setUp();
    const third = cloud.createSubnet({ vpcId, zone: 'eu-west-1c', cidr: '10.0.3.0/24' }).id;
    cloud.setAlbZones(alb.arn, [subnetIds[1], third], { graceSeconds: 60 });
    const { LoadBalancers } = await sdk(cloud).elbv2.send(
      new DescribeLoadBalancersCommand({ LoadBalancerArns: [alb.arn] }),
    );
    expect(LoadBalancers?.[0]?.AvailabilityZones?.map(({ SubnetId }) => SubnetId)).toEqual([subnetIds[1], third]);
    expect(await statuses(cloud, alb.arn)).toEqual(['10.0.1.10 in-use', '10.0.2.10 in-use', '10.0.3.10 in-use']);
    expect(cloud.publicAnswer(alb.dnsName, 'A')).toEqual(['10.0.2.10']);
    cloud.advance(60);
    expect(await statuses(cloud, alb.arn)).toEqual(['10.0.2.10 in-use', '10.0.3.10 in-use']);
    expect(cloud.publicAnswer(alb.dnsName, 'A')).toEqual(['10.0.2.10', '10.0.3.10']);
  });

  test('leaves a node that is leaving already its time', async () => {
    const { cloud, alb, subnetIds } = setUp();
    cloud.setAlbZones(alb.arn, [subnetIds[1]], { graceSeconds: 60 });
    cloud.setAlbZones(alb.arn, [subnetIds[1]]);
    expect(await statuses(cloud, alb.arn)).toEqual(['10.0.1.10 in-use', '10.0.2.10 in-use']);
  });

  test('gives a zone that comes back a node of its own, beside one that still leaves', async () => {
    const { cloud, alb, subnetIds } = setUp({ albDnsJoinSeconds: 0 });
    cloud.setAlbZones(alb.arn, [subnetIds[1]], { graceSeconds: 60 });
    const { zones } = cloud.setAlbZones(alb.arn, subnetIds);
    expect(zones.map(({ fixedIp }) => fixedIp)).toEqual(['10.0.1.12', '10.0.2.10']);
    expect(cloud.publicAnswer(alb.dnsName, 'A')).toEqual(['10.0.2.10', '10.0.1.12']);
    cloud.advance(60);
    expect(await statuses(cloud, alb.arn)).toEqual(['10.0.2.10 in-use', '10.0.1.12 in-use']);
  });
});

describe('a deleted ALB', () => {
  test('takes its listeners with it, and no node of it starts any more', async () => {
    const { cloud, alb, subnetIds, tryAddress } = setUp({ albNodeStartSeconds: 10 });
    const { elbv2 } = sdk(cloud);
    const { Listeners } = await elbv2.send(new DescribeListenersCommand({ LoadBalancerArn: alb.arn }));
    const created = cloud.scaleAlbOut(alb.arn, subnetIds[0]).ips.at(-1) ?? '';
    cloud.deleteAlb(alb.arn);
    await expect(
      elbv2.send(new DescribeListenersCommand({ ListenerArns: [Listeners?.[0]?.ListenerArn ?? ''] })),
    ).rejects.toBeInstanceOf(ListenerNotFoundException);
    cloud.advance(10);
    expect(tryAddress(created)).toBe('failed');
  });

  test('is unknown, silent and without a name at once; its interfaces go later', async () => {
    const { cloud, alb, tryAddress } = setUp({ interfaceRemovalSeconds: 30 });
    const [ip = ''] = alb.ips;
    cloud.deleteAlb(alb.arn);
    const { elbv2 } = sdk(cloud);
    await expect(elbv2.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [alb.arn] }))).rejects.toBeInstanceOf(
      LoadBalancerNotFoundException,
    );
    await expect(elbv2.send(new DescribeListenersCommand({ LoadBalancerArn: alb.arn }))).rejects.toBeInstanceOf(
      LoadBalancerNotFoundException,
    );
    expect(cloud.publicAnswer(alb.dnsName, 'A')).toBe('NXDOMAIN');
    expect(tryAddress(ip)).toBe('failed');
    expect(await statuses(cloud, alb.arn)).toHaveLength(2);
    cloud.advance(29);
    expect(await statuses(cloud, alb.arn)).toEqual([]);
  });

  test('leaves no interface where none is to stay', async () => {
    const { cloud, alb, subnetIds } = setUp({ albNodeStartSeconds: 10 });
    cloud.scaleAlbOut(alb.arn, subnetIds[0]);
    cloud.deleteAlb(alb.arn, { removalSeconds: 0 });
    cloud.advance(20);
    expect(await statuses(cloud, alb.arn)).toEqual([]);
  });
});
