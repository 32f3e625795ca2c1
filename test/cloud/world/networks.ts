import { AwsError } from './aws-error.ts';
import { contains, overlap } from './ip.ts';
import type { Subnet, Vpc, World } from './state.ts';

/** An id may be given: that of a VPC elsewhere, which this one stands for. */
export type NewVpc = Omit<Vpc, 'id' | 'dnsSupport' | 'dnsHostnames'> &
  Partial<Pick<Vpc, 'dnsSupport' | 'dnsHostnames'>> & { readonly id?: string };
export type NewSubnet = {
  readonly vpc: Vpc;
  readonly zone: string;
  readonly cidr: string;
  readonly ipv6Cidr?: string;
  readonly id?: string;
};

/** The DNS attributes begin as those of any VPC but a default one: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html */
export function createVpc(world: World, options: NewVpc): Vpc {
  const vpc: Vpc = { id: world.ids.ec2('vpc'), dnsSupport: true, dnsHostnames: false, ...options };
  world.vpcs.set(vpc.id, vpc);
  return vpc;
}

export function createSubnet(world: World, { vpc, zone, cidr, ipv6Cidr, id }: NewSubnet): Subnet {
  if (!zone.startsWith(vpc.region)) {
    throw new AwsError('InvalidParameterValue', `Value (${zone}) for parameter availabilityZone is invalid.`);
  }
  if (!contains(vpc.cidr, cidr.split('/')[0] ?? '')) {
    throw new AwsError('InvalidSubnet.Range', `The CIDR '${cidr}' is invalid.`);
  }
  const conflict = [...world.subnets.values()].find((other) => other.vpc === vpc && overlap(other.cidr, cidr));
  if (conflict !== undefined) {
    throw new AwsError('InvalidSubnet.Conflict', `The CIDR '${cidr}' conflicts with another subnet`);
  }
  const subnet: Subnet = {
    id: id ?? world.ids.ec2('subnet'),
    vpc,
    zone,
    zoneId: zoneId(zone),
    cidr,
    ...(ipv6Cidr !== undefined && { ipv6Cidr }),
    nextHost: FIRST_HOST,
  };
  world.subnets.set(subnet.id, subnet);
  return subnet;
}

/** The first host handed out. AWS reserves the first four addresses of a subnet; ten reads well in test output. */
const FIRST_HOST = 10;

/** The id of a zone: `eu-west-1a` is `euw1-az1`. In AWS the letter differs between accounts; here it does not. */
function zoneId(zone: string): string {
  const [, continent = '', direction = '', number = '', letter = ''] = /^(\w+)-(\w+)-(\d+)([a-z])$/.exec(zone) ?? [];
  const short = direction.replace(/north|south|east|west|central/g, (word) => word.charAt(0));
  return `${continent}${short}${number}-az${letter.charCodeAt(0) - 'a'.charCodeAt(0) + 1}`;
}
