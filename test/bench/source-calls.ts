import { DescribeNetworkInterfacesCommand, DescribeVpcEndpointsCommand } from '@aws-sdk/client-ec2';
import type { Site } from './site.ts';

/** The IPs of the interfaces that a filter finds. */
export async function interfaceIps({ ec2 }: Site, name: string, values: readonly string[]): Promise<readonly string[]> {
  const { NetworkInterfaces = [] } = await ec2.send(
    new DescribeNetworkInterfacesCommand({ Filters: [{ Name: name, Values: [...values] }] }),
  );
  return NetworkInterfaces.map(({ PrivateIpAddress = '' }) => PrivateIpAddress);
}

/** The IPs of the source's endpoint, by the interfaces that it lists; throws where AWS does not know it. */
export async function endpointIps(site: Site): Promise<readonly string[]> {
  const { VpcEndpoints = [] } = await site.ec2.send(
    new DescribeVpcEndpointsCommand({ VpcEndpointIds: [site.source().id] }),
  );
  const ids = VpcEndpoints.flatMap(({ NetworkInterfaceIds = [] }) => NetworkInterfaceIds);
  return ids.length === 0 ? [] : interfaceIps(site, 'network-interface-id', ids);
}
