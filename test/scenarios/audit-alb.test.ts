import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FindingCode, isAdvice, LOAD_BALANCER_CODES } from '../../controller/model/finding.ts';
import { openSurroundings, type Surroundings } from '../path/surroundings.ts';
import { ALB_ACCOUNT, type AlbStage, HOST, type Place, setAlbStage } from './audit-alb-stage.ts';
import type { AuditPass } from './audit-stage.ts';

let surroundings: Surroundings;
beforeAll(async () => {
  surroundings = await openSurroundings('eu-west-1', '123456789012');
});
afterAll(() => surroundings.close());

/** What an audit says but for advice, which is of no fault. */
const CODES = LOAD_BALANCER_CODES.filter((code) => !isAdvice({ code }));

function resultsOf({ reports }: AuditPass) {
  return reports.flatMap(({ results }) => results).filter((result) => !isAdvice(result));
}

/** What was found, as `severity CODE`, each once. */
function findingsOf(pass: AuditPass): readonly string[] {
  const all = resultsOf(pass).flatMap((result) =>
    result.kind === 'finding' ? [`${result.severity} ${result.code}`] : [],
  );
  return [...new Set(all)].toSorted();
}

function codesOf(pass: AuditPass, ...kinds: readonly string[]): readonly FindingCode[] {
  return [
    ...new Set(
      resultsOf(pass)
        .filter(({ kind }) => kinds.includes(kind))
        .map(({ code }) => code),
    ),
  ].toSorted();
}

describe.each<[string, Place]>([
  ['in the load balancer’s VPC', 'near'],
  ['in another account and VPC', 'far'],
])('an audit of a path to an ALB %s, on which everything is right', (_, place) => {
  it('runs every check, finds nothing, and leaves nothing unknown or not configured', async () => {
    const pass = await (await setAlbStage(surroundings, place)).pass();
    expect(pass.fault).toBeUndefined();
    expect(resultsOf(pass).filter(({ kind }) => kind !== 'ok')).toEqual([]);
    expect(codesOf(pass, 'ok')).toEqual(CODES.toSorted());
  });

  it('writes nothing: it reads, and invokes the probe', async () => {
    const { calls } = await (await setAlbStage(surroundings, place)).pass();
    expect(calls.filter(({ write }) => write).map(({ operation }) => operation)).toEqual(['Invoke']);
  });
});

type Row = [what: string, breaks: (stage: AlbStage) => void | Promise<void>, found: readonly string[]];

const HTTPS = { port: 443, protocol: 'HTTPS' } as const;
const CROSS_ZONE = 'load_balancing.cross_zone.enabled';

/** Ways in which either path breaks. */
const ROWS: readonly Row[] = [
  [
    'the ALB is gone',
    ({ see, alb }) => see({ loadBalancerArn: alb.arn.replace(/[0-9a-f]{16}$/, '0123456789abcdef') }),
    ['crit ALB_STATE'],
  ],
  [
    'the ALB has failed',
    ({ cloud, alb, surroundings: { destinations } }) => {
      cloud.setLoadBalancerState(alb.arn, 'failed');
      for (const ip of alb.ips) destinations.set(`${ip}:443`, 'refused');
    },
    ['crit ALB_STATE', 'crit PROBE_FAILED'],
  ],
  [
    'the ALB lacks what it takes to scale',
    ({ cloud, alb }) => cloud.setLoadBalancerState(alb.arn, 'active_impaired'),
    ['err ALB_STATE'],
  ],
  [
    'the ALB listens on another port',
    ({ cloud, alb, certificateArn }) =>
      cloud.setAlbListeners(alb.arn, [{ ...HTTPS, port: 8443, certificateArns: [certificateArn] }], { listens: [443] }),
    ['crit ALB_LISTENER'],
  ],
  [
    'the ALB’s listener has a certificate for another name',
    ({ cloud, alb, certificateArn }) => {
      const [, , , , ownerId = ''] = certificateArn.split(':');
      const other = cloud.createCertificate({ domainName: 'other.example.com', ownerId });
      cloud.setAlbListeners(alb.arn, [{ ...HTTPS, certificateArns: [other] }]);
    },
    ['crit ALB_LISTENER'],
  ],
  [
    'the ALB’s certificate ends within a week',
    async ({ cloud, certificateArn, surroundings: { showCertificate } }) => {
      const notAfter = new Date(cloud.clock.now().getTime() + 7 * 86_400_000);
      cloud.setCertificate(certificateArn, { notAfter });
      await showCertificate({ names: [HOST], notAfter });
    },
    ['crit ALB_LISTENER', 'err TLS_ANSWER'],
  ],
  [
    'the load balancer ends TLS, and sends clear text to HTTPS',
    ({ cloud, listenerArn }) =>
      cloud.setListener(listenerArn, {
        protocol: 'TLS',
        certificateArns: [cloud.createCertificate({ domainName: HOST })],
        alpn: 'None',
      }),
    ['crit LB_LISTENER'],
  ],
  [
    'the health check speaks HTTP to HTTPS',
    ({ cloud, group }) => cloud.setHealthCheck(group.arn, { protocol: 'HTTP' }),
    ['crit TG_HEALTH_CHECK'],
  ],
  [
    'the health check asks for a connection alone',
    ({ cloud, group }) => cloud.setHealthCheck(group.arn, { protocol: 'TCP' }),
    ['warn TG_HEALTH_CHECK'],
  ],
  [
    'the health check is made where nothing listens',
    ({ cloud, group }) => cloud.setHealthCheck(group.arn, { port: '9000' }),
    ['crit SG_PATH', 'crit TG_HEALTH_CHECK'],
  ],
  [
    'the ALB’s security group admits nobody',
    ({ cloud, albGroupId }) => cloud.setRules(albGroupId, { ingress: [] }),
    ['crit SG_PATH'],
  ],
  [
    'the ALB’s security group admits everybody',
    ({ cloud, albGroupId }) => cloud.setRules(albGroupId, { ingress: [{ port: 443, peers: ['0.0.0.0/0'] }] }),
    ['warn SG_PATH'],
  ],
  [
    'the load balancer may send to the addresses of today alone',
    ({ cloud, loadBalancerGroupId, alb }) =>
      cloud.setRules(loadBalancerGroupId, { egress: [{ port: 443, peers: alb.ips.map((ip) => `${ip}/32`) }] }),
    ['err SG_PATH'],
  ],
  [
    'the load balancer may send nowhere',
    ({ cloud, loadBalancerGroupId }) => cloud.setRules(loadBalancerGroupId, { egress: [] }),
    ['crit SG_PATH'],
  ],
  [
    'the ALB sees the addresses of clients, and admits the load balancer’s alone',
    ({ cloud, group, albGroupId, loadBalancer }) => {
      cloud.setTargetGroupAttributes(group.arn, { 'preserve_client_ip.enabled': 'true' });
      const peers = [...loadBalancer.ips.map((ip) => `${ip}/32`), '10.0.0.0/16', '10.9.0.0/16'];
      cloud.setRules(albGroupId, { ingress: [{ port: 443, peers }] });
    },
    ['crit SG_PATH'],
  ],
  [
    'the load balancer adds the header of the proxy protocol',
    ({ cloud, group }) => cloud.setTargetGroupAttributes(group.arn, { 'proxy_protocol_v2.enabled': 'true' }),
    ['crit TG_ATTR_FATAL'],
  ],
  [
    'the private record leads to the load balancer',
    ({ cloud, privateZoneId, loadBalancer: { dnsName: name, hostedZoneId: zoneId } }) =>
      cloud.putRecord(privateZoneId, { name: HOST, alias: { name, zoneId } }),
    ['info PRIV_ALIAS_NOT_ENDPOINT', 'info PROBE_FAILED'],
  ],
  [
    'the private record holds the addresses of today',
    ({ cloud, privateZoneId, alb }) => cloud.putRecord(privateZoneId, { name: HOST, values: alb.ips }),
    ['err PRIV_ALIAS_NOT_ENDPOINT'],
  ],
  [
    'the private record holds an address that the ALB had once',
    ({ cloud, privateZoneId, alb }) =>
      cloud.putRecord(privateZoneId, { name: HOST, values: [alb.ips[0] ?? '', '10.0.1.99'] }),
    ['crit PRIV_ALIAS_NOT_ENDPOINT', 'crit PROBE_FAILED'],
  ],
  [
    'the private record leads to an ALB that was replaced',
    ({ cloud, privateZoneId, alb: { hostedZoneId: zoneId } }) =>
      cloud.putRecord(privateZoneId, {
        name: HOST,
        alias: { name: 'internal-old-1.eu-west-1.elb.amazonaws.com', zoneId },
      }),
    ['crit PRIV_ALIAS_NOT_ENDPOINT', 'crit PROBE_FAILED'],
  ],
  [
    'the public record leads to the ALB',
    ({ cloud, publicZoneId, alb: { dnsName: name, hostedZoneId: zoneId } }) =>
      cloud.putRecord(publicZoneId, { name: HOST, alias: { name, zoneId } }),
    ['crit PUB_ALIAS_NOT_NLB', 'crit PUB_ANSWER'],
  ],
  [
    'the fixed IPs show a certificate for another name',
    ({ surroundings: { showCertificate } }) => showCertificate({ names: ['other.example.com'] }),
    ['crit PROBE_FAILED', 'crit TLS_ANSWER'],
  ],
  [
    'one node of the ALB answers nothing',
    ({ surroundings: { destinations }, alb }) => {
      destinations.set(`${alb.ips[0]}:443`, 'refused');
    },
    ['crit PROBE_FAILED'],
  ],
  [
    'VPC clients call another port than the ALB’s',
    ({
      cloud,
      listenerArn,
      loadBalancer,
      group,
      configure,
      albGroupId,
      loadBalancerGroupId,
      surroundings: { destinations },
    }) => {
      cloud.detach(listenerArn);
      cloud.attach({ loadBalancerArn: loadBalancer.arn, targetGroupArn: group.arn, port: 8443 });
      cloud.setRules(loadBalancerGroupId, { ingress: [{ port: 8443, peers: ['203.0.113.0/24'] }] });
      cloud.setRules(albGroupId, { ingress: [{ port: [443, 8443], peers: ['10.0.0.0/16', '10.9.0.0/16'] }] });
      for (const ip of [...loadBalancer.fixedIps, ...loadBalancer.ips]) {
        const gateway = destinations.get(`${ip}:443`);
        if (gateway !== undefined) destinations.set(`${ip}:8443`, gateway);
      }
      configure({ publicPort: 8443 });
    },
    ['crit ALB_LISTENER'],
  ],
];

const NEAR_ROWS: readonly Row[] = [
  [
    'the ALB leaves a zone, and cross-zone is on',
    ({ cloud, alb, albSubnetIds, group }) => {
      cloud.setAlbZones(alb.arn, albSubnetIds.slice(0, 1));
      cloud.deregister(group.arn, alb.ips.slice(1));
    },
    ['warn ZONE_COVERAGE'],
  ],
  [
    'the ALB leaves a zone, and cross-zone is off',
    ({ cloud, alb, albSubnetIds, group, loadBalancer }) => {
      cloud.setLoadBalancerAttributes(loadBalancer.arn, { [CROSS_ZONE]: 'false' });
      cloud.setAlbZones(alb.arn, albSubnetIds.slice(0, 1));
      cloud.deregister(group.arn, alb.ips.slice(1));
    },
    ['crit ZONE_COVERAGE', 'crit ZONE_DARK'],
  ],
];

const FAR_ROWS: readonly Row[] = [
  [
    'cross-zone is off, so that no pass may register',
    ({ cloud, loadBalancer }) => cloud.setLoadBalancerAttributes(loadBalancer.arn, { [CROSS_ZONE]: 'false' }),
    ['crit ZONE_COVERAGE'],
  ],
  [
    'the ALB stands in one zone',
    ({ cloud, alb, albSubnetIds, group }) => {
      cloud.setAlbZones(alb.arn, albSubnetIds.slice(0, 1));
      cloud.deregister(group.arn, alb.ips.slice(1));
    },
    ['warn ZONE_COVERAGE'],
  ],
  [
    'the private zone is taken from the ALB’s VPC',
    ({ cloud, privateZoneId, albVpcId }) => cloud.dissociateZone(privateZoneId, albVpcId),
    ['crit PRIV_NOT_ASSOCIATED'],
  ],
  [
    'the ALB’s VPC forwards the name to resolvers of its own',
    ({ cloud, albVpcId }) => {
      cloud.createResolverRule({ domain: HOST, vpcIds: [albVpcId], ownerId: ALB_ACCOUNT });
    },
    ['err PRIV_FORWARDED'],
  ],
];

describe.each<[string, Place, readonly Row[]]>([
  ['in the load balancer’s VPC', 'near', [...ROWS, ...NEAR_ROWS]],
  ['in another account and VPC', 'far', [...ROWS, ...FAR_ROWS]],
])('an audit of a path to an ALB %s, on which', (_, place, rows) => {
  it.each(rows)('%s', async (__, breaks, found) => {
    const stage = await setAlbStage(surroundings, place);
    await breaks(stage);
    const pass = await stage.pass();
    expect(pass.fault).toBeUndefined();
    expect(findingsOf(pass)).toEqual(found);
  });
});
