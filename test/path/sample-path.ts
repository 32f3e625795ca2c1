import type { Cloud } from '../cloud/cloud.ts';
import type { EndpointView, LoadBalancerView, TargetGroupView } from '../cloud/verbs/views.ts';
import type { Surroundings } from './surroundings.ts';

export const HOST = 'api.example.com';
export const NAME = 'public-api';
/** Whom the load balancer admits. */
const PARTNERS = '203.0.113.0/24';

const YEAR_MS = 365 * 86_400_000;

/** A whole path as this project deploys it, everything right, with the binding that describes it. */
export type SamplePath = {
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
  readonly binding: { readonly audit: Settings; readonly [key: string]: unknown };
};

type Settings = Readonly<Record<string, unknown>>;

export type SamplePathOptions = {
  /** Name of the private zone. Default: the hostname's own. */
  readonly privateZone?: string;
};

/** Builds it: two zones, TLS, split horizon, private API behind a Regional domain, and a probe that really looks. */
export async function buildSamplePath(
  cloud: Cloud,
  surroundings: Surroundings,
  { privateZone = HOST }: SamplePathOptions = {},
): Promise<SamplePath> {
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
  cloud.createFunction(probeArn, surroundings.probe);

  const addresses = [...loadBalancer.fixedIps, ...loadBalancer.ips, ...endpoint.ips].map((ip) => `${ip}:443`);
  surroundings.serve({ cloud, vpcId, addresses });
  surroundings.apis.set(HOST, { id: restApiId, stage: 'live', paths: { '/': { status: 200, body: 'hello' } } });
  await surroundings.showCertificate({ names: [HOST], notAfter: new Date(cloud.clock.now().getTime() + YEAR_MS) });

  const audit: Settings = {
    clientVpcIds: [vpcId],
    publicPort: 443,
    expectedAddresses: loadBalancer.fixedIps,
    allowedCidrs: [PARTNERS],
    restApiId,
    stage: 'live',
    customDomain: HOST,
    probe: { functionArn: probeArn, path: '/', expectStatus: [200] },
  };
  return {
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
    binding: {
      name: NAME,
      targetGroupArn: group.arn,
      source: { vpcEndpointId: endpoint.id, serviceName: endpoint.serviceName },
      hostnames: [{ name: HOST, publicZoneId, privateZoneId }],
      audit,
    },
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
