import { DescribeAddressesCommand } from '@aws-sdk/client-ec2';
import { CreateLoadBalancerCommand, DescribeLoadBalancersCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, test } from 'vitest';
import { type Cloud, createCloud } from './cloud.ts';
import { buildSampleWorld } from './sample-world.ts';
import { sdk } from './sdk.ts';

const OTHER_ACCOUNT = '210987654321';

async function allocations(cloud: Cloud): Promise<readonly string[]> {
  const { LoadBalancers = [] } = await sdk(cloud).elbv2.send(new DescribeLoadBalancersCommand({}));
  return LoadBalancers.flatMap(({ AvailabilityZones = [] }) => AvailabilityZones)
    .flatMap(({ LoadBalancerAddresses = [] }) => LoadBalancerAddresses)
    .map(({ AllocationId }) => AllocationId ?? '');
}

describe('an elastic IP', () => {
  test('of a load balancer’s zone is described with its interface and its tags', async () => {
    const cloud = createCloud();
    const { loadBalancer } = buildSampleWorld(cloud);
    const { ec2 } = sdk(cloud);
    const [first = '', second = ''] = await allocations(cloud);
    cloud.setAddressTags(first, { keep: 'yes' });
    const { Addresses } = await ec2.send(new DescribeAddressesCommand({ AllocationIds: [first, second] }));
    expect(Addresses?.map(({ PublicIp }) => PublicIp)).toEqual(loadBalancer.fixedIps);
    expect(Addresses?.[0]).toMatchObject({
      AllocationId: first,
      Domain: 'vpc',
      NetworkInterfaceId: loadBalancer.interfaces[0]?.id,
      PrivateIpAddress: loadBalancer.interfaces[0]?.ip,
      Tags: [{ Key: 'keep', Value: 'yes' }],
    });
    expect(Addresses?.[1]?.Tags).toEqual([]);
    const tagged = await ec2.send(new DescribeAddressesCommand({ Filters: [{ Name: 'tag-key', Values: ['keep'] }] }));
    expect(tagged.Addresses?.map(({ AllocationId }) => AllocationId)).toEqual([first]);
  });

  test('stays allocated when its zone goes, held by nothing', async () => {
    const cloud = createCloud();
    const { loadBalancer } = buildSampleWorld(cloud);
    const [first = ''] = await allocations(cloud);
    cloud.disableZone(loadBalancer.arn, 'eu-west-1a');
    const { Addresses } = await sdk(cloud).ec2.send(new DescribeAddressesCommand({ AllocationIds: [first] }));
    expect(Addresses?.[0]).toMatchObject({ PublicIp: loadBalancer.fixedIps[0] });
    expect(Addresses?.[0]).not.toHaveProperty('NetworkInterfaceId');
  });

  test('given to another load balancer keeps its IP', async () => {
    const cloud = createCloud();
    const { loadBalancer, subnets } = buildSampleWorld(cloud);
    const [AllocationId = ''] = await allocations(cloud);
    cloud.disableZone(loadBalancer.arn, 'eu-west-1a');
    const { LoadBalancers } = await sdk(cloud).elbv2.send(
      new CreateLoadBalancerCommand({
        Name: 'second',
        Type: 'network',
        SubnetMappings: [{ SubnetId: subnets[0].id, AllocationId }],
      }),
    );
    expect(LoadBalancers?.[0]?.AvailabilityZones?.[0]?.LoadBalancerAddresses).toEqual([
      { AllocationId, IpAddress: loadBalancer.fixedIps[0] },
    ]);
  });

  test('that is unknown, or of another account or Region, fails as an id and is absent as a filter', async () => {
    const cloud = createCloud();
    buildSampleWorld(cloud);
    const [known = ''] = await allocations(cloud);
    const strangers = [
      sdk(cloud, { region: 'us-east-1' }),
      sdk(cloud, { credentials: cloud.credentialsOf(OTHER_ACCOUNT) }),
    ];
    for (const { ec2 } of strangers) {
      await expect(ec2.send(new DescribeAddressesCommand({ AllocationIds: [known] }))).rejects.toMatchObject({
        name: 'InvalidAllocationID.NotFound',
      });
      const filter = [{ Name: 'allocation-id', Values: [known] }];
      expect((await ec2.send(new DescribeAddressesCommand({ Filters: filter }))).Addresses).toEqual([]);
    }
    await expect(
      sdk(cloud).ec2.send(new DescribeAddressesCommand({ AllocationIds: [known, 'eipalloc-0'] })),
    ).rejects.toMatchObject({ name: 'InvalidAllocationID.NotFound' });
  });

  test('is not what an internal load balancer has', async () => {
    const cloud = createCloud();
    const { subnets } = buildSampleWorld(cloud);
    const inside = cloud.createNetworkLoadBalancer({ subnetIds: [subnets[0].id], name: 'inside', scheme: 'internal' });
    expect(inside.fixedIps).toEqual(inside.ips);
    expect((await sdk(cloud).ec2.send(new DescribeAddressesCommand({}))).Addresses).toHaveLength(2);
  });
});
