import { DescribeNetworkInterfacesCommand, DescribeVpcEndpointsCommand } from '@aws-sdk/client-ec2';
import type { Tools } from './ground.ts';

/** The IPs of the interfaces that a filter finds. */
export async function interfaceIps(
  { ec2 }: Pick<Tools, 'ec2'>,
  name: string,
  values: readonly string[],
): Promise<readonly string[]> {
  const { NetworkInterfaces = [] } = await ec2.send(
    new DescribeNetworkInterfacesCommand({ Filters: [{ Name: name, Values: [...values] }] }),
  );
  return NetworkInterfaces.map(({ PrivateIpAddress = '' }) => PrivateIpAddress);
}

/** The IPs of an endpoint, by the interfaces that it lists; throws where AWS does not know it. */
export async function endpointIps(tools: Pick<Tools, 'ec2'>, endpointId: string): Promise<readonly string[]> {
  const { VpcEndpoints = [] } = await tools.ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [endpointId] }));
  const ids = VpcEndpoints.flatMap(({ NetworkInterfaceIds = [] }) => NetworkInterfaceIds);
  return ids.length === 0 ? [] : interfaceIps(tools, 'network-interface-id', ids);
}
