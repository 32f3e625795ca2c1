import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcEndpointsCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateLoadBalancerCommand,
  DescribeLoadBalancersCommand,
  InvalidSecurityGroupException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, test } from 'vitest';
import { type Cloud, createCloud } from './cloud.ts';
import { buildSampleWorld } from './sample-world.ts';
import { sdk } from './sdk.ts';

const OTHER_ACCOUNT = '210987654321';

async function described(cloud: Cloud, id: string) {
  const { SecurityGroups } = await sdk(cloud).ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [id] }));
  return SecurityGroups?.[0];
}

describe('a security group', () => {
  test('that is new lets nothing in and everything out', async () => {
    const cloud = createCloud();
    const { vpc } = buildSampleWorld(cloud);
    const { ec2 } = sdk(cloud);
    const { GroupId = '' } = await ec2.send(
      new CreateSecurityGroupCommand({ GroupName: 'edge', Description: 'edge', VpcId: vpc.id }),
    );
    expect(GroupId).toMatch(/^sg-0[0-9a-f]{16}$/);
    expect(await described(cloud, GroupId)).toEqual({
      GroupId,
      GroupName: 'edge',
      Description: 'edge',
      VpcId: vpc.id,
      OwnerId: '123456789012',
      Tags: [],
      IpPermissions: [],
      IpPermissionsEgress: [
        {
          IpProtocol: '-1',
          IpRanges: [{ CidrIp: '0.0.0.0/0' }],
          Ipv6Ranges: [],
          UserIdGroupPairs: [],
          PrefixListIds: [],
        },
      ],
    });
    await expect(
      ec2.send(new CreateSecurityGroupCommand({ GroupName: 'edge', Description: 'edge', VpcId: vpc.id })),
    ).rejects.toMatchObject({ name: 'InvalidGroup.Duplicate' });
  });

  test('has one permission for each protocol and ports, with peers of every kind', async () => {
    const cloud = createCloud();
    const { vpc } = buildSampleWorld(cloud);
    const peer = cloud.createSecurityGroup({ vpcId: vpc.id });
    const id = cloud.createSecurityGroup({
      vpcId: vpc.id,
      ingress: [
        { port: 443, peers: ['10.0.0.0/16', '2001:db8::/56', peer, 'pl-0123456789abcdef0'] },
        { port: [1_024, 65_535], peers: ['10.0.0.0/16'] },
      ],
      egress: [],
    });
    expect(await described(cloud, id)).toMatchObject({
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
          IpRanges: [{ CidrIp: '10.0.0.0/16' }],
          Ipv6Ranges: [{ CidrIpv6: '2001:db8::/56' }],
          UserIdGroupPairs: [{ GroupId: peer, UserId: '123456789012' }],
          PrefixListIds: [{ PrefixListId: 'pl-0123456789abcdef0' }],
        },
        { IpProtocol: 'tcp', FromPort: 1_024, ToPort: 65_535, IpRanges: [{ CidrIp: '10.0.0.0/16' }] },
      ],
      IpPermissionsEgress: [],
    });
    cloud.setRules(id, { ingress: [] });
    expect(await described(cloud, id)).toMatchObject({ IpPermissions: [], IpPermissionsEgress: [] });
    cloud.setRules(id, { egress: [{ protocol: '-1', peers: ['0.0.0.0/0'] }] });
    expect((await described(cloud, id))?.IpPermissionsEgress).toHaveLength(1);
  });

  test('gains and loses rules over the wire, each once', async () => {
    const cloud = createCloud();
    const { vpc } = buildSampleWorld(cloud);
    const { ec2 } = sdk(cloud);
    const GroupId = cloud.createSecurityGroup({ vpcId: vpc.id });
    const IpPermissions = [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/16' }] }];
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions }));
    await expect(ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }))).rejects.toMatchObject({
      name: 'InvalidPermission.Duplicate',
    });
    expect(await described(cloud, GroupId)).toMatchObject({
      IpPermissions,
      IpPermissionsEgress: [{ IpProtocol: '-1' }, ...IpPermissions],
    });
    await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    await ec2.send(
      new RevokeSecurityGroupEgressCommand({
        GroupId,
        IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
      }),
    );
    await expect(ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }))).rejects.toMatchObject({
      name: 'InvalidPermission.NotFound',
    });
    expect(await described(cloud, GroupId)).toMatchObject({ IpPermissions: [], IpPermissionsEgress: IpPermissions });
  });

  test('is found by filter, a page at a time, and by nobody else', async () => {
    const cloud = createCloud();
    const { vpc } = buildSampleWorld(cloud);
    const { ec2 } = sdk(cloud);
    const ids = Array.from({ length: 7 }, (_, index) =>
      cloud.createSecurityGroup({ vpcId: vpc.id, name: `group ${index}` }),
    );
    const [first = ''] = ids;
    const find = async (Name: string, Value: string, client = ec2) => {
      const filter = { Filters: [{ Name, Values: [Value] }] };
      return (await client.send(new DescribeSecurityGroupsCommand(filter))).SecurityGroups?.length;
    };
    expect(await find('group-id', first)).toBe(1);
    expect(await find('group-name', 'group ?')).toBe(7);
    expect(await find('vpc-id', vpc.id)).toBe(7);
    expect(await find('vpc-id', vpc.id, sdk(cloud, { region: 'us-east-1' }).ec2)).toBe(0);
    expect(await find('vpc-id', vpc.id, sdk(cloud, { credentials: cloud.credentialsOf(OTHER_ACCOUNT) }).ec2)).toBe(0);

    const page = await ec2.send(new DescribeSecurityGroupsCommand({ MaxResults: 5 }));
    const next = await ec2.send(new DescribeSecurityGroupsCommand({ MaxResults: 5, NextToken: page.NextToken }));
    expect([...(page.SecurityGroups ?? []), ...(next.SecurityGroups ?? [])].map(({ GroupId }) => GroupId)).toEqual(ids);
    expect(next.NextToken).toBeUndefined();
  });

  test('that does not exist fails the whole call, and is given to nothing', async () => {
    const cloud = createCloud();
    const { vpc, subnets } = buildSampleWorld(cloud);
    const { ec2, elbv2 } = sdk(cloud);
    const known = cloud.createSecurityGroup({ vpcId: vpc.id });
    const unknown = 'sg-0123456789abcdef0';
    await expect(ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [known, unknown] }))).rejects.toMatchObject({
      name: 'InvalidGroup.NotFound',
      message: `The security group '${unknown}' does not exist`,
    });
    await expect(ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: ['group'] }))).rejects.toMatchObject({
      name: 'InvalidGroupId.Malformed',
    });
    const create = (group: string) =>
      new CreateLoadBalancerCommand({ Name: 'b', Type: 'network', Subnets: [subnets[0].id], SecurityGroups: [group] });
    await expect(elbv2.send(create(unknown))).rejects.toBeInstanceOf(InvalidSecurityGroupException);
    expect((await elbv2.send(create(known))).LoadBalancers?.[0]?.SecurityGroups).toEqual([known]);
    const elsewhere = cloud.createSecurityGroup({ vpcId: cloud.createVpc().id });
    expect(() => cloud.createEndpoint({ vpcId: vpc.id, subnetIds: [], securityGroupIds: [elsewhere] })).toThrow(
      'does not exist',
    );
  });

  test('is listed by the load balancer and the endpoint that have it, and by their interfaces', async () => {
    const cloud = createCloud();
    const { vpc, subnets, endpoint: bare } = buildSampleWorld(cloud);
    const { ec2, elbv2 } = sdk(cloud);
    const subnetIds = [subnets[0].id];
    const [front, back] = [
      cloud.createSecurityGroup({ vpcId: vpc.id, name: 'front' }),
      cloud.createSecurityGroup({ vpcId: vpc.id, name: 'back' }),
    ];
    const { name } = cloud.createNetworkLoadBalancer({ subnetIds, name: 'guarded', securityGroupIds: [front] });
    const { id, interfaces } = cloud.createEndpoint({ vpcId: vpc.id, subnetIds, securityGroupIds: [back] });
    const { LoadBalancers } = await elbv2.send(new DescribeLoadBalancersCommand({}));
    expect(LoadBalancers?.map((each) => [each.LoadBalancerName, each.SecurityGroups])).toEqual([
      ['front-door', []],
      [name, [front]],
    ]);
    const groupsOf = async () => {
      const { VpcEndpoints } = await ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [bare.id, id] }));
      return VpcEndpoints?.map(({ Groups }) => Groups);
    };
    expect(await groupsOf()).toEqual([[], [{ GroupId: back, GroupName: 'back' }]]);
    const NetworkInterfaceIds = interfaces.map((each) => each.id);
    const { NetworkInterfaces } = await ec2.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds }));
    expect(NetworkInterfaces?.map(({ Groups }) => Groups)).toEqual([[{ GroupId: back, GroupName: 'back' }]]);
    cloud.setEndpointSecurityGroups(id, [front, back]);
    expect((await groupsOf())?.[1]).toHaveLength(2);
  });
});
