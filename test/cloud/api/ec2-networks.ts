import type { XmlRecord } from '../wire/xml.ts';
import { AwsError } from '../world/aws-error.ts';
import { sizeOf } from '../world/ip.ts';
import * as networks from '../world/networks.ts';
import type { Subnet, Vpc, World } from '../world/state.ts';
import { zoneNamedIn, zoneNameIn } from '../world/zone-names.ts';
import { applyFilters, type FilterTable } from './ec2-filters.ts';
import { type Caller, type Operation, seesVpc } from './operation.ts';
import { EC2_PAGING, page } from './paging.ts';
import { requiredText, text, texts } from './params.ts';

const VPC_FILTERS: FilterTable<Vpc> = {
  'vpc-id': ({ id }) => [id],
  'owner-id': ({ ownerId }) => [ownerId],
  cidr: ({ cidr }) => [cidr],
};

function subnetFilters(world: World, { account }: Caller): FilterTable<Subnet> {
  return {
    'subnet-id': ({ id }) => [id],
    'vpc-id': ({ vpc }) => [vpc.id],
    'owner-id': ({ vpc }) => [vpc.ownerId],
    'availability-zone': ({ zone }) => [zoneNameIn(world, account, zone)],
    'availability-zone-id': ({ zoneId }) => [zoneId],
  };
}

export const createVpc: Operation = (world, { account, region }, params) => {
  const ipv6Cidr = text(params, 'Ipv6CidrBlock');
  const vpc = networks.createVpc(world, {
    region,
    ownerId: account,
    sharedWith: new Set(),
    cidr: requiredText(params, 'CidrBlock'),
    ...(ipv6Cidr !== undefined && { ipv6Cidr }),
  });
  return { vpc: renderVpc(vpc) };
};

export const createSubnet: Operation = (world, caller, params) => {
  const ipv6Cidr = text(params, 'Ipv6CidrBlock');
  const subnet = networks.createSubnet(world, {
    vpc: findVpc(world, caller, requiredText(params, 'VpcId')),
    zone: zoneNamedIn(world, caller.account, text(params, 'AvailabilityZone') ?? `${caller.region}a`),
    cidr: requiredText(params, 'CidrBlock'),
    ...(ipv6Cidr !== undefined && { ipv6Cidr }),
  });
  return { subnet: renderSubnet(world, caller, subnet) };
};

export const describeVpcs: Operation = (world, caller, params) => {
  const ids = texts(params, 'VpcId');
  const visible = [...world.vpcs.values()].filter((vpc) => seesVpc(caller, vpc));
  const chosen = ids.length === 0 ? visible : ids.map((id) => findVpc(world, caller, id));
  const { items, next } = page(applyFilters(chosen, params, VPC_FILTERS), params, EC2_PAGING);
  return { vpcSet: items.map(renderVpc), nextToken: next };
};

export const describeSubnets: Operation = (world, caller, params) => {
  const ids = texts(params, 'SubnetId');
  const visible = [...world.subnets.values()].filter(({ vpc }) => seesVpc(caller, vpc));
  const chosen = ids.length === 0 ? visible : ids.map((id) => findSubnet(world, caller, id));
  const { items, next } = page(applyFilters(chosen, params, subnetFilters(world, caller)), params, EC2_PAGING);
  return { subnetSet: items.map((subnet) => renderSubnet(world, caller, subnet)), nextToken: next };
};

export function findVpc(world: World, caller: Caller, id: string): Vpc {
  const vpc = world.vpcs.get(id);
  if (vpc === undefined || !seesVpc(caller, vpc)) {
    throw new AwsError('InvalidVpcID.NotFound', `The vpc ID '${id}' does not exist`);
  }
  return vpc;
}

export function findSubnet(world: World, caller: Caller, id: string): Subnet {
  const subnet = world.subnets.get(id);
  if (subnet === undefined || !seesVpc(caller, subnet.vpc)) {
    throw new AwsError('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`);
  }
  return subnet;
}

function renderVpc({ id, ownerId, cidr, ipv6Cidr }: Vpc): XmlRecord {
  return {
    vpcId: id,
    ownerId,
    state: 'available',
    cidrBlock: cidr,
    cidrBlockAssociationSet: [
      {
        associationId: id.replace('vpc-', 'vpc-cidr-assoc-'),
        cidrBlock: cidr,
        cidrBlockState: { state: 'associated' },
      },
    ],
    ipv6CidrBlockAssociationSet: renderIpv6Blocks(id, ipv6Cidr),
    isDefault: false,
    instanceTenancy: 'default',
    tagSet: [],
  };
}

function renderSubnet(world: World, { account }: Caller, subnet: Subnet): XmlRecord {
  const { id, vpc, zone, zoneId, cidr, ipv6Cidr } = subnet;
  const used = [...world.interfaces.values()].filter((each) => each.subnet.id === id && each.ip !== undefined).length;
  return {
    subnetId: id,
    subnetArn: `arn:aws:ec2:${vpc.region}:${vpc.ownerId}:subnet/${id}`,
    vpcId: vpc.id,
    ownerId: vpc.ownerId,
    state: 'available',
    cidrBlock: cidr,
    ipv6CidrBlockAssociationSet: renderIpv6Blocks(id, ipv6Cidr),
    availabilityZone: zoneNameIn(world, account, zone),
    availabilityZoneId: zoneId,
    // AWS keeps five addresses of every subnet.
    availableIpAddressCount: sizeOf(cidr) - 5 - used,
    tagSet: [],
  };
}

function renderIpv6Blocks(id: string, ipv6Cidr: string | undefined): readonly XmlRecord[] {
  if (ipv6Cidr === undefined) return [];
  const associationId = id.replace(/^(vpc|subnet)-/, '$1-cidr-assoc-');
  return [{ associationId, ipv6CidrBlock: ipv6Cidr, ipv6CidrBlockState: { state: 'associated' } }];
}
