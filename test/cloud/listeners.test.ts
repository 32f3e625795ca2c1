import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  InvalidConfigurationRequestException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, test } from 'vitest';
import { createCloud } from './cloud.ts';
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
