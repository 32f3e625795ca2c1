import { AwsError } from './aws-error.ts';
import { createInterface, deleteInterface, interfacesOf, nextAddress } from './interfaces.ts';
import { assertSecurityGroups } from './security-groups.ts';
import type { Endpoint, EndpointState, NetworkInterface, Subnet, World } from './state.ts';

/** Addresses pinned in a subnet; AWS picks what is left open. */
export type Pin = { readonly ip?: string; readonly ipv6?: string };

export type NewEndpoint = Pick<
  Endpoint,
  'vpc' | 'ownerId' | 'serviceName' | 'ipAddressType' | 'privateDns' | 'securityGroupIds'
> & {
  readonly subnetIds: readonly string[];
  readonly pins?: ReadonlyMap<string, Pin>;
  readonly availableAfterSeconds?: number;
  readonly id?: string;
  /** Default: full access. */
  readonly policyDocument?: string;
};

/** What an endpoint has that was given no policy: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html */
const FULL_ACCESS = JSON.stringify({ Statement: [{ Action: '*', Effect: 'Allow', Principal: '*', Resource: '*' }] });

/** The account under which the service makes an endpoint's interfaces. */
const REQUESTER = '727180483921';
const PORTS: readonly number[] = [443];

export function createEndpoint(world: World, options: NewEndpoint): Endpoint {
  const { subnetIds, pins = new Map<string, Pin>(), availableAfterSeconds = 0, ...rest } = options;
  const subnets = subnetIds.map((id) => subnetOf(world, options, id));
  assertOnePerZone(subnets);
  assertSecurityGroups(world, rest.vpc, rest.securityGroupIds);
  const endpoint: Endpoint = {
    id: world.ids.ec2('vpce'),
    policyDocument: FULL_ACCESS,
    ...rest,
    createdAt: world.now,
    state: 'pending',
    subnetIds,
  };
  world.endpoints.set(endpoint.id, endpoint);
  for (const subnet of subnets) addInterface(world, endpoint, subnet, pins.get(subnet.id));
  const available = (): void => {
    // It may have been deleted, or rejected, meanwhile.
    if (endpoint.state === 'pending') setState(world, endpoint, 'available');
  };
  if (availableAfterSeconds === 0) available();
  else world.agenda.at(world.now + availableAfterSeconds * 1_000, available);
  return endpoint;
}

/** Only an available endpoint answers. */
export function setState(world: World, endpoint: Endpoint, state: EndpointState): void {
  endpoint.state = state;
  for (const each of interfacesOf(world, endpoint.id)) each.listens = state === 'available' ? PORTS : [];
}

export function setSecurityGroups(world: World, endpoint: Endpoint, ids: readonly string[]): void {
  assertSecurityGroups(world, endpoint.vpc, ids);
  endpoint.securityGroupIds = ids;
}

/**
 * A deleted endpoint answers no more. That AWS frees the addresses only later is seen by everyone who deletes a subnet
 * too early; how long it answers is documented nowhere, so the model takes the worst case.
 */
export function deleteEndpoint(world: World, endpoint: Endpoint): void {
  if (endpoint.state === 'deleting' || endpoint.state === 'deleted') return;
  const { interfaceRemovalSeconds, deletedEndpointSeconds } = world.settings;
  setState(world, endpoint, 'deleting');
  const removedAt = world.now + interfaceRemovalSeconds * 1_000;
  world.agenda.at(removedAt, () => {
    for (const { id } of interfacesOf(world, endpoint.id)) deleteInterface(world, id);
    endpoint.state = 'deleted';
  });
  world.agenda.at(removedAt + deletedEndpointSeconds * 1_000, () => world.endpoints.delete(endpoint.id));
}

export function addSubnet(world: World, endpoint: Endpoint, subnetId: string, pin?: Pin): void {
  const subnet = subnetOf(world, endpoint, subnetId);
  assertOnePerZone([...endpoint.subnetIds.map((id) => subnetOf(world, endpoint, id)), subnet]);
  endpoint.subnetIds = [...endpoint.subnetIds, subnetId];
  addInterface(world, endpoint, subnet, pin).listens = endpoint.state === 'available' ? PORTS : [];
}

export function removeSubnet(world: World, endpoint: Endpoint, subnetId: string): void {
  endpoint.subnetIds = endpoint.subnetIds.filter((id) => id !== subnetId);
  for (const each of interfacesOf(world, endpoint.id)) if (each.subnet.id === subnetId) deleteInterface(world, each.id);
}

/** Replaces the interface of a subnet, which is cut off until the new one answers. */
export function readdress(world: World, endpoint: Endpoint, subnetId: string, pin: Pin): void {
  const subnet = subnetOf(world, endpoint, subnetId);
  if (!endpoint.subnetIds.includes(subnetId)) {
    throw new AwsError('InvalidParameter', `The subnet '${subnetId}' is not associated with the endpoint`);
  }
  const old = interfacesOf(world, endpoint.id).filter((each) => each.subnet === subnet);
  for (const { id } of old) deleteInterface(world, id);
  const created = addInterface(world, endpoint, subnet, pin);
  world.agenda.at(world.now + world.settings.readdressSeconds * 1_000, () => {
    if (endpoint.state === 'available') created.listens = PORTS;
  });
}

/** Its interfaces in the order of its subnets. */
export function endpointInterfaces(world: World, endpoint: Endpoint): readonly NetworkInterface[] {
  const position = (each: NetworkInterface): number => endpoint.subnetIds.indexOf(each.subnet.id);
  return interfacesOf(world, endpoint.id).toSorted((a, b) => position(a) - position(b));
}

function addInterface(world: World, endpoint: Endpoint, subnet: Subnet, pin: Pin = {}): NetworkInterface {
  const { ipAddressType: type } = endpoint;
  const ip = type === 'ipv6' ? undefined : (pin.ip ?? nextAddress(world, subnet, 'ipv4'));
  const ipv6 = type === 'ipv4' ? undefined : (pin.ipv6 ?? nextAddress(world, subnet, 'ipv6'));
  return createInterface(world, {
    subnet,
    ownerId: endpoint.ownerId,
    description: `VPC Endpoint Interface ${endpoint.id}`,
    type: 'vpc_endpoint',
    requesterId: REQUESTER,
    holder: endpoint.id,
    listens: [],
    ...(ip !== undefined && { ip }),
    ...(ipv6 !== undefined && { ipv6 }),
  });
}

function subnetOf(world: World, { vpc }: Pick<Endpoint, 'vpc'>, id: string): Subnet {
  const subnet = world.subnets.get(id);
  if (subnet?.vpc !== vpc) {
    throw new AwsError('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist in ${vpc.id}`);
  }
  return subnet;
}

/** "You can specify only one subnet per Availability Zone": https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html */
function assertOnePerZone(subnets: readonly Subnet[]): void {
  if (new Set(subnets.map(({ zone }) => zone)).size === subnets.length) return;
  throw new AwsError('DuplicateSubnetsInSameZone', 'Found another VPC endpoint subnet in the availability zone.');
}
