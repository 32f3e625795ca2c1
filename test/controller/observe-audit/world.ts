import { type AuditAws, createAuditAws } from '../../../controller/aws/audit-clients.ts';
import { createPace } from '../../../controller/aws/pace.ts';
import type { AuditSituation } from '../../../controller/model/audit.ts';
import type { HandshakeResult } from '../../../controller/model/audit-certificate.ts';
import type { AuditSettings, AuditSpec, Hostname } from '../../../controller/model/audit-spec.ts';
import type { ProbeRequest } from '../../../controller/model/probe.ts';
import { read, type Reading } from '../../../controller/model/reading.ts';
import { observeAudit } from '../../../controller/observe/audit-situation.ts';
import type { Live } from '../../../controller/observe/live.ts';
import { createZones, type Zones } from '../../../controller/observe/zones.ts';
import { type Cloud, createCloud } from '../../cloud/cloud.ts';
import type { EndpointView, LoadBalancerView, TargetGroupView } from '../../cloud/verbs/views.ts';
import { spec } from '../builders.ts';

export const HOST = 'api.example.com';
export const OTHER_ACCOUNT = '210987654321';
export const SHOWN: HandshakeResult = { kind: 'shown', names: [HOST], notAfter: new Date('2027-01-01T00:00:00Z') };

/** A path with everything an audit looks at, in a simulated cloud. */
export type AuditWorld = {
  readonly cloud: Cloud;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly endpoint: EndpointView;
  readonly loadBalancer: LoadBalancerView;
  readonly group: TargetGroupView;
  readonly listenerArn: string;
  readonly certificateArn: string;
  readonly loadBalancerGroupId: string;
  readonly endpointGroupId: string;
  /** Zones named `example.com`; the private one is wide, so that it may hide public names. */
  readonly publicZoneId: string;
  readonly privateZoneId: string;
  readonly restApiId: string;
  readonly hostname: Hostname;
  readonly settings: AuditSettings;
};

export function auditWorld(): AuditWorld {
  const cloud = createCloud();
  const { id: vpcId } = cloud.createVpc({ cidr: '10.0.0.0/16', dnsHostnames: true });
  const subnetIds = ['a', 'b'].map(
    (zone, index) =>
      cloud.createSubnet({ vpcId, zone: `${cloud.settings.region}${zone}`, cidr: `10.0.${index + 1}.0/24` }).id,
  );
  const endpointGroupId = cloud.createSecurityGroup({ vpcId, ingress: [{ port: 443, peers: ['10.0.0.0/16'] }] });
  const loadBalancerGroupId = cloud.createSecurityGroup({
    vpcId,
    ingress: [{ port: 443, peers: ['203.0.113.0/24', '2001:db8::/32'] }],
    egress: [{ port: [443, 444], peers: [endpointGroupId, 'pl-00000001'] }],
  });
  const endpoint = cloud.createEndpoint({ vpcId, subnetIds, privateDns: false, securityGroupIds: [endpointGroupId] });
  const loadBalancer = cloud.createNetworkLoadBalancer({
    subnetIds,
    crossZone: true,
    securityGroupIds: [loadBalancerGroupId],
  });
  const group = cloud.createTargetGroup({ vpcId, protocol: 'TLS' });
  const certificateArn = cloud.createCertificate({ domainName: HOST, names: ['*.Example.com'] });
  const listenerArn = cloud.attach({
    loadBalancerArn: loadBalancer.arn,
    targetGroupArn: group.arn,
    certificateArns: [certificateArn],
    alpn: 'None',
  });
  cloud.register(group.arn, endpoint.ips);
  cloud.setHealthy(group.arn);

  const publicZoneId = cloud.createPublicZone({ name: 'example.com' });
  const privateZoneId = cloud.createPrivateZone({ name: 'example.com', vpcIds: [vpcId] });
  const toLoadBalancer = { name: `dualstack.${loadBalancer.dnsName}`, zoneId: 'Z2IFOLAFXWLO4F' };
  cloud.putRecord(publicZoneId, { name: HOST, alias: toLoadBalancer });
  cloud.putRecord(publicZoneId, { name: 'www.example.com', values: ['192.0.2.1'] });
  cloud.putRecord(privateZoneId, { name: HOST, values: [...endpoint.ips] });
  const ruleId = cloud.createResolverRule({ domain: 'corp.example.net', vpcIds: [] });
  cloud.createProfile({ vpcIds: [vpcId], ruleIds: [ruleId] });

  const policy = { Statement: [{ Effect: 'Allow', Condition: { StringEquals: { 'aws:SourceVpc': vpcId } } }] };
  const restApiId = cloud.createRestApi({ name: 'private-api', policy, stage: 'live' });
  cloud.createDomain({
    name: HOST,
    certificateArn,
    endpointType: 'REGIONAL',
    mappings: [{ path: '', apiId: restApiId, stage: 'live' }],
    accessMode: 'BASIC',
  });
  return {
    cloud,
    vpcId,
    subnetIds,
    endpoint,
    loadBalancer,
    group,
    listenerArn,
    certificateArn,
    loadBalancerGroupId,
    endpointGroupId,
    publicZoneId,
    privateZoneId,
    restApiId,
    hostname: { name: HOST, publicZoneId, privateZoneId },
    settings: {
      publicPort: 443,
      restApiId,
      stage: 'live',
      customDomain: HOST,
      probe: { functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:probe', path: '/', expectStatus: [200] },
    },
  };
}

export function specOf(world: AuditWorld, over: Partial<AuditSpec> = {}): AuditSpec {
  const { group, endpoint, hostname, settings } = world;
  return {
    ...spec({ targetGroupArn: group.arn, source: { vpcEndpointId: endpoint.id, previous: [] } }),
    hostnames: [hostname],
    audit: settings,
    ...over,
  };
}

/** What a live side answers, and what it was asked. */
export type FakeLive = Live & { readonly asked: { readonly probe: ProbeRequest[]; readonly handshake: string[] } };

export function fakeLive(): FakeLive {
  const asked: FakeLive['asked'] = { probe: [], handshake: [] };
  return {
    asked,
    answers: async (name) => [{ resolver: '1.1.1.1', ips: read([`answer for ${name}`]) }],
    delegation: async (zoneName) => read([`ns.${zoneName}`]),
    handshake: async ({ hostname, ip, port }) => {
      asked.handshake.push(`${hostname} ${ip}:${port}`);
      return SHOWN;
    },
    probe: async (_functionArn, request) => {
      asked.probe.push(request);
      return read({ attempts: [] });
    },
  };
}

/** The SDK's real clients on a simulated cloud. */
export function auditAwsOf(cloud: Cloud, region = cloud.settings.region): AuditAws {
  return createAuditAws(region, { requestHandler: cloud.requestHandler, credentials: cloud.credentials });
}

export function observe(world: AuditWorld, over: Partial<AuditSpec> = {}, live = fakeLive()): Promise<AuditSituation> {
  const { cloud } = world;
  return observeAudit(specOf(world, over), {
    aws: auditAwsOf(cloud),
    clock: cloud.clock,
    pace: createPace(cloud.clock),
    live,
  });
}

/** Hosted zones as a binding sees them, with the roles of `zoneRoleArns`. */
export function zonesOf(cloud: Cloud, audit: AuditSettings = {}): Zones {
  const binding = { ...spec(), hostnames: [], audit };
  return createZones(binding, { aws: auditAwsOf(cloud), pace: createPace(cloud.clock) });
}

/** The value of a reading that a test knows to be read. */
export function valueOf<T>(reading: Reading<T> | undefined): T {
  if (reading?.kind !== 'read') throw new Error(`it was not read: ${JSON.stringify(reading)}`);
  return reading.value;
}

/** Where in a situation something is unread, as `names.0.publicHalf.zone`. */
export function unreadParts(value: unknown, path = ''): readonly string[] {
  if (value instanceof Map) return unreadParts(Object.fromEntries(value), path);
  if (typeof value !== 'object' || value === null) return [];
  if ('kind' in value && value.kind === 'unread') return [path];
  return Object.entries(value).flatMap(([key, inner]) => unreadParts(inner, path === '' ? key : `${path}.${key}`));
}
