import { createAudit } from '../../controller/audit-handler.ts';
import type { AuditReport } from '../../controller/audit-report.ts';
import { createAuditAws } from '../../controller/aws/audit-clients.ts';
import { BindingsFaulted } from '../../controller/bindings-faulted.ts';
import { perRegion } from '../../controller/connect.ts';
import { createLive } from '../../controller/live-answers.ts';
import { type Cloud, createCloud } from '../cloud/cloud.ts';
import type { EndpointView, LoadBalancerView, TargetGroupView } from '../cloud/verbs/views.ts';
import type { Call } from '../cloud/wire/calls.ts';
import type { AuditLive } from './audit-live.ts';

export const HOST = 'api.example.com';
export const NAME = 'public-api';
/** Whom the load balancer admits. */
export const PARTNERS = '203.0.113.0/24';

/** One invocation of the real handler: what it returned, or threw, and what it called. */
export type AuditPass = {
  readonly reports: readonly AuditReport[];
  readonly fault?: Error;
  readonly calls: readonly Call[];
  readonly log: readonly { readonly message: string; readonly [field: string]: unknown }[];
};

/** A whole path as this project deploys it, everything right, and the audit beside it. */
export type AuditStage = {
  readonly cloud: Cloud;
  readonly live: AuditLive;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly publicZoneId: string;
  readonly privateZoneId: string;
  readonly endpoint: EndpointView;
  readonly loadBalancer: LoadBalancerView;
  readonly group: TargetGroupView;
  readonly listenerArn: string;
  readonly certificateArn: string;
  readonly endpointGroupId: string;
  readonly loadBalancerGroupId: string;
  readonly restApiId: string;
  readonly domainArn: string;
  /** The function inside the VPC. */
  readonly probeArn: string;
  /** The binding as the schedule carries it. */
  readonly binding: () => Readonly<Record<string, unknown>>;
  /** Changes keys of the binding, or of its `audit`. */
  readonly bind: (overrides: Readonly<Record<string, unknown>>) => void;
  readonly configure: (settings: Readonly<Record<string, unknown>>) => void;
  /** Invokes the handler now. */
  readonly pass: () => Promise<AuditPass>;
};

export type AuditStageOptions = {
  /** Name of the private zone. Default: the hostname's own. */
  readonly privateZone?: string;
};

/** Sets the stage: two zones, TLS, split horizon, private API behind a Regional domain, a probe. Nothing is wrong with it. */
export async function setAuditStage(
  live: AuditLive,
  { privateZone = HOST }: AuditStageOptions = {},
): Promise<AuditStage> {
  // Certificates are made and checked by the clock on the wall.
  const cloud = createCloud({ startsAt: new Date(Math.floor(Date.now() / 1000) * 1000) });
  const { region, account } = cloud.settings;
  const { id: vpcId } = cloud.createVpc({ cidr: '10.0.0.0/16', dnsHostnames: true });
  const subnetIds = ['a', 'b'].map(
    (zone, index) => cloud.createSubnet({ vpcId, zone: `${region}${zone}`, cidr: `10.0.${index + 1}.0/24` }).id,
  );

  const endpointGroupId = cloud.createSecurityGroup({ vpcId, egress: [] });
  const loadBalancerGroupId = cloud.createSecurityGroup({
    vpcId,
    ingress: [{ port: 443, peers: [PARTNERS] }],
    egress: [{ port: 443, peers: [endpointGroupId] }],
  });
  cloud.setRules(endpointGroupId, { ingress: [{ port: 443, peers: [loadBalancerGroupId, '10.0.0.0/16'] }] });
  const endpoint = cloud.createEndpoint({
    vpcId,
    subnetIds,
    privateDns: false,
    securityGroupIds: [endpointGroupId],
  });
  const loadBalancer = cloud.createNetworkLoadBalancer({
    subnetIds,
    crossZone: true,
    securityGroupIds: [loadBalancerGroupId],
  });
  cloud.setLoadBalancerAttributes(loadBalancer.arn, {
    'deletion_protection.enabled': 'true',
    'zonal_shift.config.enabled': 'true',
  });
  for (const { allocationId } of loadBalancer.zones) {
    if (allocationId !== undefined) cloud.setAddressTags(allocationId, { 'target-sync:retained': 'true' });
  }
  const group = cloud.createTargetGroup({
    vpcId,
    protocol: 'TLS',
    attributes: { 'target_health_state.unhealthy.connection_termination.enabled': 'false' },
    check: { protocol: 'HTTPS', path: '/ping', matcher: '200' },
  });
  const certificateArn = cloud.createCertificate({ domainName: HOST });
  const listenerArn = cloud.attach({
    loadBalancerArn: loadBalancer.arn,
    targetGroupArn: group.arn,
    certificateArns: [certificateArn],
    alpn: 'None',
  });
  cloud.seal(group.arn, NAME, endpoint.id);
  cloud.register(group.arn, endpoint.ips);
  cloud.setHealthy(group.arn);

  const publicZoneId = cloud.createPublicZone({ name: 'example.com' });
  cloud.putRecord(publicZoneId, {
    name: HOST,
    // As CDK writes it.
    alias: { name: `dualstack.${loadBalancer.dnsName}`, zoneId: loadBalancer.hostedZoneId },
  });
  const privateZoneId = cloud.createPrivateZone({ name: privateZone, vpcIds: [vpcId] });
  cloud.putRecord(privateZoneId, { name: HOST, alias: endpoint.alias });

  const restApiId = cloud.createRestApi({ name: 'private-api', stage: 'live', policy: onlyFrom(vpcId) });
  const { arn: domainArn } = cloud.createDomain({
    name: HOST,
    certificateArn,
    endpointType: 'REGIONAL',
    accessMode: 'BASIC',
    mappings: [{ path: '', apiId: restApiId, stage: 'live' }],
  });
  const probeArn = `arn:aws:lambda:${region}:${account}:function:probe`;
  cloud.createFunction(probeArn, live.probe);

  const addresses = [...loadBalancer.fixedIps, ...loadBalancer.ips, ...endpoint.ips].map((ip) => `${ip}:443`);
  live.serve({ cloud, vpcId, addresses });
  live.apis.set(HOST, { id: restApiId, stage: 'live', paths: { '/': { status: 200, body: 'hello' } } });
  await live.showCertificate({ names: [HOST], notAfter: new Date(cloud.clock.now().getTime() + 365 * 86_400_000) });

  let settings: Readonly<Record<string, unknown>> = {
    clientVpcIds: [vpcId],
    publicPort: 443,
    expectedAddresses: loadBalancer.fixedIps,
    allowedCidrs: [PARTNERS],
    restApiId,
    stage: 'live',
    customDomain: HOST,
    probe: { functionArn: probeArn, path: '/', expectStatus: [200] },
  };
  let own: Readonly<Record<string, unknown>> = {
    name: NAME,
    targetGroupArn: group.arn,
    source: { vpcEndpointId: endpoint.id, serviceName: endpoint.serviceName },
    hostnames: [{ name: HOST, publicZoneId, privateZoneId }],
  };
  const binding = (): Readonly<Record<string, unknown>> => ({ audit: settings, ...own });
  return {
    cloud,
    live,
    vpcId,
    subnetIds,
    publicZoneId,
    privateZoneId,
    endpoint,
    loadBalancer,
    group,
    listenerArn,
    certificateArn,
    endpointGroupId,
    loadBalancerGroupId,
    restApiId,
    domainArn,
    probeArn,
    binding,
    bind: (overrides) => {
      own = { ...own, ...overrides };
    },
    configure: (overrides) => {
      settings = { ...settings, ...overrides };
    },
    pass: () => invokeAudit({ cloud, live }, () => ({ asOf: cloud.clock.now().toISOString(), bindings: [binding()] })),
  };
}

/** The policy that this project gives an API: everyone, unless they come from elsewhere than the VPC. */
export function onlyFrom(vpcId: string): object {
  const common = { Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', ...common },
      { Effect: 'Deny', ...common, Condition: { StringNotEquals: { 'aws:SourceVpc': vpcId } } },
    ],
  };
}

/** Invokes the real handler with an event, against a simulated cloud and what answers around it. */
export async function invokeAudit(
  { cloud, live }: Pick<AuditStage, 'cloud' | 'live'>,
  event: () => unknown,
): Promise<AuditPass> {
  const log: { message: string; [field: string]: unknown }[] = [];
  const write = (message: string, fields: Readonly<Record<string, unknown>>): void => {
    log.push({ ...fields, message });
  };
  const aws = { requestHandler: cloud.requestHandler, credentials: cloud.credentials };
  const audit = createAudit({
    connect: perRegion((region) => createAuditAws(region, aws)),
    clock: cloud.clock,
    live: createLive(live.options, aws),
    logger: { info: write, warn: write, error: write },
  });
  const before = cloud.calls.length;
  const result = await settle(() => audit(event()));
  return { ...result, calls: cloud.calls.slice(before), log };
}

async function settle(
  run: () => ReturnType<ReturnType<typeof createAudit>>,
): Promise<{ readonly reports: readonly AuditReport[]; readonly fault?: Error }> {
  try {
    const { audits } = await run();
    return { reports: audits };
  } catch (error) {
    if (error instanceof BindingsFaulted) return { reports: error.reports, fault: error };
    throw error;
  }
}
