import { type Cloud, createCloud } from '../cloud/cloud.ts';
import type { LoadBalancerView, TargetGroupView } from '../cloud/verbs/views.ts';
import type { Surroundings } from '../path/surroundings.ts';
import { type AuditPass, invokeAudit } from './audit-stage.ts';

export const HOST = 'app.example.com';
export const NAME = 'internal-app';
/** Whose the ALB is where it is not the load balancer's account's. */
export const ALB_ACCOUNT = '210987654321';
export const EXTERNAL_ID = 'a-contract';
const PARTNERS = '203.0.113.0/24';
const YEAR_MS = 365 * 86_400_000;

/** Where the ALB stands: in the load balancer's VPC, or in another VPC of another account, which is seen with a role. */
export type Place = 'near' | 'far';

/** A whole path to an ALB in a simulated cloud, everything right, and the audit beside it. */
export type AlbStage = {
  readonly cloud: Cloud;
  readonly surroundings: Surroundings;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly albVpcId: string;
  readonly albSubnetIds: readonly string[];
  readonly publicZoneId: string;
  readonly privateZoneId: string;
  readonly alb: LoadBalancerView;
  readonly loadBalancer: LoadBalancerView;
  readonly group: TargetGroupView;
  readonly listenerArn: string;
  readonly certificateArn: string;
  readonly albGroupId: string;
  readonly loadBalancerGroupId: string;
  /** Of the far place. */
  readonly roleArn: string | undefined;
  readonly binding: () => Readonly<Record<string, unknown>>;
  /** Changes keys of the binding, of its `source`, or of its `audit`. */
  readonly bind: (overrides: Readonly<Record<string, unknown>>) => void;
  readonly see: (source: Readonly<Record<string, unknown>>) => void;
  readonly configure: (settings: Readonly<Record<string, unknown>>) => void;
  /** Invokes the handler now. */
  readonly pass: () => Promise<AuditPass>;
};

/** Sets the stage: two zones, TLS passed on to the ALB, split horizon, and a probe that really looks. Nothing is wrong with it. */
export async function setAlbStage(surroundings: Surroundings, place: Place): Promise<AlbStage> {
  // Certificates are made and checked by the clock on the wall.
  const cloud = createCloud({ startsAt: new Date(Math.floor(Date.now() / 1000) * 1000) });
  const { region, account } = cloud.settings;
  const ownerId = place === 'near' ? account : ALB_ACCOUNT;
  const subnetsOf = (vpcId: string, block: string): readonly string[] =>
    ['a', 'b'].map(
      (zone, index) => cloud.createSubnet({ vpcId, zone: `${region}${zone}`, cidr: `${block}.${index + 1}.0/24` }).id,
    );
  const { id: vpcId } = cloud.createVpc({ cidr: '10.0.0.0/16', dnsHostnames: true });
  const subnetIds = subnetsOf(vpcId, '10.0');
  const albVpcId = place === 'near' ? vpcId : cloud.createVpc({ cidr: '10.9.0.0/16', dnsHostnames: true, ownerId }).id;
  const albSubnetIds = place === 'near' ? subnetIds : subnetsOf(albVpcId, '10.9');
  if (place === 'far') {
    cloud.peerVpcs(vpcId, albVpcId);
    // As accounts really differ: a zone of the same id has another name there.
    cloud.zoneNamesOf(ALB_ACCOUNT, { [`${region}a`]: `${region}b`, [`${region}b`]: `${region}a` });
  }

  const albGroupId = cloud.createSecurityGroup({ vpcId: albVpcId });
  const loadBalancerGroupId = cloud.createSecurityGroup({
    vpcId,
    ingress: [{ port: 443, peers: [PARTNERS] }],
    egress: [{ port: 443, peers: [albGroupId] }],
  });
  cloud.setRules(albGroupId, { ingress: [{ port: 443, peers: [loadBalancerGroupId, '10.0.0.0/16'] }] });
  const certificateArn = cloud.createCertificate({ domainName: HOST, ownerId });
  const alb = cloud.createInternalAlb({
    subnetIds: albSubnetIds,
    ownerId,
    securityGroupIds: [albGroupId],
    listeners: [{ port: 443, protocol: 'HTTPS', certificateArns: [certificateArn] }],
  });
  const loadBalancer = cloud.createNetworkLoadBalancer({
    subnetIds,
    crossZone: true,
    securityGroupIds: [loadBalancerGroupId],
  });
  if (place === 'far') {
    // Groups hold between VPCs only where these are peered: blocks always do.
    cloud.setRules(loadBalancerGroupId, { egress: [{ port: 443, peers: ['10.9.1.0/24', '10.9.2.0/24'] }] });
    cloud.setRules(albGroupId, { ingress: [{ port: 443, peers: ['10.0.0.0/16', '10.9.0.0/16'] }] });
  }
  cloud.setLoadBalancerAttributes(loadBalancer.arn, { 'deletion_protection.enabled': 'true' });
  for (const { allocationId } of loadBalancer.zones) {
    if (allocationId !== undefined) cloud.setAddressTags(allocationId, { 'target-sync:retained': 'true' });
  }
  const group = cloud.createTargetGroup({
    vpcId,
    protocol: 'TCP',
    attributes: { 'target_health_state.unhealthy.connection_termination.enabled': 'false' },
    check: { protocol: 'HTTPS', path: '/health', matcher: '200' },
  });
  const listenerArn = cloud.attach({ loadBalancerArn: loadBalancer.arn, targetGroupArn: group.arn });
  cloud.seal(group.arn, NAME, alb.arn.split(':').slice(5).join(':'));
  cloud.register(
    group.arn,
    alb.ips.map((ip) => ({ ip, ...(place === 'far' && { zone: 'all' }) })),
  );
  cloud.setHealthy(group.arn);

  const publicZoneId = cloud.createPublicZone({ name: 'example.com' });
  const alias = { name: `dualstack.${loadBalancer.dnsName}`, zoneId: loadBalancer.hostedZoneId };
  cloud.putRecord(publicZoneId, { name: HOST, alias });
  const clientVpcIds = [...new Set([vpcId, albVpcId])];
  const privateZoneId = cloud.createPrivateZone({ name: HOST, vpcIds: clientVpcIds });
  cloud.putRecord(privateZoneId, { name: HOST, alias: { name: `dualstack.${alb.dnsName}`, zoneId: alb.hostedZoneId } });

  const roleArn =
    place === 'near'
      ? undefined
      : cloud.createRole({ name: 'reader', account: ALB_ACCOUNT, trusts: [account], externalId: EXTERNAL_ID });
  const probeArn = `arn:aws:lambda:${region}:${account}:function:probe`;
  cloud.createFunction(probeArn, surroundings.probe);
  const addresses = [...loadBalancer.fixedIps, ...loadBalancer.ips, ...alb.ips].map((ip) => `${ip}:443`);
  surroundings.serve({ cloud, vpcId, addresses });
  surroundings.apis.set(HOST, { id: 'app', stage: 'live', paths: { '/': { status: 200, body: 'hello' } } });
  await surroundings.showCertificate({ names: [HOST], notAfter: new Date(cloud.clock.now().getTime() + YEAR_MS) });

  let source: Readonly<Record<string, unknown>> = {
    loadBalancerArn: alb.arn,
    ...(roleArn !== undefined && { roleArn, externalId: EXTERNAL_ID }),
  };
  let audit: Readonly<Record<string, unknown>> = {
    clientVpcIds,
    publicPort: 443,
    expectedAddresses: loadBalancer.fixedIps,
    allowedCidrs: [PARTNERS],
    probe: { functionArn: probeArn, path: '/', expectStatus: [200] },
  };
  let rest: Readonly<Record<string, unknown>> = {
    name: NAME,
    targetGroupArn: group.arn,
    hostnames: [{ name: HOST, publicZoneId, privateZoneId }],
  };
  const binding = (): Readonly<Record<string, unknown>> => ({ ...rest, source, audit });
  return {
    cloud,
    surroundings,
    vpcId,
    subnetIds,
    albVpcId,
    albSubnetIds,
    publicZoneId,
    privateZoneId,
    alb,
    loadBalancer,
    group,
    listenerArn,
    certificateArn,
    albGroupId,
    loadBalancerGroupId,
    roleArn,
    binding,
    bind: (overrides) => {
      rest = { ...rest, ...overrides };
    },
    see: (overrides) => {
      source = { ...source, ...overrides };
    },
    configure: (settings) => {
      audit = { ...audit, ...settings };
    },
    pass: () =>
      invokeAudit({ cloud, surroundings }, () => ({ asOf: cloud.clock.now().toISOString(), bindings: [binding()] })),
  };
}
