import type { EndpointAudit } from '../../../controller/model/audit.ts';
import type { AuditedApi, AuditedDomain } from '../../../controller/model/audit-api.ts';
import type { Handshake } from '../../../controller/model/audit-certificate.ts';
import type { ClientVpc } from '../../../controller/model/audit-client-vpc.ts';
import type { AuditedName, PrivateHalf, PublicHalf } from '../../../controller/model/audit-dns.ts';
import type { AuditedGroup } from '../../../controller/model/audit-group.ts';
import type { FrontDoor, LoadBalancer } from '../../../controller/model/audit-load-balancer.ts';
import type { SecurityGroup } from '../../../controller/model/audit-security.ts';
import type { AuditedEndpoint } from '../../../controller/model/audit-source.ts';
import type { AuditSettings } from '../../../controller/model/audit-spec.ts';
import type { RecordSet } from '../../../controller/model/dns.ts';
import type { NetworkInterface, Subnet } from '../../../controller/model/network.ts';
import { type Problem, type ProblemKind, read, type Reading, unread } from '../../../controller/model/reading.ts';
import type { HealthState, ListedTarget } from '../../../controller/model/target.ts';

/** The names and numbers of the healthy situation, so that a test can speak of them. */
export const HOST = 'api.example.com';
export const REGION = 'eu-west-1';
export const ACCOUNT = '111122223333';
export const VPC = 'vpc-0000000000000000a';
export const ENDPOINT = 'vpce-0000000000000000e';
export const ENDPOINT_DNS = `${ENDPOINT}-abcd1234.execute-api.eu-west-1.vpce.amazonaws.com`;
export const ENDPOINT_ZONE = 'Z38GZ743OKFT7T';
export const NLB_ARN = `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:loadbalancer/net/front-door/50dc6c495c0c9188`;
export const NLB_DNS = 'front-door-50dc6c495c0c9188.elb.eu-west-1.amazonaws.com';
export const NLB_ZONE = 'Z2IFOLAFXWLO4F';
export const GROUP_ARN = `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:targetgroup/front-door/0123456789abcdef`;
export const PUBLIC_ZONE = 'Z0000000000000PUB';
export const PRIVATE_ZONE = 'Z000000000000PRIV';
export const NLB_SG = 'sg-000000000000000a1';
export const ENDPOINT_SG = 'sg-000000000000000e1';
export const CERTIFICATE_ARN = `arn:aws:acm:${REGION}:${ACCOUNT}:certificate/11111111-2222-3333-4444-555555555555`;
export const REST_API = 'a1b2c3d4e5';
const PROBE_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:probe`;
export const FIXED_IPS = ['198.51.100.1', '198.51.100.2'] as const;
export const TARGET_IPS = ['10.0.1.17', '10.0.2.23'] as const;
const NOW = new Date('2026-11-20T12:00:00Z');
/** Far enough from {@link NOW} for every limit. */
export const FAR_AWAY = new Date('2027-11-20T12:00:00Z');

/** A read that failed. */
export function failed(
  kind: ProblemKind = 'denied',
  code = 'AccessDenied',
): { readonly kind: 'unread'; readonly problem: Problem } {
  return unread({ kind, doing: 'reading something', code, message: 'no' });
}

/** The value of a reading that a fixture is known to hold. */
export function valueOf<T>(reading: Reading<T>): T {
  if (reading.kind === 'unread') throw new TypeError('the fixture holds no value here');
  return reading.value;
}

export const healthySettings: AuditSettings = {
  clientVpcIds: [VPC],
  publicPort: 443,
  expectedAddresses: [...FIXED_IPS],
  allowedCidrs: ['203.0.113.0/24'],
  restApiId: REST_API,
  stage: 'live',
  customDomain: HOST,
  probe: { functionArn: PROBE_ARN, path: '/', expectStatus: [200] },
};

export function aliasRecord(over: Partial<RecordSet> & { readonly to: string; readonly zoneId: string }): RecordSet {
  const { to, zoneId, ...rest } = over;
  return {
    name: HOST,
    type: 'A',
    routing: 'simple',
    alias: { name: to, zoneId, evaluateTargetHealth: false },
    values: [],
    ...rest,
  };
}

export function valueRecord(type: string, values: readonly string[], over: Partial<RecordSet> = {}): RecordSet {
  return { name: HOST, type, routing: 'simple', values, ...over };
}

export const toLoadBalancer: RecordSet = aliasRecord({ to: NLB_DNS, zoneId: NLB_ZONE });
export const toEndpoint: RecordSet = aliasRecord({ to: ENDPOINT_DNS, zoneId: ENDPOINT_ZONE });

const NAME_SERVERS = ['ns-1.awsdns-01.com', 'ns-2.awsdns-02.net', 'ns-3.awsdns-03.org', 'ns-4.awsdns-04.co.uk'];

export function publicHalf(over: Partial<PublicHalf> = {}): PublicHalf {
  return {
    zoneId: PUBLIC_ZONE,
    zone: read({ id: PUBLIC_ZONE, name: 'example.com', isPrivate: false, vpcIds: [], nameServers: NAME_SERVERS }),
    records: read([toLoadBalancer]),
    wildcards: read([]),
    moreSpecific: read([]),
    delegation: read(NAME_SERVERS),
    answers: ['1.1.1.1', '8.8.8.8'].map((resolver) => ({ resolver, ips: read([...FIXED_IPS]) })),
    ...over,
  };
}

export function privateHalf(over: Partial<PrivateHalf> = {}): PrivateHalf {
  return {
    zoneId: PRIVATE_ZONE,
    zone: read({ id: PRIVATE_ZONE, name: HOST, isPrivate: true, vpcIds: [VPC], nameServers: [] }),
    records: read([toEndpoint]),
    wildcards: read([]),
    ...over,
  };
}

export function nameWith(over: Partial<AuditedName> = {}): AuditedName {
  return { name: HOST, publicHalf: publicHalf(), privateHalf: privateHalf(), ...over };
}

export function clientVpc(over: Partial<ClientVpc> = {}): ClientVpc {
  return {
    id: VPC,
    cidrs: read(['10.0.0.0/16']),
    dnsSupport: read(true),
    dnsHostnames: read(true),
    zones: read([{ id: PRIVATE_ZONE, name: HOST }]),
    rules: read([]),
    profiles: read({ zones: [], rules: read([]) }),
    ...over,
  };
}

export function subnet(number: number, over: Partial<Subnet> = {}): Subnet {
  return {
    id: `subnet-0000000000000000${number}`,
    vpcId: VPC,
    ownerId: ACCOUNT,
    zoneId: `euw1-az${number}`,
    cidrs: [`10.0.${number}.0/24`],
    ...over,
  };
}

export function endpointInterface(number: number, over: Partial<NetworkInterface> = {}): NetworkInterface {
  return {
    id: `eni-0000000000000000${number}`,
    ownerId: ACCOUNT,
    subnetId: `subnet-0000000000000000${number}`,
    type: 'vpc_endpoint',
    description: `VPC Endpoint Interface ${ENDPOINT}`,
    requesterManaged: true,
    ips: [TARGET_IPS[number - 1] ?? `10.0.${number}.99`],
    prefixes: [],
    ...over,
  };
}

type EndpointFacts = AuditedEndpoint['endpoint'];

export function sourceWith(
  over: Partial<EndpointFacts> = {},
  interfaces: readonly NetworkInterface[] = [endpointInterface(1), endpointInterface(2)],
): AuditedEndpoint {
  return {
    endpoint: {
      id: ENDPOINT,
      type: 'Interface',
      state: 'available',
      serviceName: 'com.amazonaws.eu-west-1.execute-api',
      ownerId: ACCOUNT,
      vpcId: VPC,
      subnetIds: interfaces.map(({ subnetId }) => subnetId),
      interfaceIds: interfaces.map(({ id }) => id),
      dnsEntries: [
        { name: ENDPOINT_DNS, zoneId: ENDPOINT_ZONE },
        {
          name: `${ENDPOINT}-abcd1234-eu-west-1a.execute-api.eu-west-1.vpce.amazonaws.com`,
          zoneId: ENDPOINT_ZONE,
        },
        {
          name: `${ENDPOINT}-abcd1234-eu-west-1b.execute-api.eu-west-1.vpce.amazonaws.com`,
          zoneId: ENDPOINT_ZONE,
        },
      ],
      privateDns: false,
      policy: JSON.stringify({
        Statement: [
          {
            Effect: 'Allow',
            Principal: '*',
            Action: 'execute-api:Invoke',
            Resource: `arn:aws:execute-api:${REGION}:${ACCOUNT}:*`,
          },
        ],
      }),
      securityGroupIds: [ENDPOINT_SG],
      ...over,
    },
    interfaces,
  };
}

export function groupWith(over: Partial<AuditedGroup> = {}): AuditedGroup {
  return {
    arn: GROUP_ARN,
    name: 'front-door',
    accountId: ACCOUNT,
    region: REGION,
    vpcId: VPC,
    type: 'ip',
    protocol: 'TLS',
    port: 443,
    family: 'ipv4',
    loadBalancerArn: NLB_ARN,
    healthCheck: { protocol: 'HTTPS', port: 'traffic-port', path: '/ping', matcher: '200' },
    ...over,
  };
}

/** Attributes of a group, with overrides; AWS's defaults where this project has no other. */
export function groupAttributes(over: Readonly<Record<string, string>> = {}): ReadonlyMap<string, string> {
  return new Map(
    Object.entries({
      'preserve_client_ip.enabled': 'false',
      'proxy_protocol_v2.enabled': 'false',
      'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
      'target_health_state.unhealthy.connection_termination.enabled': 'false',
      'deregistration_delay.timeout_seconds': '120',
      'deregistration_delay.connection_termination.enabled': 'true',
      ...over,
    }),
  );
}

export function loadBalancerAttributes(over: Readonly<Record<string, string>> = {}): ReadonlyMap<string, string> {
  return new Map(
    Object.entries({
      'load_balancing.cross_zone.enabled': 'true',
      'deletion_protection.enabled': 'true',
      'zonal_shift.config.enabled': 'true',
      ...over,
    }),
  );
}

export function listedTarget(
  ip: string,
  health: HealthState = 'healthy',
  over: Partial<ListedTarget> = {},
): ListedTarget {
  return { ip, port: 443, health, zonalShift: false, asListed: { Id: ip, Port: 443 }, ...over };
}

export function loadBalancerWith(over: Partial<LoadBalancer> = {}): LoadBalancer {
  return {
    arn: NLB_ARN,
    name: 'front-door',
    dnsName: NLB_DNS,
    zoneId: NLB_ZONE,
    state: 'active',
    scheme: 'internet-facing',
    ipAddressType: 'ipv4',
    vpcId: VPC,
    securityGroupIds: [NLB_SG],
    zones: FIXED_IPS.map((ip, index) => ({
      subnetId: `subnet-0000000000000000${index + 1}`,
      zoneName: `eu-west-1${'ab'[index]}`,
      addresses: [{ ip, allocationId: `eipalloc-0000000000000000${index + 1}` }],
    })),
    ...over,
  };
}

export function frontDoorWith(over: Partial<FrontDoor> = {}): FrontDoor {
  return {
    loadBalancer: read(loadBalancerWith()),
    attributes: read(loadBalancerAttributes()),
    listeners: read([
      {
        arn: NLB_ARN.replace(':loadbalancer/', ':listener/').concat('/f2f7dc8efc522ab2'),
        port: 443,
        protocol: 'TLS',
        alpn: 'None',
        forwards: [{ groupArn: GROUP_ARN, weight: 1 }],
        certificateArns: [CERTIFICATE_ARN],
      },
    ]),
    interfaces: read([
      endpointInterface(1, {
        id: 'eni-0000000000000001a',
        description: 'ELB net/front-door/50dc6c495c0c9188',
        ips: ['10.0.1.5'],
      }),
      endpointInterface(2, {
        id: 'eni-0000000000000002a',
        description: 'ELB net/front-door/50dc6c495c0c9188',
        ips: ['10.0.2.5'],
      }),
    ]),
    elasticIps: read(
      FIXED_IPS.map((ip, index) => ({
        allocationId: `eipalloc-0000000000000000${index + 1}`,
        ip,
        tags: { 'target-sync:retained': 'true' },
      })),
    ),
    ...over,
  };
}

const healthySecurityGroups: readonly SecurityGroup[] = [
  {
    id: NLB_SG,
    ingress: [rule({ cidrs: ['203.0.113.0/24'] })],
    egress: [rule({ groupIds: [ENDPOINT_SG] })],
  },
  { id: ENDPOINT_SG, ingress: [rule({ groupIds: [NLB_SG] }), rule({ cidrs: ['10.0.0.0/16'] })], egress: [] },
];

/** A rule for TCP 443, with overrides. */
export function rule(over: Partial<SecurityGroup['ingress'][number]> = {}): SecurityGroup['ingress'][number] {
  return { protocol: 'tcp', fromPort: 443, toPort: 443, cidrs: [], groupIds: [], prefixListIds: [], ...over };
}

/** The API's resource policy as this project writes it: everyone, unless they come from elsewhere than the VPC. */
const API_POLICY_TEXT = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' },
    {
      Effect: 'Deny',
      Principal: '*',
      Action: 'execute-api:Invoke',
      Resource: 'execute-api:/*',
      Condition: { StringNotEquals: { 'aws:SourceVpc': VPC } },
    },
  ],
});

export function apiWith(over: Partial<AuditedApi> = {}): AuditedApi {
  return {
    restApi: read({
      id: REST_API,
      name: 'private-api',
      endpointTypes: ['PRIVATE'],
      policy: API_POLICY_TEXT,
    }),
    stage: read({ name: 'live', deploymentId: 'dep123' }),
    existing: read([VPC]),
    ...over,
  };
}

export function domainWith(over: Partial<AuditedDomain> = {}): AuditedDomain {
  return {
    domain: read({
      name: HOST,
      endpointTypes: ['REGIONAL'],
      status: 'AVAILABLE',
      certificateArn: CERTIFICATE_ARN,
      accessMode: 'BASIC',
    }),
    mappings: read([{ path: '', restApiId: REST_API, stage: 'live' }]),
    associations: read([]),
    ...over,
  };
}

export function handshake(ip: string, over: Partial<Extract<Handshake, { kind: 'shown' }>> = {}): Handshake {
  return { hostname: HOST, ip, port: 443, kind: 'shown', names: [HOST], notAfter: FAR_AWAY, ...over };
}

/** A path on which every check is ok, with overrides of its parts. */
export function situation(over: Partial<EndpointAudit> = {}): EndpointAudit {
  return {
    now: NOW,
    spec: {
      name: 'public-api',
      targetGroupArn: GROUP_ARN,
      source: { vpcEndpointId: ENDPOINT, serviceName: 'com.amazonaws.eu-west-1.execute-api', previous: [] },
      port: 443,
      mode: 'enforce',
      minHealthy: 1,
      keep: [],
      hostnames: [{ name: HOST, publicZoneId: PUBLIC_ZONE, privateZoneId: PRIVATE_ZONE }],
      audit: healthySettings,
    },
    region: REGION,
    accountId: ACCOUNT,
    names: [nameWith()],
    group: read(groupWith()),
    groupAttributes: read(groupAttributes()),
    targets: read(TARGET_IPS.map((ip) => listedTarget(ip))),
    source: read(sourceWith()),
    frontDoor: frontDoorWith(),
    subnets: read([subnet(1), subnet(2)]),
    sourceSubnets: read([subnet(1), subnet(2)]),
    clientVpcs: [clientVpc()],
    securityGroups: read(healthySecurityGroups),
    api: apiWith(),
    domain: domainWith(),
    certificates: new Map([
      [CERTIFICATE_ARN, read({ arn: CERTIFICATE_ARN, names: [HOST], status: 'ISSUED', notAfter: FAR_AWAY })],
    ]),
    handshakes: FIXED_IPS.map((ip) => handshake(ip)),
    probe: read({
      resolution: { kind: 'resolved', ips: [...TARGET_IPS] },
      attempts: [
        ...TARGET_IPS.map((ip) => ({ of: 'target' as const, ip, port: 443, kind: 'answered' as const, status: 200 })),
        ...['10.0.1.5', '10.0.2.5'].map((ip) => ({
          of: 'load-balancer' as const,
          ip,
          port: 443,
          kind: 'answered' as const,
          status: 200,
        })),
      ],
    }),
    ...over,
  };
}

/** The situation with some settings of `audit` changed, or taken away. */
export function withSettings(over: AuditSettings, base: EndpointAudit = situation()): EndpointAudit {
  return { ...base, spec: { ...base.spec, audit: { ...base.spec.audit, ...over } } };
}

/** A situation whose group is attached to no load balancer. */
export function detached(base: EndpointAudit = situation()): EndpointAudit {
  const { frontDoor: _, ...rest } = base;
  const { loadBalancerArn: __, ...group } = groupWith();
  return { ...rest, group: read(group) };
}
