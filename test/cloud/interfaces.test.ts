import {
  CreateNetworkInterfaceCommand,
  DeleteNetworkInterfaceCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { createCloud } from './cloud.ts';
import { buildSampleWorld } from './sample-world.ts';
import { sdk } from './sdk.ts';

const OTHER_ACCOUNT = '210987654321';

describe('interfaces', () => {
  test('an unknown id fails the call as an id and is absent as a filter', async () => {
    const cloud = createCloud();
    const { endpoint } = buildSampleWorld(cloud);
    const { ec2 } = sdk(cloud);
    const ids = [endpoint.interfaces[0]?.id ?? '', 'eni-00000000000000000'];
    await expect(ec2.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: ids }))).rejects.toMatchObject({
      name: 'InvalidNetworkInterfaceID.NotFound',
    });
    const found = await ec2.send(
      new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'network-interface-id', Values: ids }] }),
    );
    expect(found.NetworkInterfaces?.map(({ NetworkInterfaceId }) => NetworkInterfaceId)).toEqual([ids[0]]);
    await expect(
      ec2.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: ids, MaxResults: 10 })),
    ).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
  });

  test('interfaces are found by address, subnet, VPC, description and status', async () => {
    const cloud = createCloud();
    const { endpoint, subnets, vpc } = buildSampleWorld(cloud);
    cloud.takeAddress({ subnetId: subnets[0].id, ip: '10.0.1.99', listens: [], instance: false });
    const { ec2 } = sdk(cloud);
    const count = async (Name: string, ...Values: string[]) =>
      (await ec2.send(new DescribeNetworkInterfacesCommand({ Filters: [{ Name, Values }] }))).NetworkInterfaces?.length;
    expect(await count('addresses.private-ip-address', '10.0.1.99', endpoint.ips[1] ?? '')).toBe(2);
    expect(await count('private-ip-address', '10.0.1.*')).toBe(3);
    expect(await count('subnet-id', subnets[1].id)).toBe(2);
    expect(await count('vpc-id', vpc.id)).toBe(5);
    expect(await count('description', `VPC Endpoint Interface ${endpoint.id}`)).toBe(2);
    expect(await count('description', 'ELB net/front-door/*')).toBe(2);
    expect(await count('status', 'available')).toBe(1);
  });

  test('a listing pages, and says so with a token', async () => {
    const cloud = createCloud();
    const { subnets } = buildSampleWorld(cloud);
    for (let host = 0; host < 8; host += 1) cloud.takeAddress({ subnetId: subnets[0].id, listens: [] });
    const { ec2 } = sdk(cloud);
    const sizes: (number | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const answer = await ec2.send(new DescribeNetworkInterfacesCommand({ MaxResults: 5, NextToken }));
      sizes.push(answer.NetworkInterfaces?.length);
      ({ NextToken } = answer);
    } while (NextToken !== undefined);
    expect(sizes).toEqual([5, 5, 2]);
    await expect(ec2.send(new DescribeNetworkInterfacesCommand({ MaxResults: 4 }))).rejects.toThrow('between 5');
    await expect(ec2.send(new DescribeNetworkInterfacesCommand({ NextToken: 'x' }))).rejects.toMatchObject({
      name: 'InvalidNextToken',
    });
  });

  test('a managed resource is hidden unless asked for', async () => {
    const cloud = createCloud();
    const { endpoint } = buildSampleWorld(cloud);
    const id = endpoint.interfaces[0]?.id ?? '';
    cloud.hideManaged(id);
    const { ec2 } = sdk(cloud);
    const Filters = [{ Name: 'network-interface-id', Values: [id] }];
    const hidden = await ec2.send(new DescribeNetworkInterfacesCommand({ Filters }));
    expect(hidden.NetworkInterfaces).toEqual([]);
    const shown = await ec2.send(new DescribeNetworkInterfacesCommand({ Filters, IncludeManagedResources: true }));
    expect(shown.NetworkInterfaces?.[0]?.Operator).toMatchObject({ Managed: true, HiddenByDefault: true });
  });

  test('a participant of a shared VPC sees its own interfaces there and no others; the owner sees all', async () => {
    const cloud = createCloud();
    const vpc = cloud.createVpc({ ownerId: OTHER_ACCOUNT, sharedWith: ['123456789012'] });
    const subnet = cloud.createSubnet({ vpcId: vpc.id, zone: 'eu-west-1a', cidr: '10.0.1.0/24' });
    cloud.takeAddress({ subnetId: subnet.id, ip: '10.0.1.50', listens: [], ownerId: OTHER_ACCOUNT });
    cloud.takeAddress({ subnetId: subnet.id, ip: '10.0.1.51', listens: [] });
    const ips = async (account: string) => {
      const { ec2 } = sdk(cloud, { credentials: cloud.credentialsOf(account) });
      const { NetworkInterfaces = [] } = await ec2.send(new DescribeNetworkInterfacesCommand({}));
      return NetworkInterfaces.map(({ PrivateIpAddress }) => PrivateIpAddress);
    };
    expect(await ips('123456789012')).toEqual(['10.0.1.51']);
    expect(await ips(OTHER_ACCOUNT)).toEqual(['10.0.1.50', '10.0.1.51']);
    expect(await ips('111111111111')).toEqual([]);
    const { Subnets } = await sdk(cloud).ec2.send(new DescribeSubnetsCommand({ SubnetIds: [subnet.id] }));
    expect(Subnets?.[0]?.OwnerId).toBe(OTHER_ACCOUNT);
  });

  test('both families and prefixes are described', async () => {
    const cloud = createCloud();
    const vpc = cloud.createVpc({ ipv6Cidr: '2001:db8::/56' });
    const subnet = cloud.createSubnet({
      vpcId: vpc.id,
      zone: 'eu-west-1b',
      cidr: '10.0.1.0/24',
      ipv6Cidr: '2001:db8:0:1::/64',
    });
    const { interfaces } = cloud.createEndpoint({ vpcId: vpc.id, subnetIds: [subnet.id], ipAddressType: 'dualstack' });
    expect(interfaces[0]?.ipv6).toBe('2001:db8:0:1::b');
    const host = cloud.takeAddress({ subnetId: subnet.id, prefix: '10.0.1.16/28', ip: '10.0.1.200', listens: [443] });
    const { NetworkInterfaces = [] } = await sdk(cloud).ec2.send(new DescribeNetworkInterfacesCommand({}));
    expect(NetworkInterfaces[0]).toMatchObject({
      Ipv6Address: '2001:db8:0:1::b',
      Ipv6Addresses: [{ Ipv6Address: '2001:db8:0:1::b' }],
      DenyAllIgwTraffic: true,
    });
    expect(NetworkInterfaces[1]).toMatchObject({
      NetworkInterfaceId: host.id,
      Ipv4Prefixes: [{ Ipv4Prefix: '10.0.1.16/28' }],
      Attachment: { InstanceId: expect.stringMatching(/^i-0/), InstanceOwnerId: '123456789012' },
      RequesterManaged: false,
    });
    const { Subnets, Vpcs } = {
      ...(await sdk(cloud).ec2.send(new DescribeSubnetsCommand({}))),
      ...(await sdk(cloud).ec2.send(new DescribeVpcsCommand({ VpcIds: [vpc.id] }))),
    };
    expect(Subnets?.[0]?.Ipv6CidrBlockAssociationSet?.[0]).toMatchObject({
      Ipv6CidrBlock: '2001:db8:0:1::/64',
      Ipv6CidrBlockState: { State: 'associated' },
    });
    expect(Vpcs?.[0]?.CidrBlockAssociationSet?.[0]).toMatchObject({
      CidrBlock: '10.0.0.0/16',
      CidrBlockState: { State: 'associated' },
    });
  });

  test('an interface is made and deleted by hand; that of a service cannot be', async () => {
    const cloud = createCloud();
    const { endpoint, subnets } = buildSampleWorld(cloud);
    const { ec2 } = sdk(cloud);
    const { NetworkInterface } = await ec2.send(
      new CreateNetworkInterfaceCommand({
        SubnetId: subnets[0].id,
        PrivateIpAddress: '10.0.1.123',
        Description: 'by hand',
      }),
    );
    expect(NetworkInterface).toMatchObject({
      PrivateIpAddress: '10.0.1.123',
      Description: 'by hand',
      Status: 'available',
    });
    const NetworkInterfaceId = NetworkInterface?.NetworkInterfaceId;
    await ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }));
    const managed = endpoint.interfaces[0]?.id;
    await expect(ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: managed }))).rejects.toMatchObject({
      name: 'InvalidNetworkInterface.InUse',
    });
  });

  test('an interface attached to an instance cannot be deleted, one attached to nothing can', async () => {
    const cloud = createCloud();
    const { subnets } = buildSampleWorld(cloud);
    const { ec2 } = sdk(cloud);
    const take = (instance: boolean) => cloud.takeAddress({ subnetId: subnets[0].id, listens: [], instance }).id;
    const remove = (NetworkInterfaceId: string) => ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }));
    await expect(remove(take(true))).rejects.toMatchObject({ name: 'InvalidNetworkInterface.InUse' });
    await remove(take(false));
  });

  test('a prefix is delegated where its subnet has it, and nobody has an address or a prefix in it', () => {
    const cloud = createCloud();
    const { subnets } = buildSampleWorld(cloud);
    const subnetId = subnets[0].id;
    const take = (prefix: string, ip?: string) =>
      cloud.takeAddress({ subnetId, prefix, listens: [], ...(ip !== undefined && { ip }) });
    expect(() => take('10.0.1.0/28')).toThrow('holds an address in use');
    expect(() => take('10.0.2.64/28')).toThrow('does not fall within');
    take('10.0.1.64/28');
    expect(() => take('10.0.1.64/28')).toThrow('holds an address in use');
    expect(() => take('10.0.1.80/28', '10.0.1.70')).toThrow('is in use');
    take('10.0.1.80/28');
  });
});
