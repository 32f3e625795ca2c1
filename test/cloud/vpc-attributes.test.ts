import {
  CreateVpcCommand,
  DescribeVpcAttributeCommand,
  ModifyVpcAttributeCommand,
  type VpcAttributeName,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { type Cloud, createCloud } from './cloud.ts';
import { sdk } from './sdk.ts';

async function attributes(cloud: Cloud, VpcId: string) {
  const { ec2 } = sdk(cloud);
  const ask = (Attribute: VpcAttributeName) => ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute }));
  return {
    support: (await ask('enableDnsSupport')).EnableDnsSupport?.Value,
    hostnames: (await ask('enableDnsHostnames')).EnableDnsHostnames?.Value,
  };
}

describe('the DNS attributes of a VPC', () => {
  test('are AWS’s defaults in one made over the wire, and change one at a time', async () => {
    const cloud = createCloud();
    const { ec2 } = sdk(cloud);
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    const VpcId = Vpc?.VpcId ?? '';
    expect(await attributes(cloud, VpcId)).toEqual({ support: true, hostnames: false });
    await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
    await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsSupport: { Value: false } }));
    expect(await attributes(cloud, VpcId)).toEqual({ support: false, hostnames: true });
    const both = { EnableDnsHostnames: { Value: true }, EnableDnsSupport: { Value: true } };
    await expect(ec2.send(new ModifyVpcAttributeCommand({ VpcId, ...both }))).rejects.toMatchObject({
      name: 'InvalidParameterCombination',
    });
  });

  test('are chosen by verb, when it is made and later', async () => {
    const cloud = createCloud();
    const { id } = cloud.createVpc({ dnsHostnames: true });
    expect(await attributes(cloud, id)).toEqual({ support: true, hostnames: true });
    cloud.setVpcDns(id, { support: false });
    expect(await attributes(cloud, id)).toEqual({ support: false, hostnames: true });
    cloud.setVpcDns(id, { hostnames: false });
    expect(await attributes(cloud, id)).toEqual({ support: false, hostnames: false });
  });

  test('of a VPC that does not exist are an error, and other attributes are unknown', async () => {
    const cloud = createCloud();
    const { id } = cloud.createVpc();
    await expect(attributes(cloud, 'vpc-0')).rejects.toMatchObject({ name: 'InvalidVpcID.NotFound' });
    await expect(
      sdk(cloud).ec2.send(
        new DescribeVpcAttributeCommand({ VpcId: id, Attribute: 'enableNetworkAddressUsageMetrics' }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });
});
