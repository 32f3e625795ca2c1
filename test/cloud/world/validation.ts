import { validateAlb } from './alb-targets.ts';
import { AwsError } from './aws-error.ts';
import { canonical, contains, familyOf } from './ip.ts';
import { isCrossZone, loadBalancerOf } from './load-balancers.ts';
import type { Subnet, TargetGroup, World } from './state.ts';

/** A target as a caller names it. */
export type TargetRequest = {
  /** Or the ARN of an ALB. */
  readonly ip: string;
  readonly port?: number | undefined;
  readonly zone?: string | undefined;
};
/** A target as AWS keeps it, its zone filled in. */
export type ValidTarget = { readonly ip: string; readonly port: number; readonly zone: string };

/** What a group accepts besides its VPC's subnets: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html */
const PRIVATE_RANGES = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'];

/** Accepts a target or throws as AWS does. */
export function validate(world: World, group: TargetGroup, request: TargetRequest): ValidTarget {
  if (group.targetType === 'alb') return validateAlb(world, group, request);
  const { port = group.port, zone } = request;
  // The same answer for what is no address and for one of the other family:
  // https://github.com/ansible-collections/community.aws/issues/1441
  if (familyOf(request.ip) !== group.family) {
    const family = group.family === 'ipv4' ? 'IPv4' : 'IPv6';
    throw new AwsError('ValidationError', `The IP address '${request.ip}' is not a valid ${family} address`);
  }
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new AwsError('ValidationError', `Port '${port}' must be between 1 and 65535`);
  }
  const ip = canonical(request.ip);
  const insideVpc = [group.vpc.cidr, group.vpc.ipv6Cidr].some((cidr) => cidr !== undefined && contains(cidr, ip));
  return { ip, port, zone: insideVpc ? zoneInside(world, group, ip, zone) : zoneOutside(world, group, ip, zone) };
}

/**
 * Inside the VPC AWS compares subnets, not the VPC's block, and refuses `all`:
 * https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/3714, /561
 */
function zoneInside(world: World, group: TargetGroup, ip: string, zone: string | undefined): string {
  const subnet = [...world.subnets.values()].find((each) => each.vpc === group.vpc && isIn(each, ip));
  if (subnet === undefined) throw invalid(ip, `is not within any subnet of VPC ${group.vpc.id}`);
  if (zone === 'all') {
    const message = `The IP address '${ip}' is within the VPC, and cannot have its Availability Zone overridden to 'all'`;
    throw new AwsError('ValidationError', message);
  }
  if (zone !== undefined && zone !== subnet.zone) {
    throw invalid(ip, `is in Availability Zone ${subnet.zone}, not in '${zone}'`);
  }
  return subnet.zone;
}

/**
 * Outside the VPC `all` is required, https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetDescription.html,
 * and refused without cross-zone load balancing: https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/4477
 */
function zoneOutside(world: World, group: TargetGroup, ip: string, zone: string | undefined): string {
  if (!PRIVATE_RANGES.some((range) => contains(range, ip))) {
    throw invalid(ip, 'is neither within the VPC nor in a private range');
  }
  if (zone !== 'all') throw invalid(ip, `is outside VPC ${group.vpc.id} and needs the Availability Zone 'all'`);
  const loadBalancer = loadBalancerOf(world, group);
  const unknown =
    loadBalancer === undefined &&
    group.attributes.get('load_balancing.cross_zone.enabled') === 'use_load_balancer_configuration';
  if (!unknown && !isCrossZone(group, loadBalancer)) {
    throw invalid(ip, "cannot have the Availability Zone 'all' while cross-zone load balancing is off");
  }
  return zone;
}

function isIn({ cidr, ipv6Cidr }: Subnet, ip: string): boolean {
  return contains(cidr, ip) || (ipv6Cidr !== undefined && contains(ipv6Cidr, ip));
}

function invalid(ip: string, why: string): AwsError {
  return new AwsError('InvalidTarget', `The IP address '${ip}' ${why}`);
}
