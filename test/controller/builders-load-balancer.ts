import type { Answered, Evidence, View } from '../../controller/model/evidence.ts';
import type {
  AppLoadBalancer,
  NetworkInterface,
  ObservedLoadBalancer,
  Subnet,
} from '../../controller/model/network.ts';
import { read } from '../../controller/model/reading.ts';
import type { Situation } from '../../controller/model/situation.ts';
import { loadBalancerId, type LoadBalancerSource, type Spec } from '../../controller/model/spec.ts';
import { type ListedTarget, targetKey } from '../../controller/model/target.ts';
import { endpointInterface, situation, spec, subnet } from './builders.ts';

/** The account, the VPC and the role of a source that is not the group's. */
export const FAR_ACCOUNT = '222222222222';
export const FAR_VPC = 'vpc-2';
export const ROLE = `arn:aws:iam::${FAR_ACCOUNT}:role/target-sync-source`;

/** An account that owns the source's VPC and shares it with that account, and its role. */
export const OWNER_ACCOUNT = '333333333333';
export const OWNER_ROLE = `arn:aws:iam::${OWNER_ACCOUNT}:role/target-sync-owner`;

/** Addresses in that VPC: 10.1.11.0/24 in euw1-az1, 10.1.12.0/24 in euw1-az2. */
export const FAR_1 = '10.1.11.17';
export const FAR_2 = '10.1.12.23';

/** Addresses there that the source does not carry, one a zone. */
export const FAR_OLD_1 = '10.1.11.50';
export const FAR_OLD_2 = '10.1.12.50';

const arnOf = (name: string, accountId = FAR_ACCOUNT): string =>
  `arn:aws:elasticloadbalancing:eu-west-1:${accountId}:loadbalancer/app/${name}/0123456789abcdef`;

/** The source, a load balancer that it replaces, and one that nothing names. */
export const ALB = arnOf('orders');
export const PREVIOUS_ALB = arnOf('orders-old');
export const OTHER_ALB = arnOf('payments');
export const ALB_ID = loadBalancerId(ALB);
export const ALB_SEAL = { 'target-sync:binding': 'public-api', 'target-sync:source': ALB_ID };
export const DNS_NAME = 'internal-orders-1.eu-west-1.elb.amazonaws.com';

/** A binding of the load balancer, seen with the role. */
export function albSpec(source: Partial<LoadBalancerSource> = {}, overrides: Partial<Spec> = {}): Spec {
  return spec({ source: { loadBalancerArn: ALB, roleArn: ROLE, previous: [], ...source }, ...overrides });
}

/** A node's interface; its subnet follows from the IP. */
export function node(ip: string, arn = ALB, overrides: Partial<NetworkInterface> = {}): NetworkInterface {
  return endpointInterface(ip, '', {
    ownerId: FAR_ACCOUNT,
    type: 'interface',
    description: `ELB ${loadBalancerId(arn).replace('loadbalancer/', '')}`,
    ...overrides,
  });
}

/** A load balancer with one node an IP, in the other account's VPC; its zones are those of its nodes. */
export function observedAlb(
  ips: readonly string[] = [FAR_1, FAR_2],
  overrides: Partial<AppLoadBalancer> = {},
): ObservedLoadBalancer {
  const interfaces = ips.map((ip) => node(ip));
  return {
    loadBalancer: {
      arn: ALB,
      type: 'application',
      scheme: 'internal',
      state: 'active',
      ownerId: FAR_ACCOUNT,
      vpcId: FAR_VPC,
      dnsName: DNS_NAME,
      subnetIds: [...new Set(interfaces.map(({ subnetId }) => subnetId))],
      ...overrides,
    },
    interfaces,
  };
}

/** A subnet of the other VPC, which its account owns. */
export function farSubnet(zone: 1 | 2 | 3, overrides: Partial<Subnet> = {}): Subnet {
  return subnet(zone, {
    id: `subnet-1${zone}`,
    vpcId: FAR_VPC,
    ownerId: FAR_ACCOUNT,
    cidrs: [`10.1.1${zone}.0/24`, `2001:db8:1:1${zone}::/64`],
    ...overrides,
  });
}

/** What the role sees of the source's VPC: the source's nodes, and the others said. */
export function farView(
  others: readonly NetworkInterface[] = [],
  overrides: Partial<View> = {},
): View & { readonly accountId: string } {
  return {
    accountId: FAR_ACCOUNT,
    subnets: read([farSubnet(1), farSubnet(2)]),
    listing: read({ subnetIds: ['subnet-11', 'subnet-12'], interfaces: [node(FAR_1), node(FAR_2), ...others] }),
    endpoints: read([]),
    ...overrides,
  };
}

/** What the group's account sees of the group's VPC: nothing of the source. */
export function nearView(others: readonly NetworkInterface[] = [], overrides: Partial<View> = {}): View {
  return {
    subnets: read([subnet(1), subnet(2), subnet(3)]),
    listing: read({ subnetIds: ['subnet-1', 'subnet-2', 'subnet-3'], interfaces: [...others] }),
    endpoints: read([]),
    ...overrides,
  };
}

/** What the owner of the source's VPC sees of it: as the role does, and everybody's. */
export function ownerView(
  others: readonly NetworkInterface[] = [],
  overrides: Partial<View> = {},
): View & { readonly accountId: string } {
  return {
    ...farView(others, { subnets: ownedSubnets, ...overrides }),
    accountId: OWNER_ACCOUNT,
  };
}

/** The subnets of the source's VPC where that is a third account's. */
export const ownedSubnets = read([farSubnet(1, { ownerId: OWNER_ACCOUNT }), farSubnet(2, { ownerId: OWNER_ACCOUNT })]);

/** DNS that knows the nodes of the source and no other address. */
export const ANSWERED: Answered = { name: [FAR_1, FAR_2], all: [FAR_1, FAR_2] };

/** What a pass reads about surplus targets of the load balancer, in both VPCs. */
export function albEvidence(about: readonly ListedTarget[], overrides: Partial<Evidence> = {}): Evidence {
  return {
    about: about.map(targetKey),
    ...nearView(),
    sourceView: farView(),
    answered: read(ANSWERED),
    reach: read({ enabledZoneIds: ['euw1-az1', 'euw1-az2'], crossZone: true }),
    ...overrides,
  };
}

/** A group sealed for the load balancer, with cross-zone on. */
export function albSituation(overrides: Partial<Situation> = {}): Situation {
  return situation({
    spec: albSpec(),
    tags: ALB_SEAL,
    source: read(observedAlb()),
    crossZone: read('on'),
    ...overrides,
  });
}
