import {
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeVpcEndpointsCommand,
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

  test('a malformed id is told from an unknown one', async () => {
    const { ec2 } = sdk(createCloud());
    const find = (id: string) => ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }));
    await expect(find('vpce-xyz')).rejects.toMatchObject({ name: 'InvalidVpcEndpointId.Malformed' });
    await expect(find('vpce-0123456789abcdef0')).rejects.toMatchObject({ name: 'InvalidVpcEndpointId.NotFound' });
  });

  test('an endpoint deleted while pending stays deleted', () => {
    const cloud = createCloud({ interfaceRemovalSeconds: 60 });
    const { vpc, subnets } = buildSampleWorld(cloud);
    const { id } = cloud.createEndpoint({ vpcId: vpc.id, subnetIds: [subnets[0].id], availableAfterSeconds: 30 });
    cloud.deleteEndpoint(id);
    cloud.advance(30);
    expect(cloud.endpoint(id).state).toBe('deleting');
    cloud.advance(30);
    expect(cloud.endpoint(id).state).toBe('deleted');
  });

  test('deleting an endpoint twice changes nothing', () => {
    const cloud = createCloud({ interfaceRemovalSeconds: 60 });
    const { endpoint } = buildSampleWorld(cloud);
    cloud.deleteEndpoint(endpoint.id);
    cloud.advance(60);
    cloud.deleteEndpoint(endpoint.id);
    expect(cloud.endpoint(endpoint.id).state).toBe('deleted');
  });

  test.each(['pendingAcceptance', 'pending', 'partial', 'expired', 'rejected', 'failed'] as const)(
    'an endpoint that is %s says so, and does not answer',
    async (state) => {
      const cloud = createCloud();
      const { endpoint } = buildSampleWorld(cloud, { steady: true });
      cloud.setEndpointState(endpoint.id, state);
      const { VpcEndpoints } = await sdk(cloud).ec2.send(
        new DescribeVpcEndpointsCommand({ Filters: [{ Name: 'vpc-endpoint-state', Values: [state] }] }),
      );
      expect(VpcEndpoints?.map(({ State }) => State)).toEqual([state]);
      cloud.advance(1);
      expect(cloud.traffic.totals()).toEqual({ served: 0, failed: 2, stranger: 0 });
    },
  );

  test('an endpoint takes no subnet of another VPC', () => {
    const cloud = createCloud();
    const { vpc } = buildSampleWorld(cloud);
    const other = cloud.createVpc();
    const foreign = cloud.createSubnet({ vpcId: other.id, zone: 'eu-west-1a', cidr: '10.0.1.0/24' });
    expect(() => cloud.createEndpoint({ vpcId: vpc.id, subnetIds: [foreign.id] })).toThrow('does not exist in');
    cloud.createEndpoint({ vpcId: other.id, subnetIds: [foreign.id] });
  });

  test('a participant of a shared VPC makes no endpoint in it', async () => {
    const cloud = createCloud();
    const { id: VpcId } = cloud.createVpc({ ownerId: OTHER_ACCOUNT, sharedWith: ['123456789012'] });
    const create = (account: string) =>
      sdk(cloud, { credentials: cloud.credentialsOf(account) }).ec2.send(
        new CreateVpcEndpointCommand({
          VpcId,
          ServiceName: 'com.amazonaws.eu-west-1.execute-api',
          VpcEndpointType: 'Interface',
        }),
      );
    await expect(create('123456789012')).rejects.toMatchObject({
      name: 'UnauthorizedOperation',
      message: expect.stringContaining('does not support shared VPCs'),
    });
    expect((await create(OTHER_ACCOUNT)).VpcEndpoint?.OwnerId).toBe(OTHER_ACCOUNT);
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
