import type { Evidence } from '../../controller/model/evidence.ts';
import type { Endpoint, NetworkInterface, ObservedEndpoint, Subnet } from '../../controller/model/network.ts';
import type { Hold, Plan } from '../../controller/model/plan.ts';
import { type Problem, read } from '../../controller/model/reading.ts';
import type { Situation } from '../../controller/model/situation.ts';
import type { Spec } from '../../controller/model/spec.ts';
import type { TargetGroup } from '../../controller/model/target-group.ts';
import { type HealthState, type ListedTarget, targetKey } from '../../controller/model/target.ts';
import { decide } from '../../controller/plan/decide.ts';

export const NOW = new Date('2026-01-01T12:00:00Z');
const ACCOUNT = '123456789012';
const VPC = 'vpc-1';
export const SERVICE = 'com.amazonaws.eu-west-1.execute-api';
export const OURS = 'vpce-0000000000000000a';
export const RETIRED = 'vpce-0000000000000000b';
export const GROUP_ARN = `arn:aws:elasticloadbalancing:eu-west-1:${ACCOUNT}:targetgroup/api/0123456789abcdef`;

/** The numbers of a plain two-zone world: 10.0.1.0/24 in euw1-az1, 10.0.2.0/24 in euw1-az2. */
export const IP_1 = '10.0.1.17';
export const IP_2 = '10.0.2.23';

/** IPs that the source does not carry, one a zone. */
export const OLD_1 = '10.0.1.50';
export const OLD_2 = '10.0.2.50';

export function spec(overrides: Partial<Spec> = {}): Spec {
  return {
    name: 'public-api',
    targetGroupArn: GROUP_ARN,
    source: { vpcEndpointId: OURS, previous: [] },
    mode: 'enforce',
    minHealthy: 1,
    keep: [],
    ...overrides,
  };
}

export function group(overrides: Partial<TargetGroup> = {}): TargetGroup {
  return {
    arn: GROUP_ARN,
    accountId: ACCOUNT,
    region: 'eu-west-1',
    vpcId: VPC,
    type: 'ip',
    protocol: 'TCP',
    port: 443,
    family: 'ipv4',
    loadBalancerArn: `arn:aws:elasticloadbalancing:eu-west-1:${ACCOUNT}:loadbalancer/net/front/0123456789abcdef`,
    ...overrides,
  };
}

/** A group attached to nothing. */
export function unattached(overrides: Partial<TargetGroup> = {}): TargetGroup {
  const { loadBalancerArn: _, ...rest } = group(overrides);
  return rest;
}

export function subnet(zone: 1 | 2 | 3, overrides: Partial<Subnet> = {}): Subnet {
  return {
    id: `subnet-${zone}`,
    vpcId: VPC,
    ownerId: ACCOUNT,
    zoneId: `euw1-az${zone}`,
    cidrs: [`10.0.${zone}.0/24`, `2001:db8:0:${zone}::/64`],
    ...overrides,
  };
}

/** An interface of an endpoint, carrying one IP; its subnet follows from the IP. */
export function endpointInterface(
  ip: string,
  endpointId = OURS,
  overrides: Partial<NetworkInterface> = {},
): NetworkInterface {
  return {
    id: `eni-${ip}`,
    ownerId: ACCOUNT,
    subnetId: subnetOf(ip),
    type: 'vpc_endpoint',
    description: `VPC Endpoint Interface ${endpointId}`,
    requesterManaged: true,
    ips: [ip],
    prefixes: [],
    ...overrides,
  };
}

/** Interfaces of the retired endpoint, at OLD_1 and OLD_2. */
export function retiredInterfaces(): readonly NetworkInterface[] {
  return [endpointInterface(OLD_1, RETIRED), endpointInterface(OLD_2, RETIRED)];
}

/** An instance's interface. */
export function strangerInterface(ip: string, overrides: Partial<NetworkInterface> = {}): NetworkInterface {
  return endpointInterface(ip, OURS, {
    type: 'interface',
    description: 'primary',
    requesterManaged: false,
    instanceId: 'i-0123456789abcdef0',
    ...overrides,
  });
}

export function endpoint(ips: readonly string[], overrides: Partial<Endpoint> = {}): Endpoint {
  return {
    id: OURS,
    type: 'Interface',
    state: 'available',
    serviceName: SERVICE,
    ownerId: ACCOUNT,
    vpcId: VPC,
    subnetIds: ips.map(subnetOf),
    interfaceIds: ips.map((ip) => `eni-${ip}`),
    ...overrides,
  };
}

/** An endpoint with one interface an IP. */
export function observed(ips: readonly string[] = [IP_1, IP_2], overrides: Partial<Endpoint> = {}): ObservedEndpoint {
  return {
    endpoint: endpoint(ips, overrides),
    interfaces: ips.map((ip) => endpointInterface(ip, overrides.id ?? OURS)),
  };
}

/** A target as listed: `healthy` on port 443 unless said otherwise. */
export function listed(
  ip: string,
  health: HealthState = 'healthy',
  overrides: Partial<ListedTarget> = {},
): ListedTarget {
  const port = overrides.port ?? 443;
  return { ip, port, health, zonalShift: false, asListed: { Id: ip, Port: port }, ...overrides };
}

export const SEAL = { 'target-sync:binding': 'public-api', 'target-sync:source': OURS };

/** What a pass reads about surplus targets, in a world with ours, a retired endpoint's and other interfaces. */
export function evidence(
  about: readonly ListedTarget[],
  {
    others = [],
    ours = [IP_1, IP_2],
    crossZone = true,
    enabled = [1, 2],
    ...overrides
  }: Partial<Evidence> & {
    readonly others?: readonly NetworkInterface[];
    readonly ours?: readonly string[];
    readonly crossZone?: boolean;
    readonly enabled?: readonly number[];
  } = {},
): Evidence {
  const retiredIds = others.filter(({ description }) => description.endsWith(RETIRED)).map(({ id }) => id);
  return {
    about: about.map(targetKey),
    subnets: read([subnet(1), subnet(2), subnet(3)]),
    listing: read({
      subnetIds: ['subnet-1', 'subnet-2', 'subnet-3'],
      interfaces: [...ours.map((ip) => endpointInterface(ip)), ...others],
    }),
    endpoints: read([endpoint(ours), endpoint([], { id: RETIRED, interfaceIds: retiredIds })]),
    reach: read({ enabledZoneIds: enabled.map((zone) => `euw1-az${zone}`), crossZone }),
    ...overrides,
  };
}

/** A sealed group in front of a complete two-zone source. */
export function situation(overrides: Partial<Situation> = {}): Situation {
  return { now: NOW, spec: spec(), group: group(), tags: SEAL, source: read(observed()), targets: [], ...overrides };
}

/** The plan for what the group lists, in a plain world but for what is said of it and of its evidence. */
export function planFor(
  targets: readonly ListedTarget[],
  { facts, ...overrides }: Partial<Situation> & { readonly facts?: Parameters<typeof evidence>[1] } = {},
): Plan {
  return decide(situation({ targets, evidence: evidence(targets, facts), ...overrides })).plan;
}

/** The targets a plan deregisters. */
export function goes({ deregister }: Plan): readonly string[] {
  return deregister.map(({ target }) => targetKey(target));
}

/** The targets a plan holds, each with the kind of its hold. */
export function stays({ hold }: Plan): readonly [string, Hold['kind']][] {
  return hold.map(({ target, kind }) => [targetKey(target), kind]);
}

export function problem(overrides: Partial<Problem> = {}): Problem {
  return { kind: 'transient', doing: 'reading vpce', code: 'Throttling', message: 'Rate exceeded', ...overrides };
}

function subnetOf(ip: string): string {
  const zone = ip.includes(':') ? ip.split(':')[3] : ip.split('.')[2];
  return `subnet-${zone}`;
}
