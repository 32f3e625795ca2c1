import {
  type Address,
  DescribeAddressesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  type SecurityGroup,
} from '@aws-sdk/client-ec2';
import { type Aws, callOptions } from './clients.ts';
import { doing, given } from './failure.ts';
import { readAllPages } from './paging.ts';

export type { Address, IpPermission, SecurityGroup } from '@aws-sdk/client-ec2';

type Ec2 = Pick<Aws, 'ec2' | 'signal'>;

/** True if instances of a VPC are given its resolver. */
export function isDnsSupported(aws: Ec2, vpcId: string): Promise<boolean> {
  return doing(`reading enableDnsSupport of ${vpcId}`, async () => {
    const answer = await aws.ec2.send(
      new DescribeVpcAttributeCommand({ VpcId: vpcId, Attribute: 'enableDnsSupport' }),
      callOptions(aws),
    );
    return given(answer.EnableDnsSupport?.Value, 'EnableDnsSupport');
  });
}

/** True if a VPC may have private hosted zones beside its resolver: they need both attributes. */
export function hasDnsHostnames(aws: Ec2, vpcId: string): Promise<boolean> {
  return doing(`reading enableDnsHostnames of ${vpcId}`, async () => {
    const answer = await aws.ec2.send(
      new DescribeVpcAttributeCommand({ VpcId: vpcId, Attribute: 'enableDnsHostnames' }),
      callOptions(aws),
    );
    return given(answer.EnableDnsHostnames?.Value, 'EnableDnsHostnames');
  });
}

/** Of some VPCs, the ids of those that the account can see. */
export function findVpcs(aws: Ec2, ids: readonly string[]): Promise<readonly string[]> {
  return doing(`looking for ${ids.join(', ')}`, async () => {
    const found = await readAllPages(async (token) => {
      const answer = await aws.ec2.send(
        new DescribeVpcsCommand({ Filters: [{ Name: 'vpc-id', Values: [...ids] }], NextToken: token }),
        callOptions(aws),
      );
      return { items: given(answer.Vpcs, 'Vpcs'), next: answer.NextToken };
    });
    return found.map(({ VpcId }) => given(VpcId, 'VpcId'));
  });
}

/** Of some endpoints, the ids of those that the account can see. AWS goes on showing one for a while after its deletion. */
export function findEndpoints(aws: Ec2, ids: readonly string[]): Promise<readonly string[]> {
  return doing(`looking for ${ids.join(', ')}`, async () => {
    const found = await readAllPages(async (token) => {
      const answer = await aws.ec2.send(
        new DescribeVpcEndpointsCommand({
          Filters: [{ Name: 'vpc-endpoint-id', Values: [...ids] }],
          NextToken: token,
        }),
        callOptions(aws),
      );
      return { items: given(answer.VpcEndpoints, 'VpcEndpoints'), next: answer.NextToken };
    });
    return found
      .filter(({ State }) => given(State, 'State').toLowerCase() !== 'deleted')
      .map(({ VpcEndpointId }) => given(VpcEndpointId, 'VpcEndpointId'));
  });
}

/** Security groups by id, as a filter: one that the account cannot see is absent. */
export function findSecurityGroups(aws: Ec2, ids: readonly string[]): Promise<readonly SecurityGroup[]> {
  return doing(`reading ${ids.join(', ')}`, () =>
    readAllPages(async (token) => {
      const answer = await aws.ec2.send(
        new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'group-id', Values: [...ids] }], NextToken: token }),
        callOptions(aws),
      );
      return { items: given(answer.SecurityGroups, 'SecurityGroups'), next: answer.NextToken };
    }),
  );
}

/** Elastic IPs by allocation, as a filter; the call does not page. */
export function findAddresses(aws: Ec2, allocationIds: readonly string[]): Promise<readonly Address[]> {
  return doing(`reading ${allocationIds.join(', ')}`, async () => {
    const answer = await aws.ec2.send(
      new DescribeAddressesCommand({ Filters: [{ Name: 'allocation-id', Values: [...allocationIds] }] }),
      callOptions(aws),
    );
    return given(answer.Addresses, 'Addresses');
  });
}
