import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeListenerCertificatesCommand,
  DescribeListenersCommand,
  InvalidConfigurationRequestException,
  ListenerNotFoundException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, test } from 'vitest';
import { type Cloud, createCloud } from './cloud.ts';
import { buildSampleWorld } from './sample-world.ts';
import { sdk } from './sdk.ts';

describe('a listener', () => {
  test('needs a port of its own', () => {
    const cloud = createCloud();
    const { loadBalancer, vpc } = buildSampleWorld(cloud);
    const { arn } = cloud.createTargetGroup({ vpcId: vpc.id, name: 'second' });
    const attach = (port: number) => cloud.attach({ loadBalancerArn: loadBalancer.arn, targetGroupArn: arn, port });
    expect(() => attach(443)).toThrow('already exists on port 443');
    attach(8443);
  });

  const protocols = ['TCP', 'TLS', 'UDP', 'TCP_UDP'] as const;
  const fits = ['TCP TCP', 'TCP TCP_UDP', 'TLS TCP', 'TLS TLS', 'UDP UDP', 'UDP TCP_UDP', 'TCP_UDP TCP_UDP'];

  test.each(
    protocols.flatMap((listener) =>
      protocols.map((group) => ({
        listener,
        group,
        answer: fits.includes(`${listener} ${group}`) ? 'created' : 'IncompatibleProtocolsException',
      })),
    ),
  )('of $listener for a group of $group: $answer', async ({ listener, group, answer }) => {
    const cloud = createCloud();
    const { loadBalancer, vpc } = buildSampleWorld(cloud);
    const { arn } = cloud.createTargetGroup({ vpcId: vpc.id, name: 'second', protocol: group });
    const create = new CreateListenerCommand({
      LoadBalancerArn: loadBalancer.arn,
      Port: 8443,
      Protocol: listener,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: arn }],
    });
    const answered = sdk(cloud)
      .elbv2.send(create)
      .then(
        () => 'created',
        ({ name }: Error) => name,
      );
    expect(await answered).toBe(answer);
  });

  test('of a protocol that is no Network Load Balancer’s is invalid', () => {
    const cloud = createCloud();
    const { loadBalancer, vpc } = buildSampleWorld(cloud);
    const { arn } = cloud.createTargetGroup({ vpcId: vpc.id, name: 'second', protocol: 'HTTP' });
    const attach = (protocol: string) =>
      cloud.attach({ loadBalancerArn: loadBalancer.arn, targetGroupArn: arn, port: 80, protocol });
    expect(() => attach('HTTP')).toThrow("'HTTP' must be one of 'TCP, TLS, UDP, TCP_UDP'");
    expect(() => attach('TCP')).toThrow('incompatible protocols');
  });
});

const CERTIFICATES = ['one', 'two', 'three'].map((id) => `arn:aws:acm:eu-west-1:123456789012:certificate/${id}`);

async function described(cloud: Cloud, arn: string) {
  return (await sdk(cloud).elbv2.send(new DescribeListenersCommand({ ListenerArns: [arn] }))).Listeners?.[0];
}

describe('a TLS listener', () => {
  test('shows its default certificate, and the others only when asked for certificates', async () => {
    const cloud = createCloud();
    const { loadBalancer, group } = buildSampleWorld(cloud);
    const arn = cloud.attach({
      loadBalancerArn: loadBalancer.arn,
      targetGroupArn: group.arn,
      port: 8443,
      protocol: 'TLS',
      certificateArns: CERTIFICATES,
      alpn: 'None',
    });
    expect(await described(cloud, arn)).toMatchObject({
      Protocol: 'TLS',
      Certificates: [{ CertificateArn: CERTIFICATES[0] }],
      AlpnPolicy: ['None'],
      SslPolicy: 'ELBSecurityPolicy-2016-08',
    });
    const { elbv2 } = sdk(cloud);
    const page = (Marker?: string) =>
      elbv2.send(new DescribeListenerCertificatesCommand({ ListenerArn: arn, PageSize: 2, Marker }));
    const first = await page();
    expect([...(first.Certificates ?? []), ...((await page(first.NextMarker)).Certificates ?? [])]).toEqual([
      { CertificateArn: CERTIFICATES[0], IsDefault: true },
      { CertificateArn: CERTIFICATES[1], IsDefault: false },
      { CertificateArn: CERTIFICATES[2], IsDefault: false },
    ]);
    const unknown = new DescribeListenerCertificatesCommand({ ListenerArn: `${arn}0` });
    await expect(elbv2.send(unknown)).rejects.toBeInstanceOf(ListenerNotFoundException);
  });

  test('changes certificate and ALPN, and what is not named stays', async () => {
    const cloud = createCloud();
    const { loadBalancer, group } = buildSampleWorld(cloud);
    const options = { loadBalancerArn: loadBalancer.arn, targetGroupArn: group.arn, port: 8443, protocol: 'TLS' };
    const arn = cloud.attach({
      ...options,
      certificateArns: CERTIFICATES,
      sslPolicy: 'ELBSecurityPolicy-TLS13-1-3-2021-06',
    });
    expect(await described(cloud, arn)).not.toHaveProperty('AlpnPolicy');
    cloud.setListener(arn, { certificateArns: CERTIFICATES.slice(1), alpn: 'HTTP2Only' });
    expect(await described(cloud, arn)).toMatchObject({
      ListenerArn: arn,
      Port: 8443,
      Certificates: [{ CertificateArn: CERTIFICATES[1] }],
      AlpnPolicy: ['HTTP2Only'],
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-3-2021-06',
      DefaultActions: [{ TargetGroupArn: group.arn }],
    });
  });
});

describe('a listener of several groups', () => {
  test('is made over the wire with weights, and names no group as the one', async () => {
    const cloud = createCloud();
    const { loadBalancer, group, vpc } = buildSampleWorld(cloud);
    const { arn: second } = cloud.createTargetGroup({ vpcId: vpc.id, name: 'second' });
    const TargetGroups = [
      { TargetGroupArn: group.arn, Weight: 9 },
      { TargetGroupArn: second, Weight: 1 },
    ];
    const { Listeners } = await sdk(cloud).elbv2.send(
      new CreateListenerCommand({
        LoadBalancerArn: loadBalancer.arn,
        Port: 8443,
        Protocol: 'TLS',
        Certificates: [{ CertificateArn: CERTIFICATES[0] }],
        AlpnPolicy: ['HTTP2Optional'],
        DefaultActions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }],
      }),
    );
    expect(Listeners?.[0]).toMatchObject({
      Certificates: [{ CertificateArn: CERTIFICATES[0] }],
      AlpnPolicy: ['HTTP2Optional'],
      DefaultActions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }],
    });
    expect(Listeners?.[0]?.DefaultActions?.[0]).not.toHaveProperty('TargetGroupArn');
  });

  test.each([
    { weights: [1, 1], totals: { served: 20, failed: 20, stranger: 0 } },
    { weights: [3, 1], totals: { served: 30, failed: 10, stranger: 0 } },
    { weights: [1, 0], totals: { served: 40, failed: 0, stranger: 0 } },
    { weights: [0, 1], totals: { served: 0, failed: 40, stranger: 0 } },
    { weights: [0, 0], totals: { served: 0, failed: 40, stranger: 0 } },
  ])('spreads connections by the weights $weights', ({ weights, totals }) => {
    const cloud = createCloud();
    const { loadBalancer, group, vpc, endpoint } = buildSampleWorld(cloud);
    cloud.register(group.arn, endpoint.ips);
    cloud.setHealthy(group.arn);
    const { arn: empty } = cloud.createTargetGroup({ vpcId: vpc.id, name: 'empty' });
    const forwards = [group.arn, empty].map((targetGroupArn, index) => ({
      targetGroupArn,
      weight: weights[index] ?? 1,
    }));
    cloud.attach({ loadBalancerArn: loadBalancer.arn, targetGroupArn: group.arn, port: 8443, forwards });
    cloud.advance(20);
    const steady = 40;
    const { served, failed, stranger } = cloud.traffic.totals();
    expect({ served: served - steady, failed, stranger }).toEqual(totals);
  });

  test('keeps its groups in use, and for its own load balancer', () => {
    const cloud = createCloud();
    const { loadBalancer, group, vpc, subnets } = buildSampleWorld(cloud);
    const { arn: second } = cloud.createTargetGroup({ vpcId: vpc.id, name: 'second' });
    const other = cloud.createNetworkLoadBalancer({ subnetIds: [subnets[0].id], name: 'other' });
    const forwards = [group.arn, second].map((targetGroupArn) => ({ targetGroupArn }));
    const attach = (loadBalancerArn: string) =>
      cloud.attach({ loadBalancerArn, targetGroupArn: group.arn, port: 8443, forwards });
    expect(() => attach(other.arn)).toThrow('more than one load balancer');
    const arn = attach(loadBalancer.arn);
    expect(() => cloud.attach({ loadBalancerArn: other.arn, targetGroupArn: second })).toThrow('more than one');
    cloud.setListener(arn, { forwards: forwards.slice(0, 1) });
    cloud.attach({ loadBalancerArn: other.arn, targetGroupArn: second });
  });
});

describe('an IPv6 group', () => {
  test('is used by a dualstack load balancer, made over the wire, and by no other', async () => {
    const cloud = createCloud();
    const vpc = cloud.createVpc({ ipv6Cidr: '2001:db8::/56' });
    const subnet = cloud.createSubnet({
      vpcId: vpc.id,
      zone: 'eu-west-1a',
      cidr: '10.0.1.0/24',
      ipv6Cidr: '2001:db8:0:1::/64',
    });
    const { elbv2 } = sdk(cloud);
    const create = async (Name: string, IpAddressType?: 'ipv4' | 'dualstack') => {
      const answer = await elbv2.send(
        new CreateLoadBalancerCommand({ Name, Type: 'network', Subnets: [subnet.id], IpAddressType }),
      );
      return answer.LoadBalancers?.[0];
    };
    const { TargetGroups } = await elbv2.send(
      new CreateTargetGroupCommand({
        Name: 'six',
        TargetType: 'ip',
        IpAddressType: 'ipv6',
        Protocol: 'TCP',
        Port: 443,
        VpcId: vpc.id,
      }),
    );
    const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn;
    const listen = (LoadBalancerArn: string | undefined) =>
      elbv2.send(
        new CreateListenerCommand({
          LoadBalancerArn,
          Port: 443,
          Protocol: 'TCP',
          DefaultActions: [{ Type: 'forward', TargetGroupArn }],
        }),
      );

    const plain = await create('plain');
    expect(plain?.IpAddressType).toBe('ipv4');
    expect(plain?.AvailabilityZones?.[0]?.LoadBalancerAddresses?.[0]).not.toHaveProperty('IPv6Address');
    await expect(listen(plain?.LoadBalancerArn)).rejects.toBeInstanceOf(InvalidConfigurationRequestException);

    const dual = await create('dual', 'dualstack');
    expect(dual?.IpAddressType).toBe('dualstack');
    expect(dual?.AvailabilityZones?.[0]?.LoadBalancerAddresses).toMatchObject([{ IPv6Address: '2001:db8:0:1::c' }]);
    await listen(dual?.LoadBalancerArn);
  });

  test('finds no dualstack load balancer in a subnet without IPv6', () => {
    const cloud = createCloud();
    const { subnets } = buildSampleWorld(cloud);
    const create = (ipAddressType: 'ipv4' | 'dualstack') =>
      cloud.createNetworkLoadBalancer({ subnetIds: [subnets[0].id], name: 'second', ipAddressType });
    expect(() => create('dualstack')).toThrow('associated IPv6 CIDR block');
    create('ipv4');
  });
});
