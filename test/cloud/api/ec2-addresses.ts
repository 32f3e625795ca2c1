import type { XmlRecord } from '../wire/xml.ts';
import { holderOf } from '../world/addresses.ts';
import { AwsError } from '../world/aws-error.ts';
import type { Address, World } from '../world/state.ts';
import { applyFilters, type FilterTable } from './ec2-filters.ts';
import type { Operation } from './operation.ts';
import { texts } from './params.ts';

const FILTERS: FilterTable<Address> = {
  'allocation-id': ({ allocationId }) => [allocationId],
  'public-ip': ({ ip }) => [ip],
  'tag-key': ({ tags }) => Object.keys(tags),
};

/** Does not page. An unknown id fails the whole call: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAddresses.html */
export const describeAddresses: Operation = (world, { account, region }, params) => {
  const ids = texts(params, 'AllocationId');
  const own = [...world.addresses.values()].filter((each) => each.ownerId === account && each.region === region);
  const chosen = ids.length === 0 ? own : ids.map((id) => find(own, id));
  return { addressesSet: applyFilters(chosen, params, FILTERS).map((address) => render(world, address)) };
};

function find(own: readonly Address[], id: string): Address {
  const found = own.find(({ allocationId }) => allocationId === id);
  if (found === undefined) {
    throw new AwsError('InvalidAllocationID.NotFound', `The allocation ID '${id}' does not exist`);
  }
  return found;
}

function render(world: World, address: Address): XmlRecord {
  const holder = holderOf(world, address);
  return {
    publicIp: address.ip,
    allocationId: address.allocationId,
    domain: 'vpc',
    networkBorderGroup: address.region,
    publicIpv4Pool: 'amazon',
    tagSet: Object.entries(address.tags).map(([key, value]) => ({ key, value })),
    ...(holder !== undefined && {
      associationId: address.allocationId.replace('eipalloc-', 'eipassoc-'),
      networkInterfaceId: holder.zone.interfaceId,
      networkInterfaceOwnerId: holder.loadBalancer.ownerId,
      privateIpAddress: holder.zone.privateIp,
    }),
  };
}
