import {
  CreateNetworkInterfaceCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteNetworkInterfaceCommand,
  DeleteVpcEndpointsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  ModifyVpcEndpointCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { createCloud } from './cloud.ts';
import { buildSampleWorld } from './sample-world.ts';
import { sdk } from './sdk.ts';

const OTHER_ACCOUNT = '210987654321';

describe('endpoints', () => {
  test('an endpoint made over the wire is described with its interfaces, names, dates and lower-case state', async () => {
    const { ec2 } = sdk(createCloud());
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    const VpcId = Vpc?.VpcId ?? '';
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.1.0/24', AvailabilityZone: 'eu-west-1a' }),
    );
    const SubnetId = Subnet?.SubnetId ?? '';
    const { VpcEndpoint: created } = await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId,
        ServiceName: 'com.amazonaws.eu-west-1.execute-api',
        VpcEndpointType: 'Interface',
        SubnetIds: [SubnetId],
        SubnetConfigurations: [{ SubnetId, Ipv4: '10.0.1.77' }],
        PrivateDnsEnabled: true,
      }),
    );
    const id = created?.VpcEndpointId ?? '';
    expect(id).toMatch(/^vpce-0[0-9a-f]{16}$/);

    const { VpcEndpoints } = await ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }));
    const [endpoint] = VpcEndpoints ?? [];
    expect(endpoint).toMatchObject({
      VpcEndpointId: id,
      VpcEndpointType: 'Interface',
      State: 'available',
      VpcId,
      OwnerId: '123456789012',
      SubnetIds: [SubnetId],
      PrivateDnsEnabled: true,
      CreationTimestamp: new Date('2026-01-01T00:00:00Z'),
    });
    expect(endpoint?.DnsEntries?.map(({ DnsName }) => DnsName)).toEqual([
      expect.stringMatching(/^vpce-\w+-\w+\.execute-api\.eu-west-1\.vpce\.amazonaws\.com$/),
      expect.stringMatching(/^vpce-\w+-\w+-eu-west-1a\.execute-api\.eu-west-1\.vpce\.amazonaws\.com$/),
      'execute-api.eu-west-1.amazonaws.com',
      '*.execute-api.eu-west-1.amazonaws.com',
    ]);

    const NetworkInterfaceIds = endpoint?.NetworkInterfaceIds ?? [];
    const { NetworkInterfaces } = await ec2.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds }));
    expect(NetworkInterfaces).toHaveLength(1);
    expect(NetworkInterfaces?.[0]).toMatchObject({
      NetworkInterfaceId: NetworkInterfaceIds[0],
      Description: `VPC Endpoint Interface ${id}`,
      InterfaceType: 'vpc_endpoint',
      RequesterManaged: true,
      Status: 'in-use',
      SubnetId,
      VpcId,
      OwnerId: '123456789012',
      AvailabilityZone: 'eu-west-1a',
      AvailabilityZoneId: 'euw1-az1',
      PrivateIpAddress: '10.0.1.77',
      PrivateIpAddresses: [{ PrivateIpAddress: '10.0.1.77', Primary: true }],
      Ipv6Addresses: [],
      Ipv4Prefixes: [],
      Attachment: { Status: 'attached', AttachTime: new Date('2026-01-01T00:00:00Z') },
    });
  });

  test('endpoints are found by every filter, and a page at a time', async () => {
    const cloud = createCloud();
    const { vpc, endpoint, subnets } = buildSampleWorld(cloud);
    const { ec2 } = sdk(cloud);
    for (let count = 0; count < 6; count += 1) {
      cloud.createEndpoint({ vpcId: vpc.id, subnetIds: [subnets[0].id], service: 'sqs' });
    }
    const find = async (Name: string, Value: string) =>
      (await ec2.send(new DescribeVpcEndpointsCommand({ Filters: [{ Name, Values: [Value] }] }))).VpcEndpoints?.length;
    expect(await find('vpc-id', vpc.id)).toBe(7);
    expect(await find('vpc-id', 'vpc-unknown')).toBe(0);
    expect(await find('service-name', 'com.amazonaws.*.sqs')).toBe(6);
    expect(await find('vpc-endpoint-id', endpoint.id)).toBe(1);
    expect(await find('vpc-endpoint-state', 'available')).toBe(7);
    expect(await find('vpc-endpoint-state', 'Available')).toBe(0);
    await expect(find('colour', 'red')).rejects.toMatchObject({ name: 'InvalidParameterValue' });

    const first = await ec2.send(new DescribeVpcEndpointsCommand({ MaxResults: 5 }));
    const second = await ec2.send(new DescribeVpcEndpointsCommand({ MaxResults: 5, NextToken: first.NextToken }));
    expect([first.VpcEndpoints?.length, second.VpcEndpoints?.length, second.NextToken]).toEqual([5, 2, undefined]);
  });

  test('an endpoint of another account, another Region or nobody is not found', async () => {
    const cloud = createCloud();
    const { endpoint } = buildSampleWorld(cloud);
    const VpcEndpointIds = [endpoint.id];
    const clients = [
      sdk(cloud, { region: 'us-east-1' }),
      sdk(cloud, { credentials: cloud.credentialsOf(OTHER_ACCOUNT) }),
    ];
    for (const { ec2 } of clients) {
      await expect(ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds }))).rejects.toMatchObject({
        name: 'InvalidVpcEndpointId.NotFound',
        $metadata: { httpStatusCode: 400 },
      });
      expect((await ec2.send(new DescribeVpcEndpointsCommand({}))).VpcEndpoints).toEqual([]);
    }
  });

  test('a deleted endpoint is deleting, then gone with its interfaces, then an unknown id', async () => {
    const cloud = createCloud({ interfaceRemovalSeconds: 60, deletedEndpointSeconds: 300 });
    const { endpoint, subnets } = buildSampleWorld(cloud);
    const { ec2 } = sdk(cloud);
    const VpcEndpointIds = [endpoint.id];
    const look = async () => (await ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds }))).VpcEndpoints?.[0];
    const { Unsuccessful } = await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds }));
    expect(Unsuccessful).toEqual([]);
    expect(await look()).toMatchObject({
      State: 'deleting',
      NetworkInterfaceIds: endpoint.interfaces.map(({ id }) => id),
    });
    expect(() => cloud.takeAddress({ subnetId: subnets[0].id, ip: endpoint.ips[0] ?? '', listens: [] })).toThrow(
      'in use',
    );
    cloud.advance(60);
    expect(await look()).toMatchObject({ State: 'deleted', NetworkInterfaceIds: [] });
    const [ip = ''] = endpoint.ips;
    expect(cloud.takeAddress({ subnetId: subnets[0].id, ip, listens: [443] }).ip).toBe(ip);
    cloud.advance(300);
    await expect(look()).rejects.toMatchObject({ name: 'InvalidVpcEndpointId.NotFound' });
  });

  test('subnets come and go with their interfaces, and a new configuration replaces one interface', async () => {
    const cloud = createCloud();
    const { endpoint, subnets, vpc } = buildSampleWorld(cloud);
    const { ec2 } = sdk(cloud);
    const third = cloud.createSubnet({ vpcId: vpc.id, zone: 'eu-west-1c', cidr: '10.0.3.0/24' });
    const VpcEndpointId = endpoint.id;
    await ec2.send(
      new ModifyVpcEndpointCommand({ VpcEndpointId, AddSubnetIds: [third.id], RemoveSubnetIds: [subnets[0].id] }),
    );
    expect(cloud.endpoint(endpoint.id).interfaces.map(({ subnetId }) => subnetId)).toEqual([subnets[1].id, third.id]);

    const before = cloud.endpoint(endpoint.id).interfaces[1];
    await ec2.send(
      new ModifyVpcEndpointCommand({
        VpcEndpointId,
        SubnetConfigurations: [{ SubnetId: third.id, Ipv4: '10.0.3.200' }],
      }),
    );
    const after = cloud.endpoint(endpoint.id).interfaces[1];
    expect(after?.ip).toBe('10.0.3.200');
    expect(after?.id).not.toBe(before?.id);
  });

  test('an endpoint has one subnet a zone', () => {
    const cloud = createCloud();
    const { endpoint, vpc } = buildSampleWorld(cloud);
    const twin = cloud.createSubnet({ vpcId: vpc.id, zone: 'eu-west-1a', cidr: '10.0.9.0/24' });
    expect(() => cloud.addEndpointSubnet(endpoint.id, twin.id)).toThrow('availability zone');
  });

  test('a replacement is made before the old endpoint goes', () => {
    const cloud = createCloud();
    const { endpoint } = buildSampleWorld(cloud);
    const { created, replaced } = cloud.replaceEndpoint(endpoint.id, {
      availableAfterSeconds: 30,
      deleteAfterSeconds: 5,
    });
    expect(replaced).toEqual(endpoint);
    expect(created.ips.filter((ip) => endpoint.ips.includes(ip))).toEqual([]);
    const states = (): readonly string[] => [created.id, endpoint.id].map((id) => cloud.endpoint(id).state);
    expect(states()).toEqual(['pending', 'available']);
    cloud.advance(30);
    expect(states()).toEqual(['available', 'available']);
    cloud.advance(5);
    expect(states()).toEqual(['available', 'deleting']);
  });
});

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
});
