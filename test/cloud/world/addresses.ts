import type { Address, LoadBalancer, World, Zone } from './state.ts';

type NewAddress = Pick<Address, 'region' | 'ownerId'> & { readonly allocationId?: string };

/** An elastic IP by its allocation id, which is made if nobody has it yet: that of an address elsewhere, say. */
export function allocate(world: World, { allocationId, ...owner }: NewAddress): Address {
  const existing = allocationId === undefined ? undefined : world.addresses.get(allocationId);
  if (existing !== undefined) return existing;
  const address: Address = {
    allocationId: allocationId ?? world.ids.ec2('eipalloc'),
    ip: `198.51.100.${world.ids.next('elastic-ip')}`,
    ...owner,
    tags: {},
  };
  world.addresses.set(address.allocationId, address);
  return address;
}

/** The load balancer's zone that holds an elastic IP; an address that nothing holds stays allocated. */
export function holderOf(
  world: World,
  { allocationId }: Address,
): { readonly loadBalancer: LoadBalancer; readonly zone: Zone } | undefined {
  return [...world.loadBalancers.values()]
    .flatMap((loadBalancer) => loadBalancer.zones.map((zone) => ({ loadBalancer, zone })))
    .find(({ zone }) => zone.allocationId === allocationId);
}
