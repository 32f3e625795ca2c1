import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINT_CODES, type FindingCode } from '../../controller/model/finding.ts';
import { HOST, onlyFrom, type SamplePathOptions } from '../path/sample-path.ts';
import { openSurroundings, type Surroundings } from '../path/surroundings.ts';
import { type AuditPass, type AuditStage, setAuditStage } from './audit-stage.ts';

let surroundings: Surroundings;
beforeAll(async () => {
  surroundings = await openSurroundings('eu-west-1', '123456789012');
});
afterAll(() => surroundings.close());

/** What was found, as `severity CODE`, each once. */
function findingsOf({ reports }: AuditPass): readonly string[] {
  const all = reports.flatMap(({ results }) =>
    results.flatMap((result) => (result.kind === 'finding' ? [`${result.severity} ${result.code}`] : [])),
  );
  return [...new Set(all)].toSorted();
}

function codesOf({ reports }: AuditPass, kind: string): readonly FindingCode[] {
  const all = reports.flatMap(({ results }) => results.filter((result) => result.kind === kind));
  return [...new Set(all.map(({ code }) => code))].toSorted();
}

describe('an audit of a path on which everything is right', () => {
  it('runs every check, finds nothing, and leaves nothing unknown or not configured', async () => {
    const pass = await (await setAuditStage(surroundings)).pass();
    expect(pass.fault).toBeUndefined();
    expect(pass.reports.map(({ verdict }) => verdict)).toEqual(['clean']);
    expect(codesOf(pass, 'ok')).toEqual(ENDPOINT_CODES.toSorted());
    expect(pass.reports.flatMap(({ results }) => results.filter(({ kind }) => kind !== 'ok'))).toEqual([]);
  });

  it('writes nothing: it reads, and invokes the probe', async () => {
    const { calls } = await (await setAuditStage(surroundings)).pass();
    expect(calls.filter(({ write }) => write).map(({ operation }) => operation)).toEqual(['Invoke']);
  });
});

type Row = [
  what: string,
  breaks: (stage: AuditStage) => void | Promise<void>,
  found: readonly string[],
  options?: SamplePathOptions,
];

const elsewhere = { name: 'old-0123456789abcdef.elb.eu-west-1.amazonaws.com', zoneId: 'Z2IFOLAFXWLO4F' };
const weighted = (stage: AuditStage, heavy: { name: string; zoneId: string }): void => {
  stage.cloud.removeRecord(stage.publicZoneId, { name: HOST });
  const toOurs = { name: stage.loadBalancer.dnsName, zoneId: stage.loadBalancer.hostedZoneId };
  stage.cloud.putRecord(stage.publicZoneId, { name: HOST, alias: toOurs, setIdentifier: 'a', routing: { Weight: 9 } });
  stage.cloud.putRecord(stage.publicZoneId, { name: HOST, alias: heavy, setIdentifier: 'b', routing: { Weight: 1 } });
};

const ROWS: readonly Row[] = [
  // The public half.
  [
    'the public record is deleted',
    ({ cloud, publicZoneId }) => cloud.removeRecord(publicZoneId, { name: HOST }),
    ['crit PUB_ANSWER', 'crit PUB_RECORD_MISSING'],
  ],
  [
    'only a wildcard is left of the public record',
    ({ cloud, publicZoneId, loadBalancer }) => {
      cloud.removeRecord(publicZoneId, { name: HOST });
      cloud.putRecord(publicZoneId, {
        name: '*.example.com',
        alias: { name: loadBalancer.dnsName, zoneId: loadBalancer.hostedZoneId },
      });
    },
    ['crit PUB_RECORD_MISSING'],
  ],
  [
    'the public record leads to another load balancer',
    ({ cloud, publicZoneId }) => cloud.putRecord(publicZoneId, { name: HOST, alias: elsewhere }),
    ['crit PUB_ALIAS_NOT_NLB', 'crit PUB_ANSWER'],
  ],
  [
    'the public record holds the fixed IPs as they are',
    ({ cloud, publicZoneId, loadBalancer }) => {
      cloud.putRecord(publicZoneId, { name: HOST, values: loadBalancer.fixedIps });
    },
    ['warn PUB_ALIAS_NOT_NLB'],
  ],
  ['a tenth of the world is sent elsewhere', (stage) => weighted(stage, elsewhere), ['err PUB_ROUTING_SPLIT']],
  [
    'the zone above delegates to a zone that was made anew',
    ({ cloud, publicZoneId }) => cloud.setDelegationSet(publicZoneId, ['ns-9.awsdns-09.com', 'ns-10.awsdns-10.net']),
    ['crit PUB_ZONE_NOT_AUTHORITATIVE'],
  ],
  [
    'a more specific public zone was made',
    ({ cloud }) => {
      cloud.createPublicZone({ name: HOST });
    },
    ['crit PUB_ANSWER', 'crit PUB_ZONE_NOT_AUTHORITATIVE'],
  ],
  [
    'resolvers answer with an address that is not ours',
    ({ surroundings: { overrides } }) => {
      overrides.set(`${HOST} A`, ['192.0.2.99']);
    },
    ['crit PUB_ANSWER'],
  ],
  [
    'the load balancer speaks IPv4 and the name has an AAAA record',
    ({ cloud, publicZoneId, loadBalancer }) => {
      const alias = { name: loadBalancer.dnsName, zoneId: loadBalancer.hostedZoneId };
      cloud.putRecord(publicZoneId, { name: HOST, type: 'AAAA', alias });
    },
    ['warn AAAA_MISMATCH'],
  ],
  // The private half.
  [
    'the private zone is taken from the VPC',
    ({ cloud, privateZoneId, vpcId }) => cloud.dissociateZone(privateZoneId, vpcId),
    ['crit PRIV_NOT_ASSOCIATED', 'crit PROBE_FAILED'],
  ],
  [
    'a more specific private zone is given to the VPC',
    ({ cloud, vpcId }) => {
      cloud.createPrivateZone({ name: HOST, vpcIds: [vpcId] });
    },
    ['crit PRIV_SHADOWED', 'crit PROBE_FAILED'],
    { privateZone: 'example.com' },
  ],
  [
    'a wide private zone hides public names',
    ({ cloud, publicZoneId }) => cloud.putRecord(publicZoneId, { name: 'www.example.com', values: ['192.0.2.1'] }),
    ['warn PRIV_COLLATERAL'],
    { privateZone: 'example.com' },
  ],
  [
    'the private record is deleted',
    ({ cloud, privateZoneId }) => cloud.removeRecord(privateZoneId, { name: HOST }),
    ['crit PRIV_RECORD_MISSING', 'crit PROBE_FAILED'],
  ],
  [
    'the private record leads to an endpoint that was replaced',
    ({ cloud, privateZoneId, vpcId, subnetIds }) => {
      const old = cloud.createEndpoint({ vpcId, subnetIds, privateDns: false });
      cloud.deleteEndpoint(old.id);
      cloud.putRecord(privateZoneId, { name: HOST, alias: old.alias });
    },
    ['crit PRIV_ALIAS_NOT_ENDPOINT', 'crit PROBE_FAILED'],
  ],
  [
    'the private record leads to the load balancer',
    ({ cloud, privateZoneId, loadBalancer }) => {
      const alias = { name: loadBalancer.dnsName, zoneId: loadBalancer.hostedZoneId };
      cloud.putRecord(privateZoneId, { name: HOST, alias });
    },
    ['info PRIV_ALIAS_NOT_ENDPOINT', 'info PROBE_FAILED'],
  ],
  [
    'the VPC forwards the name to resolvers of its own',
    ({ cloud, vpcId }) => {
      cloud.createResolverRule({ domain: HOST, vpcIds: [vpcId] });
    },
    ['err PRIV_FORWARDED'],
  ],
  [
    'the VPC has no DNS hostnames',
    ({ cloud, vpcId }) => cloud.setVpcDns(vpcId, { hostnames: false }),
    ['crit PROBE_FAILED', 'crit VPC_DNS_OFF'],
  ],
  // Endpoint and network.
  [
    'the endpoint has failed',
    ({ cloud, endpoint }) => cloud.setEndpointState(endpoint.id, 'failed'),
    ['crit EP_STATE'],
  ],
  [
    'the endpoint is gone',
    ({ bind }) => bind({ source: { vpcEndpointId: 'vpce-0123456789abcdef0' } }),
    ['crit EP_STATE'],
  ],
  [
    'the endpoint’s security group admits nobody',
    ({ cloud, endpointGroupId }) => cloud.setRules(endpointGroupId, { ingress: [] }),
    ['crit SG_PATH'],
  ],
  [
    'the load balancer’s security group admits everybody',
    ({ cloud, loadBalancerGroupId }) => {
      cloud.setRules(loadBalancerGroupId, { ingress: [{ port: 443, peers: ['0.0.0.0/0'] }] });
    },
    ['warn SG_PATH'],
  ],
  [
    'the endpoint’s policy allows other APIs alone',
    ({ cloud, endpoint }) => {
      const common = { Principal: '*', Action: 'execute-api:Invoke' };
      const resource = 'arn:aws:execute-api:eu-west-1:123456789012:other/*';
      cloud.setEndpointPolicy(
        endpoint.id,
        JSON.stringify({ Statement: [{ Effect: 'Allow', ...common, Resource: resource }] }),
      );
    },
    ['err EP_POLICY'],
  ],
  [
    'the endpoint has private DNS',
    ({ cloud, endpoint }) => cloud.setPrivateDns(endpoint.id, true),
    ['warn EP_PRIVATE_DNS'],
  ],
  [
    'the endpoint leaves a zone of the load balancer',
    ({ cloud, endpoint, subnetIds, group }) => {
      const [, gone] = endpoint.ips;
      cloud.removeEndpointSubnet(endpoint.id, subnetIds[1] ?? '');
      cloud.deregister(group.arn, [gone ?? '']);
    },
    ['warn ZONE_COVERAGE'],
  ],
  [
    'cross-zone is off, and a zone’s only target is deregistered',
    ({ cloud, loadBalancer, group, endpoint }) => {
      cloud.setLoadBalancerAttributes(loadBalancer.arn, { 'load_balancing.cross_zone.enabled': 'false' });
      cloud.deregister(group.arn, [endpoint.ips[1] ?? '']);
    },
    ['crit ZONE_DARK'],
  ],
  // Target group and load balancer.
  [
    'the group preserves client addresses',
    ({ cloud, group }) => cloud.setTargetGroupAttributes(group.arn, { 'preserve_client_ip.enabled': 'true' }),
    ['crit TG_ATTR_FATAL'],
  ],
  [
    'the health check asks for a connection alone',
    ({ cloud, group }) => cloud.setHealthCheck(group.arn, { protocol: 'TCP' }),
    ['warn TG_HEALTH_CHECK'],
  ],
  ['the group is attached to nothing', ({ cloud, listenerArn }) => cloud.detach(listenerArn), ['crit LB_LISTENER']],
  [
    'the certificate ends within a week',
    async ({ cloud, certificateArn, surroundings: { showCertificate } }) => {
      const notAfter = new Date(cloud.clock.now().getTime() + 7 * 86_400_000);
      cloud.setCertificate(certificateArn, { notAfter });
      await showCertificate({ names: [HOST], notAfter });
    },
    ['crit API_DOMAIN', 'crit LB_LISTENER', 'err TLS_ANSWER'],
  ],
  [
    'partners were told another address',
    ({ configure }) => configure({ expectedAddresses: ['198.51.100.1', '198.51.100.77'] }),
    ['crit LB_ADDRESSES'],
  ],
  [
    'the load balancer may be deleted',
    ({ cloud, loadBalancer }) => {
      cloud.setLoadBalancerAttributes(loadBalancer.arn, { 'deletion_protection.enabled': 'false' });
    },
    ['warn LB_ADDRESSES'],
  ],
  [
    'the fixed IPs show a certificate for another name',
    ({ surroundings: { showCertificate } }) => showCertificate({ names: ['other.example.com'] }),
    ['crit PROBE_FAILED', 'crit TLS_ANSWER'],
  ],
  [
    'one fixed IP refuses connections',
    ({ surroundings: { destinations }, loadBalancer }) => {
      destinations.set(`${loadBalancer.fixedIps[1]}:443`, 'refused');
    },
    ['crit TLS_ANSWER'],
  ],
  // The API.
  [
    'the API’s policy names a VPC that is not the endpoint’s',
    ({ cloud, restApiId }) => cloud.setApiPolicy(restApiId, onlyFrom('vpc-0123456789abcdef0')),
    ['crit API_POLICY'],
  ],
  [
    'the API denies every stage, verb and path but to an endpoint that was replaced',
    ({ cloud, restApiId, vpcId }) => {
      const every = { Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*/*/*' };
      const stale = { StringNotEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } };
      const fromVpc = { StringEquals: { 'aws:SourceVpc': vpcId } };
      cloud.setApiPolicy(restApiId, {
        Statement: [
          { Effect: 'Allow', ...every, Condition: fromVpc },
          { Effect: 'Deny', ...every, Condition: stale },
        ],
      });
    },
    ['crit API_POLICY'],
  ],
  [
    'the API lets in every endpoint of every account',
    ({ cloud, restApiId }) => {
      const all = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
      cloud.setApiPolicy(restApiId, { Statement: [all] });
    },
    ['crit API_POLICY'],
  ],
  [
    'the policy is right and was never deployed',
    ({ surroundings: { apis }, restApiId }) => {
      apis.set(HOST, { id: restApiId, stage: 'live', access: 'explicit-deny', paths: {} });
    },
    ['crit API_POLICY', 'crit PROBE_FAILED'],
  ],
  [
    'the domain has no mapping',
    ({ cloud, domainArn }) => cloud.setDomain(domainArn, { mappings: [] }),
    ['crit API_DOMAIN'],
  ],
  [
    'a private domain is associated with the endpoint of a Regional one',
    ({ cloud, certificateArn, endpoint }) => {
      cloud.allowEndpoint(cloud.createDomain({ name: 'other.example.com', certificateArn }).arn, endpoint.id);
    },
    ['err API_DOMAIN'],
  ],
  [
    'the domain is private, and its own policy lets nobody in',
    ({ cloud, domainArn, certificateArn, restApiId, endpoint }) => {
      cloud.deleteDomain(domainArn);
      const mappings = [{ path: '', apiId: restApiId, stage: 'live' }];
      cloud.allowEndpoint(cloud.createDomain({ name: HOST, certificateArn, mappings }).arn, endpoint.id);
    },
    ['crit API_DOMAIN'],
  ],
  [
    'no API answers to the name behind this endpoint',
    ({ surroundings: { apis } }) => {
      apis.clear();
    },
    ['crit PROBE_FAILED'],
  ],
  [
    'one target answers nothing',
    ({ surroundings: { destinations }, endpoint }) => {
      destinations.set(`${endpoint.ips[0]}:443`, 'refused');
    },
    ['crit PROBE_FAILED'],
  ],
];

describe('an audit of a path on which', () => {
  it.each(ROWS)('%s', async (_, breaks, found, options) => {
    const stage = await setAuditStage(surroundings, options);
    await breaks(stage);
    const pass = await stage.pass();
    expect(findingsOf(pass)).toEqual(found);
  });
});
