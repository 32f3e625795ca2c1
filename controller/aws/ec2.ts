import {
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  type Filter,
  type NetworkInterface,
  type Subnet,
  type Vpc,
  type VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { type Aws, callOptions } from './clients.ts';
import { doing, given } from './failure.ts';
import { chunk, readAllPages } from './paging.ts';

export type { NetworkInterface, Subnet, Vpc, VpcEndpoint } from '@aws-sdk/client-ec2';

/** Values one filter accepts: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html */
const FILTER_VALUES = 200;
const PAGE_SIZE = 1_000;

/** Endpoints by id. AWS rejects the whole call when it does not know one of them. */
export function describeEndpoints(aws: Aws, ids: readonly string[]): Promise<readonly VpcEndpoint[]> {
  return doing(`reading ${nameSome(ids)}`, () =>
    readAllPages(async (token) => {
      const answer = await aws.ec2.send(
        new DescribeVpcEndpointsCommand({ VpcEndpointIds: [...ids], NextToken: token }),
        callOptions(aws),
      );
      return { items: given(answer.VpcEndpoints, 'VpcEndpoints'), next: answer.NextToken };
    }),
  );
}

/** Every endpoint of some VPCs. */
export function listEndpoints(aws: Aws, ...vpcIds: readonly string[]): Promise<readonly VpcEndpoint[]> {
  return doing(`listing the endpoints of ${nameSome(vpcIds)}`, () =>
    readAllPages(async (token) => {
      const answer = await aws.ec2.send(
        new DescribeVpcEndpointsCommand({
          Filters: [where('vpc-id', vpcIds)],
          MaxResults: PAGE_SIZE,
          NextToken: token,
        }),
        callOptions(aws),
      );
      return { items: given(answer.VpcEndpoints, 'VpcEndpoints'), next: answer.NextToken };
    }),
  );
}

/** Interfaces by id, as a filter: one that is gone is absent, where an id list would fail the whole call. No id, no call. */
export function findInterfaces(aws: Aws, ids: readonly string[]): Promise<readonly NetworkInterface[]> {
  return listInterfaces(aws, 'network-interface-id', ids);
}

/** Every interface of some subnets. */
export function listSubnetInterfaces(aws: Aws, subnetIds: readonly string[]): Promise<readonly NetworkInterface[]> {
  return listInterfaces(aws, 'subnet-id', subnetIds);
}

/** Interfaces of a VPC with exactly this description: those of a load balancer have no other mark. */
export function findInterfacesDescribed(
  aws: Aws,
  { vpcId, description }: { readonly vpcId: string; readonly description: string },
): Promise<readonly NetworkInterface[]> {
  return doing(`listing the interfaces “${description}” of ${vpcId}`, () =>
    readInterfaces(aws, [where('vpc-id', [vpcId]), where('description', [description])]),
  );
}

/** Interfaces in use with one of these descriptions, in one of these VPCs. No description, no call. */
export async function findInterfacesInUse(
  aws: Aws,
  { vpcIds, descriptions }: { readonly vpcIds: readonly string[]; readonly descriptions: readonly string[] },
): Promise<readonly NetworkInterface[]> {
  if (descriptions.length === 0) return [];
  return doing(`listing the interfaces of ${nameSome(descriptions)}`, () =>
    readInterfaces(aws, [where('description', descriptions), where('vpc-id', vpcIds), where('status', ['in-use'])]),
  );
}

/** Every subnet of some VPCs that the caller sees. */
export function listSubnets(aws: Aws, ...vpcIds: readonly string[]): Promise<readonly Subnet[]> {
  return doing(`listing the subnets of ${nameSome(vpcIds)}`, () =>
    readAllPages(async (token) => {
      const answer = await aws.ec2.send(
        new DescribeSubnetsCommand({ Filters: [where('vpc-id', vpcIds)], MaxResults: PAGE_SIZE, NextToken: token }),
        callOptions(aws),
      );
      return { items: given(answer.Subnets, 'Subnets'), next: answer.NextToken };
    }),
  );
}

/** The VPC, by id. A participant of a shared VPC sees it with all of its blocks. */
export function describeVpc(aws: Aws, vpcId: string): Promise<Vpc> {
  return doing(`reading ${vpcId}`, async () => {
    const { Vpcs } = await aws.ec2.send(new DescribeVpcsCommand({ VpcIds: [vpcId] }), callOptions(aws));
    return given(Vpcs?.[0], 'Vpcs');
  });
}

async function listInterfaces(
  aws: Aws,
  filter: string,
  values: readonly string[],
): Promise<readonly NetworkInterface[]> {
  const parts = chunk(values, FILTER_VALUES).map((part) =>
    doing(`listing the interfaces of ${nameSome(values)}`, () => readInterfaces(aws, [where(filter, part)])),
  );
  return (await Promise.all(parts)).flat();
}

function readInterfaces(aws: Aws, filters: Filter[]): Promise<readonly NetworkInterface[]> {
  return readAllPages(async (token) => {
    const answer = await aws.ec2.send(
      new DescribeNetworkInterfacesCommand({
        Filters: filters,
        // An account may hide managed resources from listings; an interface unseen would pass for gone.
        IncludeManagedResources: true,
        MaxResults: PAGE_SIZE,
        NextToken: token,
      }),
      callOptions(aws),
    );
    return { items: given(answer.NetworkInterfaces, 'NetworkInterfaces'), next: answer.NextToken };
  });
}

function where(name: string, values: readonly string[]): Filter {
  return { Name: name, Values: [...values] };
}

function nameSome(ids: readonly string[]): string {
  return ids.length <= 3 ? ids.join(', ') : `${ids[0]} and ${ids.length - 1} more`;
}
