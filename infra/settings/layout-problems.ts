import { positionIn } from '../ipv4.ts';
import { type Known, valueOr } from './known.ts';
import { DEFAULT_VPC_CIDR } from './network.ts';
import { SUBNET_PREFIX_LENGTH, subnetCidrs, subnetsThatFit } from '../subnet-layout.ts';

/** In a VPC that is created the subnets are known beforehand, and so is what fits into them. */
export function layoutProblems(known: Known): readonly string[] {
  const create = known.vpc?.create;
  const cidr = valueOr(create, 'cidr', DEFAULT_VPC_CIDR);
  const zones = create?.availabilityZones?.length;
  if (cidr === undefined || zones === undefined) return [];
  const room = subnetsThatFit(cidr);
  if (room < 2 * zones) {
    return [
      `vpc.create.cidr: "${cidr}" has room for ${room} subnets of /${SUBNET_PREFIX_LENGTH}, and ${zones} zones need ${2 * zones}, one of the front door and one of the endpoint in each; give a larger block`,
    ];
  }
  const subnets = subnetCidrs(cidr, zones);
  return misplaced('frontDoor.privateIps', known.frontDoor?.privateIps, subnets.frontDoor);
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
function misplaced(
  path: string,
  ips: readonly (string | undefined)[] = [],
  subnets: readonly string[],
): readonly string[] {
  return ips.flatMap((ip, index) => {
    const subnet = subnets[index];
    if (ip === undefined || subnet === undefined) return [];
    const position = positionIn(subnet, ip);
    if (position === undefined)
      return [`${path}[${index}]: ${ip} is outside ${subnet}, its zone’s subnet; take one in it`];
    return position.fromFirst >= 4 && position.fromLast >= 1
      ? []
      : [`${path}[${index}]: ${ip} is kept by AWS, as the first four addresses of a subnet and its last; take another`];
  });
}
