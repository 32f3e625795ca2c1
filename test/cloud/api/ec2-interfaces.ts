import type { XmlRecord } from '../wire/xml.ts';
import { AwsError } from '../world/aws-error.ts';
import * as interfaces from '../world/interfaces.ts';
import { groupIdsOf } from '../world/security-groups.ts';
import type { NetworkInterface, World } from '../world/state.ts';
import { zoneNameIn } from '../world/zone-names.ts';
import { applyFilters, type FilterTable } from './ec2-filters.ts';
import { findSubnet } from './ec2-networks.ts';
import { renderGroups } from './ec2-security-groups.ts';
import { type Caller, type Operation, seesInterface } from './operation.ts';
import { EC2_PAGING, page } from './paging.ts';
import { flag, integer, records, requiredText, text, texts } from './params.ts';

function filters(world: World, { account }: Caller): FilterTable<NetworkInterface> {
  return {
    'network-interface-id': ({ id }) => [id],
    'subnet-id': ({ subnet }) => [subnet.id],
    'vpc-id': ({ subnet }) => [subnet.vpc.id],
    'availability-zone': ({ subnet }) => [zoneNameIn(world, account, subnet.zone)],
    'owner-id': ({ ownerId }) => [ownerId],
    description: ({ description }) => [description],
    'interface-type': ({ type }) => [type],
    'requester-id': ({ requesterId }) => [requesterId],
    'requester-managed': ({ requesterId }) => [String(requesterId !== undefined)],
    status: (each) => [status(each)],
    'private-ip-address': ({ ip }) => [ip],
    'addresses.private-ip-address': ({ ip }) => [ip],
    'ipv6-addresses.ipv6-address': ({ ipv6 }) => [ipv6],
  };
}

export const createNetworkInterface: Operation = (world, caller, params) => {
  const subnet = findSubnet(world, caller, requiredText(params, 'SubnetId'));
  const created = interfaces.createInterface(world, {
    subnet,
    ownerId: caller.account,
    description: text(params, 'Description') ?? '',
    type: 'interface',
    attached: false,
    listens: [],
    ip: text(params, 'PrivateIpAddress') ?? interfaces.nextAddress(world, subnet, 'ipv4'),
    prefixes: records(params, 'Ipv4Prefix').map((prefix) => requiredText(prefix, 'Ipv4Prefix')),
  });
  return { networkInterface: renderInterface(world, caller, created) };
};

export const deleteNetworkInterface: Operation = (world, caller, params) => {
  const found = findInterface(world, caller, requiredText(params, 'NetworkInterfaceId'));
  if (found.requesterId !== undefined || found.attached !== false) {
    throw new AwsError('InvalidNetworkInterface.InUse', `The network interface '${found.id}' is currently in use.`);
  }
  interfaces.deleteInterface(world, found.id);
  return { return: true };
};

/**
 * An unknown id fails the whole call as an id and is merely absent as a filter; managed resources may be left out.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html
 */
export const describeNetworkInterfaces: Operation = (world, caller, params) => {
  const ids = texts(params, 'NetworkInterfaceId');
  if (ids.length > 0 && integer(params, 'MaxResults') !== undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      'The parameter NetworkInterfaceIds cannot be used with the parameter MaxResults',
    );
  }
  const visible = [...world.interfaces.values()].filter(
    (each) => seesInterface(caller, each) && (!each.managedHidden || flag(params, 'IncludeManagedResources')),
  );
  const chosen = ids.length === 0 ? visible : ids.map((id) => oneOf(visible, id));
  const { items, next } = page(applyFilters(chosen, params, filters(world, caller)), params, EC2_PAGING);
  return { networkInterfaceSet: items.map((each) => renderInterface(world, caller, each)), nextToken: next };
};

function findInterface(world: World, caller: Caller, id: string): NetworkInterface {
  return oneOf(
    [...world.interfaces.values()].filter((each) => seesInterface(caller, each)),
    id,
  );
}

function oneOf(visible: readonly NetworkInterface[], id: string): NetworkInterface {
  const found = visible.find((each) => each.id === id);
  if (found === undefined) {
    throw new AwsError('InvalidNetworkInterfaceID.NotFound', `The networkInterface ID '${id}' does not exist`);
  }
  return found;
}

function status({ attached }: NetworkInterface): string {
  return attached === 'detaching' ? attached : attached ? 'in-use' : 'available';
}

function renderInterface(world: World, { account }: Caller, each: NetworkInterface): XmlRecord {
  const { id, subnet, ip, ipv6, prefixes, requesterId, ownerId } = each;
  return {
    networkInterfaceId: id,
    subnetId: subnet.id,
    vpcId: subnet.vpc.id,
    availabilityZone: zoneNameIn(world, account, subnet.zone),
    availabilityZoneId: subnet.zoneId,
    description: each.description,
    ownerId,
    requesterId,
    requesterManaged: requesterId !== undefined,
    status: status(each),
    macAddress: `02:${(id.slice(-10).match(/../g) ?? []).join(':')}`,
    interfaceType: each.type,
    sourceDestCheck: true,
    groupSet: renderGroups(world, groupIdsOf(world, each)),
    tagSet: [],
    attachment: renderAttachment(each),
    privateIpAddress: ip,
    privateIpAddressesSet: ip === undefined ? [] : [{ privateIpAddress: ip, primary: true }],
    ipv6Address: ipv6,
    ipv6AddressesSet: ipv6 === undefined ? [] : [{ ipv6Address: ipv6, isPrimaryIpv6: false }],
    ipv4PrefixSet: prefixes.filter((prefix) => !prefix.includes(':')).map((ipv4Prefix) => ({ ipv4Prefix })),
    ipv6PrefixSet: prefixes.filter((prefix) => prefix.includes(':')).map((ipv6Prefix) => ({ ipv6Prefix })),
    // AWS documents the member but not which services' interfaces count as managed.
    operator: each.managedHidden ? { managed: true, hiddenByDefault: true } : { managed: false },
    denyAllIgwTraffic: each.type === 'vpc_endpoint' && ipv6 !== undefined ? true : undefined,
  };
}

function renderAttachment({
  id,
  attached,
  requesterId,
  instanceId,
  ownerId,
  createdAt,
  type,
}: NetworkInterface): XmlRecord | undefined {
  if (attached === false) return undefined;
  const suffix = id.replace('eni-', '');
  return {
    attachmentId: requesterId === undefined ? `eni-attach-${suffix}` : `ela-attach-${suffix}`,
    deleteOnTermination: false,
    deviceIndex: 1,
    instanceId,
    // A service attaches its interfaces in its own name.
    instanceOwnerId: requesterId === undefined ? ownerId : type === 'vpc_endpoint' ? 'amazon-aws' : requesterId,
    status: attached === 'detaching' ? attached : 'attached',
    attachTime: new Date(createdAt),
  };
}
