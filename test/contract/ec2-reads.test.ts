import {
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { createEndpoint, createNetwork, given, takeAddress } from './arrange.ts';
import { onBothClouds } from './world.ts';

const UNKNOWN_ENDPOINT = 'vpce-0123456789abcdef0';
const UNKNOWN_INTERFACE = 'eni-0123456789abcdef0';

onBothClouds('EC2', (world) => {
  test('describes an endpoint by id with its owner, subnets and interfaces', async () => {
    const network = await createNetwork(world().aws);
    const { id, interfaceIds } = await createEndpoint(world().aws, network);

    const answer = await world().aws.ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }));

    expect(answer.NextToken ?? '').toBe('');
    expect(answer.VpcEndpoints).toHaveLength(1);
    expect(answer.VpcEndpoints?.[0]).toMatchObject({
      VpcEndpointId: id,
      VpcEndpointType: 'Interface',
      ServiceName: 'com.amazonaws.eu-west-1.execute-api',
      State: 'available',
      VpcId: network.vpcId,
      OwnerId: '123456789012',
      NetworkInterfaceIds: expect.arrayContaining([...interfaceIds]),
      SubnetIds: expect.arrayContaining([...network.subnetIds]),
    });
    expect(interfaceIds).toHaveLength(2);
  });

  test('describes the endpoints of a VPC, and of no other', async () => {
    const [network, other] = [await createNetwork(world().aws), await createNetwork(world().aws)];
    const endpoints = [
      await createEndpoint(world().aws, network),
      await createEndpoint(world().aws, { ...network, service: 'sqs' }),
    ];
    await createEndpoint(world().aws, other);

    const answer = await world().aws.ec2.send(
      new DescribeVpcEndpointsCommand({ Filters: [{ Name: 'vpc-id', Values: [network.vpcId] }], MaxResults: 1_000 }),
    );

    expect(answer.VpcEndpoints?.map(({ VpcEndpointId }) => VpcEndpointId).toSorted()).toEqual(
      endpoints.map(({ id }) => id).toSorted(),
    );
  });

  test('pages endpoints', async () => {
    const network = await createNetwork(world().aws);
    const subnetIds = network.subnetIds.slice(0, 1);
    for (const service of ['a', 'b', 'c', 'd', 'e', 'f']) {
      // oxlint-disable-next-line no-await-in-loop -- in order
      await createEndpoint(world().aws, { ...network, subnetIds, service });
    }

    const sizes: number[] = [];
    let token: string | undefined;
    do {
      // oxlint-disable-next-line no-await-in-loop -- a page names the next
      const page = await world().aws.ec2.send(new DescribeVpcEndpointsCommand({ MaxResults: 5, NextToken: token }));
      sizes.push(page.VpcEndpoints?.length ?? 0);
      token = page.NextToken;
    } while (token !== undefined && token !== '');

    expect(sizes).toEqual(world().expects('one-page', { aws: [5, 1], moto: [6] }));
  });

  test('rejects the whole call for one endpoint that does not exist', async () => {
    const { id } = await createEndpoint(world().aws, await createNetwork(world().aws));

    await expect(
      world().aws.ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id, UNKNOWN_ENDPOINT] })),
    ).rejects.toMatchObject({
      name: 'InvalidVpcEndpointId.NotFound',
      message: expect.stringContaining(UNKNOWN_ENDPOINT),
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('rejects a malformed endpoint id', async () => {
    const name = world().expects('malformed-endpoint-id', {
      aws: 'InvalidVpcEndpointId.Malformed',
      moto: 'InvalidVpcEndpointId.NotFound',
    });

    await expect(
      world().aws.ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: ['nonsense'] })),
    ).rejects.toMatchObject({ name });
  });

  test('describes interfaces by a filter on their ids, and leaves out one that is unknown', async () => {
    const network = await createNetwork(world().aws);
    const { interfaceIds } = await createEndpoint(world().aws, network);
    const Filters = [{ Name: 'network-interface-id', Values: [...interfaceIds, UNKNOWN_INTERFACE] }];

    const answer = await world().aws.ec2.send(
      new DescribeNetworkInterfacesCommand({ Filters, IncludeManagedResources: true, MaxResults: 1_000 }),
    );

    const found = answer.NetworkInterfaces ?? [];
    expect(found.map(({ NetworkInterfaceId = '' }) => NetworkInterfaceId).toSorted()).toEqual(interfaceIds.toSorted());
    expect(found.map(({ SubnetId = '' }) => SubnetId).toSorted()).toEqual(network.subnetIds.toSorted());
    for (const { OwnerId, VpcId, PrivateIpAddress, PrivateIpAddresses } of found) {
      expect({ OwnerId, VpcId }).toEqual({ OwnerId: '123456789012', VpcId: network.vpcId });
      expect(PrivateIpAddresses).toMatchObject([{ Primary: true, PrivateIpAddress }]);
    }
  });

  test('answers with no interface where none matches, and with an error where one was asked for by id', async () => {
    const Filters = [{ Name: 'network-interface-id', Values: [UNKNOWN_INTERFACE] }];

    const filtered = await world().aws.ec2.send(new DescribeNetworkInterfacesCommand({ Filters }));

    expect(filtered.NetworkInterfaces).toEqual([]);
    await expect(
      world().aws.ec2.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [UNKNOWN_INTERFACE] })),
    ).rejects.toMatchObject({ name: 'InvalidNetworkInterfaceID.NotFound', $metadata: { httpStatusCode: 400 } });
  });

  test('describes every interface of a subnet, the endpoint’s and the others', async () => {
    const network = await createNetwork(world().aws);
    const subnetId = given(network.subnetIds[0]);
    const endpoint = await createEndpoint(world().aws, { ...network, subnetIds: [subnetId] });
    const strangerId = await takeAddress(world().aws, subnetId, '10.0.1.50');
    await takeAddress(world().aws, given(network.subnetIds[1]), '10.0.2.50');

    const answer = await world().aws.ec2.send(
      new DescribeNetworkInterfacesCommand({
        Filters: [{ Name: 'subnet-id', Values: [subnetId] }],
        IncludeManagedResources: true,
        MaxResults: 1_000,
      }),
    );

    const byId = new Map(answer.NetworkInterfaces?.map((found) => [found.NetworkInterfaceId ?? '', found]));
    expect([...byId.keys()].toSorted()).toEqual([...endpoint.interfaceIds, strangerId].toSorted());
    expect(byId.get(strangerId)).toMatchObject({
      InterfaceType: 'interface',
      RequesterManaged: false,
      Description: 'somebody else',
      PrivateIpAddress: '10.0.1.50',
    });
    expect(byId.get(given(endpoint.interfaceIds[0]))).toMatchObject(
      world().expects('endpoint-interface-unnamed', {
        aws: {
          InterfaceType: 'vpc_endpoint',
          RequesterManaged: true,
          Status: 'in-use',
          Description: `VPC Endpoint Interface ${endpoint.id}`,
        },
        moto: { InterfaceType: 'interface', RequesterManaged: false, Status: 'available', Description: '' },
      }),
    );
    expect(endpoint.ips[0]?.startsWith('10.0.1.')).toBe(
      world().expects('endpoint-address-outside-subnet', { aws: true, moto: false }),
    );
  });

  test('describes the subnets of a VPC with the ids of their zones', async () => {
    const [network] = [await createNetwork(world().aws), await createNetwork(world().aws)];

    const answer = await world().aws.ec2.send(
      new DescribeSubnetsCommand({ Filters: [{ Name: 'vpc-id', Values: [network.vpcId] }], MaxResults: 1_000 }),
    );

    const subnets = answer.Subnets?.toSorted((a, b) => (a.CidrBlock ?? '').localeCompare(b.CidrBlock ?? ''));
    expect(subnets).toMatchObject(
      [0, 1].map((index) => ({
        SubnetId: network.subnetIds[index],
        VpcId: network.vpcId,
        OwnerId: '123456789012',
        CidrBlock: `10.0.${index + 1}.0/24`,
        AvailabilityZone: `eu-west-1${'ab'[index]}`,
        AvailabilityZoneId: expect.stringMatching(/^euw1-az\d$/),
      })),
    );
    expect(new Set(subnets?.map(({ AvailabilityZoneId }) => AvailabilityZoneId)).size).toBe(2);
  });
});
