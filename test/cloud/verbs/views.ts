import { AwsError } from '../world/aws-error.ts';
import { type EndpointName, regionalName } from '../world/endpoint-names.ts';
import { endpointInterfaces } from '../world/endpoints.ts';
import { interfacesOf } from '../world/interfaces.ts';
import { fixedIp } from '../world/load-balancers.ts';
import type {
  Endpoint,
  Family,
  HealthState,
  LoadBalancer,
  NetworkInterface,
  Target,
  TargetGroup,
  World,
} from '../world/state.ts';

/** A network interface as a test sees it. Views are snapshots: later events do not change them. */
export type InterfaceView = {
  readonly id: string;
  readonly subnetId: string;
  readonly zone: string;
  readonly ownerId: string;
  readonly description: string;
  /** Its first address, of whichever family it has. */
  readonly ip: string;
  readonly ipv6?: string;
};

export type EndpointView = {
  readonly id: string;
  readonly serviceName: string;
  readonly vpcId: string;
  readonly state: string;
  readonly interfaces: readonly InterfaceView[];
  /** The first address of every interface, in the order of its subnets. */
  readonly ips: readonly string[];
  /** What a record's alias takes to lead to it. */
  readonly alias: EndpointName;
};

export type LoadBalancerView = {
  readonly arn: string;
  readonly name: string;
  readonly dnsName: string;
  /** The zone of that name: what a record's alias takes beside it. */
  readonly hostedZoneId: string;
  readonly zones: readonly {
    readonly zone: string;
    readonly subnetId: string;
    readonly fixedIp: string;
    /** Of an elastic IP. */
    readonly allocationId?: string;
  }[];
  /** What clients connect to: one address a zone. */
  readonly fixedIps: readonly string[];
  readonly interfaces: readonly InterfaceView[];
  /** The addresses of its interfaces: what an internal ALB gives a target group. */
  readonly ips: readonly string[];
};

export type TargetGroupView = {
  readonly arn: string;
  readonly name: string;
  readonly vpcId: string;
  readonly port: number;
  readonly protocol: string;
  readonly family: Family;
};

/** One line of a target group's listing. */
export type TargetView = {
  readonly ip: string;
  readonly port: number;
  readonly zone: string;
  readonly state: HealthState;
  readonly reason?: string;
};

export function viewInterface({ id, subnet, ownerId, description, ip, ipv6 }: NetworkInterface): InterfaceView {
  return {
    id,
    subnetId: subnet.id,
    zone: subnet.zone,
    ownerId,
    description,
    ip: ip ?? ipv6 ?? '',
    ...(ipv6 !== undefined && { ipv6 }),
  };
}

export function viewEndpoint(world: World, endpoint: Endpoint): EndpointView {
  const interfaces = endpointInterfaces(world, endpoint).map(viewInterface);
  const { id, serviceName, vpc, state } = endpoint;
  const ips = interfaces.map(({ ip }) => ip);
  return { id, serviceName, vpcId: vpc.id, state, interfaces, ips, alias: regionalName(endpoint) };
}

export function viewLoadBalancer(world: World, loadBalancer: LoadBalancer): LoadBalancerView {
  const { arn, name, dnsName, hostedZoneId } = loadBalancer;
  const zones = loadBalancer.zones.map((zone) => ({
    zone: zone.subnet.zone,
    subnetId: zone.subnet.id,
    fixedIp: fixedIp(zone),
    ...(zone.allocationId !== undefined && { allocationId: zone.allocationId }),
  }));
  const interfaces = interfacesOf(world, arn).map(viewInterface);
  const fixedIps = zones.map((zone) => zone.fixedIp);
  return { arn, name, dnsName, hostedZoneId, zones, fixedIps, interfaces, ips: interfaces.map(({ ip }) => ip) };
}

export function viewTargetGroup({ arn, name, vpc, port, protocol, family }: TargetGroup): TargetGroupView {
  return { arn, name, vpcId: vpc.id, port, protocol, family };
}

export function viewTarget({ ip, port, zone, state, reason }: Target): TargetView {
  return { ip, port, zone, state, ...(reason !== undefined && { reason }) };
}

/** Something of the world by id or ARN; a wrong one is a mistake in the test, and says so. */
export function lookUp<T>(items: ReadonlyMap<string, T>, id: string): T {
  const found = items.get(id);
  if (found === undefined) throw new AwsError('NotFound', `this cloud has no ${id}`);
  return found;
}
