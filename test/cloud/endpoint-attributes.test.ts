import { DescribeVpcEndpointsCommand, ModifyVpcEndpointCommand, type VpcEndpoint } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { type Cloud, createCloud } from './cloud.ts';
import { buildSampleWorld } from './sample-world.ts';
import { sdk } from './sdk.ts';

const DENY_ALL = JSON.stringify({ Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }] });

async function described(cloud: Cloud, id: string): Promise<VpcEndpoint | undefined> {
  const { VpcEndpoints } = await sdk(cloud).ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }));
  return VpcEndpoints?.[0];
}

describe('an endpoint', () => {
  test('has full access as its policy until it gets another, and a replacement has the same', async () => {
    const cloud = createCloud();
    const { endpoint } = buildSampleWorld(cloud);
    const policyOf = async (id: string): Promise<unknown> =>
      JSON.parse((await described(cloud, id))?.PolicyDocument ?? '');
    expect(await policyOf(endpoint.id)).toEqual({
      Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
    });
    cloud.setEndpointPolicy(endpoint.id, DENY_ALL);
    expect(await policyOf(endpoint.id)).toEqual(JSON.parse(DENY_ALL));
    const { created } = cloud.replaceEndpoint(endpoint.id);
    expect(await policyOf(created.id)).toEqual(JSON.parse(DENY_ALL));
  });

  test('is given policy, private DNS and security groups over the wire', async () => {
    const cloud = createCloud();
    const { vpc, endpoint } = buildSampleWorld(cloud);
    const [old, young] = ['old', 'young'].map((name) => cloud.createSecurityGroup({ vpcId: vpc.id, name }));
    cloud.setEndpointSecurityGroups(endpoint.id, [old ?? '']);
    await sdk(cloud).ec2.send(
      new ModifyVpcEndpointCommand({
        VpcEndpointId: endpoint.id,
        PolicyDocument: DENY_ALL,
        PrivateDnsEnabled: false,
        AddSecurityGroupIds: [young ?? ''],
        RemoveSecurityGroupIds: [old ?? ''],
      }),
    );
    expect(await described(cloud, endpoint.id)).toMatchObject({
      PolicyDocument: DENY_ALL,
      PrivateDnsEnabled: false,
      Groups: [{ GroupId: young, GroupName: 'young' }],
    });
  });

  test('has the names of its service while private DNS is on, in a zone that is not its own names’', async () => {
    const cloud = createCloud();
    const { vpc, subnets } = buildSampleWorld(cloud);
    const subnetIds = subnets.map(({ id }) => id);
    const { id } = cloud.createEndpoint({ vpcId: vpc.id, subnetIds, privateDns: false });
    const own = [
      expect.stringMatching(new RegExp(`^${id}-[0-9a-z]{8}\\.execute-api\\.eu-west-1\\.vpce\\.amazonaws\\.com$`)),
      expect.stringMatching(/^vpce-\w+-\w+-eu-west-1a\.execute-api\.eu-west-1\.vpce\.amazonaws\.com$/),
      expect.stringMatching(/^vpce-\w+-\w+-eu-west-1b\.execute-api\.eu-west-1\.vpce\.amazonaws\.com$/),
    ];
    const names = async () => (await described(cloud, id))?.DnsEntries?.map(({ DnsName }) => DnsName);
    expect(await names()).toEqual(own);
    cloud.setPrivateDns(id, true);
    expect(await names()).toEqual([
      ...own,
      'execute-api.eu-west-1.amazonaws.com',
      '*.execute-api.eu-west-1.amazonaws.com',
    ]);
    const zones = (await described(cloud, id))?.DnsEntries?.map(({ HostedZoneId }) => HostedZoneId) ?? [];
    expect(new Set(zones.slice(0, 3)).size).toBe(1);
    expect(zones.slice(3)).not.toContain(zones[0]);
    cloud.setPrivateDns(id, false);
    expect(await names()).toEqual(own);
  });

  test('says what went wrong with it, until its state changes again', async () => {
    const cloud = createCloud();
    const { endpoint } = buildSampleWorld(cloud);
    cloud.setEndpointState(endpoint.id, 'failed', { code: 'InternalError', message: 'It broke.' });
    expect(await described(cloud, endpoint.id)).toMatchObject({
      State: 'failed',
      LastError: { Code: 'InternalError', Message: 'It broke.' },
    });
    cloud.setEndpointState(endpoint.id, 'available');
    expect(await described(cloud, endpoint.id)).not.toHaveProperty('LastError');
  });
});
