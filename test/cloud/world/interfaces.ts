import { AwsError } from './aws-error.ts';
import { canonical, contains, nthAddress, overlap } from './ip.ts';
import { isConnected } from './peerings.ts';
import type { Family, NetworkInterface, Subnet, Vpc, World } from './state.ts';

export type NewInterface = Partial<
  Pick<NetworkInterface, 'ip' | 'ipv6' | 'prefixes' | 'requesterId' | 'holder' | 'instanceId' | 'attached'>
> &
  Pick<NetworkInterface, 'subnet' | 'ownerId' | 'description' | 'type' | 'listens'>;

/** Creates an interface with the addresses asked for. */
export function createInterface(world: World, { ip, ipv6, prefixes = [], ...rest }: NewInterface): NetworkInterface {
  for (const address of [ip, ipv6]) if (address !== undefined) assertFree(world, rest.subnet, address);
  for (const prefix of prefixes) assertPrefixFree(world, rest.subnet, prefix);
  const created: NetworkInterface = {
    id: world.ids.ec2('eni'),
    attached: true,
    ...rest,
    prefixes,
    createdAt: world.now,
    managedHidden: false,
    ...(ip !== undefined && { ip: canonical(ip) }),
    ...(ipv6 !== undefined && { ipv6: canonical(ipv6) }),
  };
  world.interfaces.set(created.id, created);
  return created;
}

export function deleteInterface(world: World, id: string): void {
  world.interfaces.delete(id);
}

/** The interfaces of an endpoint or load balancer, in the order they were made. */
export function interfacesOf(world: World, holder: string): readonly NetworkInterface[] {
  return [...world.interfaces.values()].filter((each) => each.holder === holder);
}

/** The next free address of a subnet. */
export function nextAddress(world: World, subnet: Subnet, family: Family): string {
  const cidr = family === 'ipv6' ? subnet.ipv6Cidr : subnet.cidr;
  if (cidr === undefined) {
    throw new AwsError('InvalidParameter', `The subnet '${subnet.id}' has no ${family} CIDR block.`);
  }
  for (;;) {
    const ip = nthAddress(cidr, subnet.nextHost);
    subnet.nextHost += 1;
    if (ip === undefined) {
      throw new AwsError('InsufficientFreeAddressesInSubnet', `Insufficient free addresses in subnet '${subnet.id}'.`);
    }
    if (findInterface(world, subnet.vpc, ip) === undefined) return ip;
  }
}

/** Whose an IP is in a VPC: the interface that carries it, or a prefix around it. */
export function findInterface(world: World, vpc: Vpc, ip: string): NetworkInterface | undefined {
  // No copy of the map: health and traffic ask for every target every second.
  for (const each of world.interfaces.values()) if (each.subnet.vpc === vpc && carries(each, ip)) return each;
  return undefined;
}

/** Who is reached at an IP from a VPC: its own interfaces first, then those of VPCs it is connected to. */
export function reach(world: World, from: Vpc, ip: string): NetworkInterface | undefined {
  const local = findInterface(world, from, ip);
  if (local !== undefined || contains(from.cidr, ip)) return local;
  for (const each of world.interfaces.values()) {
    if (carries(each, ip) && isConnected(world, from, each.subnet.vpc)) return each;
  }
  return undefined;
}

/** True if something answers at a port of an interface. */
export function answers(at: NetworkInterface | undefined, port: number): boolean {
  return at !== undefined && (at.listens === 'all' || at.listens.includes(port));
}

function carries(each: NetworkInterface, ip: string): boolean {
  return each.ip === ip || each.ipv6 === ip || each.prefixes.some((prefix) => contains(prefix, ip));
}

function assertFree(world: World, subnet: Subnet, ip: string): void {
  if (![subnet.cidr, subnet.ipv6Cidr].some((cidr) => cidr !== undefined && contains(cidr, ip))) {
    throw new AwsError('InvalidParameterValue', `Address ${ip} does not fall within the subnet's address range`);
  }
  const holder = findInterface(world, subnet.vpc, canonical(ip));
  if (holder !== undefined) {
    throw new AwsError('InvalidIPAddress.InUse', `Address ${ip} is in use by ${holder.id}.`);
  }
}

function assertPrefixFree(world: World, subnet: Subnet, prefix: string): void {
  const [base = ''] = prefix.split('/');
  if (![subnet.cidr, subnet.ipv6Cidr].some((cidr) => cidr !== undefined && contains(cidr, base))) {
    throw new AwsError('InvalidParameterValue', `Prefix ${prefix} does not fall within the subnet's address range`);
  }
  const holder = [...world.interfaces.values()].find(
    (each) =>
      each.subnet.vpc === subnet.vpc &&
      ([each.ip, each.ipv6].some((ip) => ip !== undefined && contains(prefix, ip)) ||
        each.prefixes.some((other) => overlap(other, prefix))),
  );
  if (holder !== undefined) {
    throw new AwsError('InvalidIPAddress.InUse', `Prefix ${prefix} holds an address in use by ${holder.id}.`);
  }
}
