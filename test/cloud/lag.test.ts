import {
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribeAddressesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import {
  AddTagsCommand,
  CreateTargetGroupCommand,
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ListResourceRecordSetsCommand } from '@aws-sdk/client-route-53';
import { describe, expect, test } from 'vitest';
import { createCloud } from './cloud.ts';
import { buildSampleWorld } from './sample-world.ts';
import { sdk } from './sdk.ts';

const SECONDS = 20;

function setUp() {
  const cloud = createCloud({ interfaceRemovalSeconds: 60 });
  const world = buildSampleWorld(cloud, { steady: true });
  const zoneId = cloud.createPublicZone({ name: 'example.com' });
  cloud.advance(5);
  const clients = sdk(cloud);
  return {
    cloud,
    ...world,
    ...clients,
    zoneId,
    readEndpoint: async () => {
      const VpcEndpointIds = [world.endpoint.id];
      const { VpcEndpoints } = await clients.ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds }));
      return VpcEndpoints?.[0]?.State;
    },
    readTags: async () => {
      const ResourceArns = [world.group.arn];
      const { TagDescriptions } = await clients.elbv2.send(new DescribeTagsCommand({ ResourceArns }));
      return Object.fromEntries(TagDescriptions?.[0]?.Tags?.map(({ Key, Value }) => [Key, Value]) ?? []);
    },
  };
}

type SetUp = ReturnType<typeof setUp>;
const always = () => true;

describe('a lag', () => {
  test('has every second read answered by a replica that is behind, counted over all operations', async () => {
    const { cloud, endpoint, group, readEndpoint, readTags } = setUp();
    cloud.faults.lag({ seconds: SECONDS });
    cloud.deleteEndpoint(endpoint.id);
    cloud.setTags(group.arn, { since: 'now' });
    expect([await readEndpoint(), await readEndpoint(), await readEndpoint()]).toEqual([
      'deleting',
      'available',
      'deleting',
    ]);
    expect([await readTags(), await readTags()]).toEqual([
      expect.not.objectContaining({ since: 'now' }),
      expect.objectContaining({ since: 'now' }),
    ]);
  });

  test('leaves reads as they are without it, before it and after it', async () => {
    const { cloud, endpoint, readEndpoint } = setUp();
    const end = cloud.faults.lag({ seconds: SECONDS, behind: always });
    cloud.deleteEndpoint(endpoint.id);
    expect(await readEndpoint()).toBe('available');
    end();
    expect(await readEndpoint()).toBe('deleting');
    cloud.faults.lag({ seconds: SECONDS, behind: always });
    expect(await readEndpoint()).toBe('deleting');
    cloud.setEndpointState(endpoint.id, 'failed');
    expect(await readEndpoint()).toBe('deleting');
    cloud.faults.clear();
    expect(await readEndpoint()).toBe('failed');
  });

  test('may be of some operations only, and another of others', async () => {
    const { cloud, endpoint, group, readEndpoint, readTags } = setUp();
    cloud.faults.lag({ seconds: SECONDS, operations: ['DescribeTags'], behind: always });
    cloud.deleteEndpoint(endpoint.id);
    cloud.setTags(group.arn, { since: 'now' });
    expect(await readEndpoint()).toBe('deleting');
    expect(await readTags()).not.toHaveProperty('since');
    cloud.faults.lag({ seconds: 5, operations: ['DescribeVpcEndpoints'], behind: always });
    cloud.setEndpointState(endpoint.id, 'failed');
    cloud.advance(4);
    expect(await readEndpoint()).toBe('deleting');
    cloud.advance(1);
    expect(await readEndpoint()).toBe('failed');
    expect(await readTags()).not.toHaveProperty('since');
  });

  test('shows the states in between, each for as long as it lasted', async () => {
    const { cloud, endpoint, readEndpoint } = setUp();
    cloud.faults.lag({ seconds: SECONDS, behind: always });
    cloud.setEndpointState(endpoint.id, 'partial');
    cloud.advance(3);
    cloud.setEndpointState(endpoint.id, 'failed');
    const states: (string | undefined)[] = [];
    for (let second = 0; second < 24; second += 1) {
      // oxlint-disable-next-line no-await-in-loop -- seconds follow one another
      states.push(await readEndpoint());
      cloud.advance(1);
    }
    const runs = [...new Set(states)].map((state) => [state, states.filter((each) => each === state).length]);
    // The first three seconds had passed before the first read.
    expect(runs).toEqual([
      ['available', SECONDS - 3],
      ['partial', 3],
      ['failed', 4],
    ]);
  });

  test('follows what the agenda does later: interfaces of a deleted endpoint are listed for so long after they are gone', async () => {
    const { cloud, endpoint, ec2 } = setUp();
    const Filters = [{ Name: 'description', Values: [`VPC Endpoint Interface ${endpoint.id}`] }];
    const count = async () =>
      (await ec2.send(new DescribeNetworkInterfacesCommand({ Filters }))).NetworkInterfaces?.length;
    cloud.faults.lag({ seconds: SECONDS, behind: always });
    cloud.deleteEndpoint(endpoint.id);
    cloud.advance(60 + SECONDS - 1);
    expect(cloud.endpoint(endpoint.id).interfaces).toEqual([]);
    expect(await count()).toBe(2);
    cloud.advance(1);
    expect(await count()).toBe(0);
  });

  test('does not know what was just made, and a write knows it', async () => {
    const { cloud, vpc, elbv2, ec2, subnets } = setUp();
    cloud.faults.lag({ seconds: SECONDS, behind: always });
    const { VpcEndpoint } = await ec2.send(
      new CreateVpcEndpointCommand({
        VpcEndpointType: 'Interface',
        VpcId: vpc.id,
        ServiceName: 'com.amazonaws.eu-west-1.execute-api',
        SubnetIds: [subnets[0].id],
      }),
    );
    const describeIt = new DescribeVpcEndpointsCommand({ VpcEndpointIds: [VpcEndpoint?.VpcEndpointId ?? ''] });
    await expect(ec2.send(describeIt)).rejects.toMatchObject({ name: 'InvalidVpcEndpointId.NotFound' });
    const { TargetGroups } = await elbv2.send(
      new CreateTargetGroupCommand({ Name: 'new', Protocol: 'TCP', Port: 443, VpcId: vpc.id, TargetType: 'ip' }),
    );
    const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? '';
    await elbv2.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: '10.0.1.50' }] }));
    cloud.advance(SECONDS);
    expect((await ec2.send(describeIt)).VpcEndpoints).toHaveLength(1);
  });

  test.each<[string, (stage: SetUp) => Promise<unknown>, (stage: SetUp) => Promise<unknown>]>([
    [
      'DescribeTargetHealth, which lags by a setting of its own',
      async ({ cloud, group }) => {
        cloud.register(group.arn, ['10.0.1.50']);
      },
      async ({ elbv2, group: { arn } }) =>
        (await elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn: arn }))).TargetHealthDescriptions?.length,
    ],
    [
      'ListResourceRecordSets, which AWS answers as last written',
      async ({ cloud, zoneId }) => {
        cloud.putRecord(zoneId, { name: 'a.example.com', values: ['192.0.2.1'] });
      },
      async ({ route53, zoneId }) =>
        (await route53.send(new ListResourceRecordSetsCommand({ HostedZoneId: zoneId }))).ResourceRecordSets?.length,
    ],
  ])('does not meet %s', async (_title, change, read) => {
    const stage = setUp();
    const before = await read(stage);
    stage.cloud.faults.lag({ seconds: SECONDS, behind: always });
    await change(stage);
    const during = await read(stage);
    expect(during).not.toEqual(before);
    stage.cloud.faults.clear();
    expect(during).toEqual(await read(stage));
  });

  test.each([0, -1, 1.5, Number.NaN])('of %d s is refused', (seconds) => {
    expect(() => createCloud().faults.lag({ seconds })).toThrow('whole seconds');
  });
});

test.each(['DescribeTargetHealth', 'RegisterTargets', 'DescribeStacks', 'DescribeSubnet'])(
  'a lag of %s, which cannot lag, is refused',
  (operation) => {
    const { faults } = createCloud();
    faults.lag({ seconds: SECONDS, operations: ['DescribeSubnets'] });
    expect(() => faults.lag({ seconds: SECONDS, operations: ['DescribeSubnets', operation] })).toThrow(
      `a lag of ${operation}: only DescribeVpcs, DescribeSubnets`,
    );
  },
);

/** What may change, how it is read, and what the read says. By a verb or by the API. */
const CHANGES: readonly {
  readonly title: string;
  readonly change: (stage: SetUp) => unknown;
  readonly read: (stage: SetUp) => Promise<unknown>;
}[] = [
  {
    title: 'a new VPC',
    change: ({ cloud }) => cloud.createVpc(),
    read: async ({ ec2 }) => (await ec2.send(new DescribeVpcsCommand({}))).Vpcs?.length,
  },
  {
    title: 'an attribute of a VPC',
    change: ({ cloud, vpc }) => {
      cloud.setVpcDns(vpc.id, { hostnames: true });
    },
    read: async ({ ec2, vpc }) =>
      (await ec2.send(new DescribeVpcAttributeCommand({ VpcId: vpc.id, Attribute: 'enableDnsHostnames' })))
        .EnableDnsHostnames?.Value,
  },
  {
    title: 'a new subnet',
    change: ({ cloud, vpc }) => cloud.createSubnet({ vpcId: vpc.id, zone: 'eu-west-1c', cidr: '10.0.3.0/24' }),
    read: async ({ ec2 }) => (await ec2.send(new DescribeSubnetsCommand({}))).Subnets?.length,
  },
  {
    title: 'a deleted endpoint, by the API',
    change: ({ ec2, endpoint }) => ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [endpoint.id] })),
    read: ({ readEndpoint }) => readEndpoint(),
  },
  {
    title: 'a new interface',
    change: ({ cloud, subnets }) => cloud.takeAddress({ subnetId: subnets[0].id, listens: [] }),
    read: async ({ ec2 }) => (await ec2.send(new DescribeNetworkInterfacesCommand({}))).NetworkInterfaces?.length,
  },
  {
    title: 'a new security group',
    change: ({ cloud, vpc }) => cloud.createSecurityGroup({ vpcId: vpc.id }),
    read: async ({ ec2 }) => (await ec2.send(new DescribeSecurityGroupsCommand({}))).SecurityGroups?.length,
  },
  {
    title: 'a tag of an elastic IP',
    change: ({ cloud, loadBalancer }) => {
      cloud.setAddressTags(loadBalancer.zones[0]?.allocationId ?? '', { a: 'b' });
    },
    read: async ({ ec2 }) => (await ec2.send(new DescribeAddressesCommand({}))).Addresses?.map(({ Tags }) => Tags),
  },
  {
    title: 'a zone less of a load balancer',
    change: ({ cloud, loadBalancer }) => cloud.disableZone(loadBalancer.arn, 'eu-west-1b'),
    read: async ({ elbv2 }) =>
      (await elbv2.send(new DescribeLoadBalancersCommand({}))).LoadBalancers?.[0]?.AvailabilityZones?.length,
  },
  {
    title: 'an attribute of a load balancer',
    change: ({ cloud, loadBalancer }) => {
      cloud.setLoadBalancerAttributes(loadBalancer.arn, { 'load_balancing.cross_zone.enabled': 'false' });
    },
    read: async ({ elbv2, loadBalancer: { arn } }) =>
      (await elbv2.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: arn }))).Attributes,
  },
  {
    title: 'a new listener',
    change: ({ cloud, loadBalancer, group }) =>
      cloud.attach({ loadBalancerArn: loadBalancer.arn, targetGroupArn: group.arn, port: 8443 }),
    read: async ({ elbv2, loadBalancer: { arn } }) =>
      (await elbv2.send(new DescribeListenersCommand({ LoadBalancerArn: arn }))).Listeners?.length,
  },
  {
    title: 'a new target group',
    change: ({ cloud, vpc }) => cloud.createTargetGroup({ vpcId: vpc.id, name: 'new' }),
    read: async ({ elbv2 }) => (await elbv2.send(new DescribeTargetGroupsCommand({}))).TargetGroups?.length,
  },
  {
    title: 'the target groups of a load balancer, after a change of their health checks',
    change: ({ cloud, group }) => {
      cloud.setHealthCheck(group.arn, { intervalSeconds: 30 });
    },
    read: async ({ elbv2, loadBalancer: { arn } }) =>
      (await elbv2.send(new DescribeTargetGroupsCommand({ LoadBalancerArn: arn }))).TargetGroups?.map(
        ({ HealthCheckIntervalSeconds }) => HealthCheckIntervalSeconds,
      ),
  },
  {
    title: 'an attribute of a target group',
    change: ({ cloud, group }) => {
      cloud.setTargetGroupAttributes(group.arn, { 'preserve_client_ip.enabled': 'true' });
    },
    read: async ({ elbv2, group: { arn } }) =>
      (await elbv2.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: arn }))).Attributes,
  },
  {
    title: 'a tag of a target group, by the API',
    change: ({ elbv2, group }) =>
      elbv2.send(new AddTagsCommand({ ResourceArns: [group.arn], Tags: [{ Key: 'a', Value: 'b' }] })),
    read: ({ readTags }) => readTags(),
  },
];

describe.each(CHANGES)('$title', ({ change, read }) => {
  test(`shows on the replica that is behind after ${SECONDS} s and no sooner, on the current one at once`, async () => {
    const stage = setUp();
    const before = await read(stage);
    stage.cloud.faults.lag({ seconds: SECONDS });
    stage.cloud.advance(3);
    await change(stage);
    const after = await read(stage);
    expect(after).not.toEqual(before);
    expect(await read(stage)).toEqual(before);
    stage.cloud.advance(SECONDS - 1);
    expect([await read(stage), await read(stage)]).toEqual([after, before]);
    stage.cloud.advance(1);
    expect([await read(stage), await read(stage)]).toEqual([after, after]);
  });
});
