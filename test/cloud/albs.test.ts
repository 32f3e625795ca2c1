import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  DeleteListenerCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DuplicateListenerException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, test } from 'vitest';
import { interfacesOf, setUp, statuses } from './alb-world.ts';
import { type Cloud, createCloud } from './cloud.ts';
import { buildSampleWorld } from './sample-world.ts';
import { sdk } from './sdk.ts';

const OTHER_ACCOUNT = '210987654321';

describe('an internal ALB', () => {
  test('is described with its zones, groups and listeners, and without its addresses', async () => {
    const cloud = createCloud();
    const { vpc, subnets } = buildSampleWorld(cloud);
    const groupId = cloud.createSecurityGroup({ vpcId: vpc.id });
    const certificateArn = cloud.createCertificate({ domainName: 'api.example.com' });
    const alb = cloud.createInternalAlb({
      subnetIds: subnets.map(({ id }) => id),
      securityGroupIds: [groupId],
      listeners: [
        { port: 80, protocol: 'HTTP' },
        { port: 443, protocol: 'HTTPS', certificateArns: [certificateArn] },
      ],
    });
    const { elbv2 } = sdk(cloud);
    const { LoadBalancers } = await elbv2.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [alb.arn] }));
    expect(LoadBalancers).toMatchObject([
      {
        Type: 'application',
        Scheme: 'internal',
        IpAddressType: 'ipv4',
        DNSName: expect.stringMatching(/^internal-internal-alb-.+\.eu-west-1\.elb\.amazonaws\.com$/),
        SecurityGroups: [groupId],
        State: { Code: 'active' },
        AvailabilityZones: subnets.map(({ id, zone }) => ({ SubnetId: id, ZoneName: zone, LoadBalancerAddresses: [] })),
      },
    ]);
    const { Listeners } = await elbv2.send(new DescribeListenersCommand({ LoadBalancerArn: alb.arn }));
    expect(Listeners).toMatchObject([
      { Port: 80, Protocol: 'HTTP', Certificates: [], DefaultActions: [{ Type: 'fixed-response' }] },
      { Port: 443, Protocol: 'HTTPS', Certificates: [{ CertificateArn: certificateArn }] },
    ]);
    expect(Listeners?.[1]?.ListenerArn).toMatch(/:listener\/app\/internal-alb\/[0-9a-f]{16}\/[0-9a-f]{16}$/);
  });

  test('has an interface a zone: its account’s, with its groups, made by the load balancer service', async () => {
    const cloud = createCloud();
    const { id: vpcId } = cloud.createVpc({ ownerId: OTHER_ACCOUNT, sharedWith: [cloud.settings.account] });
    const { id: subnetId } = cloud.createSubnet({ vpcId, zone: 'eu-west-1a', cidr: '10.0.1.0/24' });
    const groupId = cloud.createSecurityGroup({ vpcId });
    const alb = cloud.createInternalAlb({ subnetIds: [subnetId], securityGroupIds: [groupId], name: 'orders' });
    const [own, ...others] = await interfacesOf(cloud, alb.interfaces[0]?.description ?? '');
    expect(others).toEqual([]);
    expect(own).toMatchObject({
      Description: expect.stringMatching(/^ELB app\/orders\/[0-9a-f]{16}$/),
      InterfaceType: 'interface',
      RequesterId: 'amazon-elb',
      RequesterManaged: true,
      OwnerId: cloud.settings.account,
      Status: 'in-use',
      Groups: [{ GroupId: groupId }],
      PrivateIpAddress: alb.ips[0],
    });
  });

  test.each<[string, Partial<Parameters<Cloud['createInternalAlb']>[0]>, string[], number[]]>([
    ['nothing is said', {}, ['HTTPS:443'], [443]],
    ['ports are', { listens: [80, 443] }, ['HTTP:80', 'HTTPS:443'], [80, 443]],
    ['listeners are', { listeners: [{ port: 8443, protocol: 'HTTPS' }] }, ['HTTPS:8443'], [8443]],
    ['it is to be deaf', { listeners: [{ port: 443, protocol: 'HTTPS' }], listens: [] }, ['HTTPS:443'], []],
    ['it has no listener', { listeners: [] }, [], []],
  ])('answers at its listeners where %s', async (_title, options, listeners, ports) => {
    const { cloud, alb, tryAddress } = setUp({}, options);
    const { Listeners } = await sdk(cloud).elbv2.send(new DescribeListenersCommand({ LoadBalancerArn: alb.arn }));
    expect(Listeners?.map(({ Protocol, Port }) => `${Protocol}:${Port}`)).toEqual(listeners);
    const [ip = ''] = alb.ips;
    expect([80, 443, 8443].filter((port) => tryAddress(ip, port) === 'served')).toEqual(ports);
  });

  test('is made over the wire, and answers where it has a listener', async () => {
    const { cloud, subnetIds, tryAddress } = setUp();
    const { elbv2 } = sdk(cloud);
    const create = (Scheme: 'internal' | 'internet-facing') =>
      elbv2.send(new CreateLoadBalancerCommand({ Name: 'wired', Scheme, Subnets: [...subnetIds] }));
    await expect(create('internet-facing')).rejects.toThrow('internal Application Load Balancers only');
    const LoadBalancerArn = (await create('internal')).LoadBalancers?.[0]?.LoadBalancerArn ?? '';
    expect(LoadBalancerArn).toMatch(/:loadbalancer\/app\/wired\/[0-9a-f]{16}$/);
    const [own] = await interfacesOf(cloud, `ELB ${LoadBalancerArn.split(':loadbalancer/')[1]}`);
    const ip = own?.PrivateIpAddress ?? '';
    expect(tryAddress(ip, 80)).toBe('failed');
    const listen = (Protocol: 'HTTP' | 'TCP', Port: number) =>
      elbv2.send(
        new CreateListenerCommand({
          LoadBalancerArn,
          Protocol,
          Port,
          DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200' } }],
        }),
      );
    await expect(listen('TCP', 80)).rejects.toThrow("must be one of 'HTTPS, HTTP'");
    const { Listeners } = await listen('HTTP', 80);
    await expect(listen('HTTP', 80)).rejects.toBeInstanceOf(DuplicateListenerException);
    expect(tryAddress(ip, 80)).toBe('served');
    await elbv2.send(new DeleteListenerCommand({ ListenerArn: Listeners?.[0]?.ListenerArn ?? '' }));
    expect(tryAddress(ip, 80)).toBe('failed');
  });

  test('serves clients at the IPv6 addresses of its nodes where it is dualstack', () => {
    const { cloud, vpcId, subnetIds, alb } = setUp({}, { ipAddressType: 'dualstack' });
    const nlb = cloud.createNetworkLoadBalancer({ subnetIds, name: 'v6', ipAddressType: 'dualstack' });
    const group = cloud.createTargetGroup({ vpcId, name: 'v6', family: 'ipv6' });
    cloud.attach({ loadBalancerArn: nlb.arn, targetGroupArn: group.arn });
    const ips = alb.interfaces.map(({ ipv6 = '' }) => ipv6);
    cloud.register(group.arn, ips);
    cloud.setHealthy(group.arn);
    cloud.advance(1);
    expect(cloud.traffic.byFixedIp().get(nlb.fixedIps[0] ?? '')).toEqual({ served: 1, failed: 0, stranger: 0 });
    expect(ips).toEqual(['2001:db8:0:1::b', '2001:db8:0:2::b']);
  });

  test('may have the name of one in another account, and of none in its own', () => {
    const { cloud, subnetIds } = setUp();
    cloud.createInternalAlb({ subnetIds, ownerId: OTHER_ACCOUNT });
    expect(() => cloud.createInternalAlb({ subnetIds })).toThrow('exists');
  });

  test('has one subnet a zone', () => {
    const { cloud, subnetIds } = setUp();
    expect(() => cloud.createInternalAlb({ subnetIds: [subnetIds[0], subnetIds[0]], name: 'b' })).toThrow('same');
  });

  test('is listed but silent while it is provisioned, and under no address', async () => {
    const { cloud, alb, tryAddress } = setUp({}, { state: 'provisioning' });
    const [ip = ''] = alb.ips;
    expect(await statuses(cloud, alb.arn)).toEqual(['10.0.1.10 in-use', '10.0.2.10 in-use']);
    expect(cloud.publicAnswer(alb.dnsName, 'A')).toEqual([]);
    expect(tryAddress(ip)).toBe('failed');
    cloud.setLoadBalancerState(alb.arn, 'active');
    expect(cloud.publicAnswer(alb.dnsName, 'A')).toEqual(alb.ips);
    expect(tryAddress(ip)).toBe('served');
  });
});
