import { describe, expect, it } from 'vitest';
import type { LoadBalancer, LoadBalancerAddress } from '../../../controller/aws/elbv2.ts';
import { attempt, IncompleteAnswer } from '../../../controller/aws/failure.ts';
import { read } from '../../../controller/model/reading.ts';
import { observeAuditedEndpoint } from '../../../controller/observe/audited-endpoint.ts';
import { observeAuditedGroup } from '../../../controller/observe/audited-group.ts';
import { observeCertificates } from '../../../controller/observe/certificates.ts';
import { observeFrontDoor } from '../../../controller/observe/front-door.ts';
import { observeListeners } from '../../../controller/observe/listeners.ts';
import { toLoadBalancer } from '../../../controller/observe/load-balancer.ts';
import { observeSecurityGroups } from '../../../controller/observe/security-groups.ts';
import { type AuditWorld, auditAwsOf, auditWorld, HOST, valueOf } from './world.ts';

const doorOf = ({ cloud, loadBalancer, vpcId, group }: AuditWorld, arn = loadBalancer.arn) =>
  observeFrontDoor(auditAwsOf(cloud), { loadBalancerArn: arn, vpcId, groupArn: group.arn });

/** What DescribeLoadBalancers says, but for the zones. */
const RAW: LoadBalancer = {
  LoadBalancerArn: 'arn',
  LoadBalancerName: 'front-door',
  DNSName: 'x',
  CanonicalHostedZoneId: 'Z1',
  State: { Code: 'active' },
  Scheme: 'internal',
  IpAddressType: 'ipv4',
  VpcId: 'vpc-1',
};

describe('a load balancer', () => {
  it('has what an alias and a firewall need to know of it', async () => {
    const world = auditWorld();
    const { loadBalancer } = world;
    const observed = valueOf((await doorOf(world)).loadBalancer);
    expect(observed).toMatchObject({
      arn: loadBalancer.arn,
      name: loadBalancer.name,
      dnsName: loadBalancer.dnsName.toLowerCase(),
      zoneId: expect.stringMatching(/^Z[0-9A-Z]+$/),
      state: 'active',
      scheme: 'internet-facing',
      ipAddressType: 'ipv4',
      vpcId: world.vpcId,
      securityGroupIds: [world.loadBalancerGroupId],
    });
    expect(observed.zones).toEqual(
      loadBalancer.zones.map(({ subnetId, zone, fixedIp }) => ({
        subnetId,
        zoneName: zone,
        addresses: [{ ip: fixedIp, allocationId: expect.stringMatching(/^eipalloc-/) }],
      })),
    );
  });

  it.each<[string, LoadBalancerAddress, object | undefined]>([
    [
      'elastic',
      { IpAddress: '198.51.100.1', AllocationId: 'eipalloc-1' },
      { ip: '198.51.100.1', allocationId: 'eipalloc-1' },
    ],
    ['private', { PrivateIPv4Address: '10.0.1.9' }, { ip: '10.0.1.9' }],
    ['no fixed', { IPv6Address: '2001:db8::1' }, undefined],
  ])('may have %s addresses', (_, address, expected) => {
    const { zones } = toLoadBalancer({
      ...RAW,
      AvailabilityZones: [{ SubnetId: 'subnet-1', ZoneName: 'a', LoadBalancerAddresses: [address] }],
    });
    expect(zones[0]?.addresses).toEqual(expected === undefined ? [] : [expected]);
  });

  it('without its zones is an answer cut short, and without security groups is none', () => {
    expect(() => toLoadBalancer(RAW)).toThrow(IncompleteAnswer);
    expect(toLoadBalancer({ ...RAW, AvailabilityZones: [] }).securityGroupIds).toEqual([]);
  });

  it('has its own interfaces, and those of no other, be they hidden as managed', async () => {
    const world = auditWorld();
    const { cloud, subnetIds, loadBalancer } = world;
    cloud.createNetworkLoadBalancer({ subnetIds, name: 'another' });
    for (const { id } of loadBalancer.interfaces) cloud.hideManaged(id);
    const { interfaces } = await doorOf(world);
    expect(valueOf(interfaces).flatMap(({ ips }) => ips)).toEqual(loadBalancer.ips);
  });

  it('has its elastic IPs with their tags', async () => {
    const world = auditWorld();
    const [zone] = valueOf((await doorOf(world)).loadBalancer).zones;
    const allocationId = zone?.addresses[0]?.allocationId ?? '';
    world.cloud.setAddressTags(allocationId, { 'target-sync:retained': 'true' });
    expect(valueOf((await doorOf(world)).elasticIps)).toEqual([
      { allocationId, ip: world.loadBalancer.fixedIps[0], tags: { 'target-sync:retained': 'true' } },
      { allocationId: expect.any(String), ip: world.loadBalancer.fixedIps[1], tags: {} },
    ]);
  });

  it('that is internal has none, and none are asked for', async () => {
    const world = auditWorld();
    const { arn, fixedIps } = world.cloud.createNetworkLoadBalancer({
      subnetIds: world.subnetIds,
      name: 'internal',
      scheme: 'internal',
    });
    const door = await doorOf(world, arn);
    expect(door.elasticIps).toEqual(read([]));
    expect(valueOf(door.loadBalancer).zones.map(({ addresses }) => addresses)).toEqual(fixedIps.map((ip) => [{ ip }]));
    expect(world.cloud.calls.map(({ operation }) => operation)).not.toContain('DescribeAddresses');
  });

  it('that is not there is not found, and nothing of it is empty', async () => {
    const world = auditWorld();
    const door = await doorOf(world, `${world.loadBalancer.arn}0`);
    for (const part of [door.loadBalancer, door.attributes, door.listeners, door.elasticIps]) {
      expect(part).toMatchObject({ kind: 'unread', problem: { kind: 'not-found' } });
    }
  });
});

describe('listeners', () => {
  it('have their certificates, the default one first, and where they lead with which weight', async () => {
    const world = auditWorld();
    const { cloud, listenerArn, certificateArn, group, vpcId, loadBalancer } = world;
    const second = cloud.createTargetGroup({ vpcId, name: 'second', protocol: 'TLS' });
    const others = ['b', 'a'].map((host) => cloud.createCertificate({ domainName: `${host}.example.com` }));
    cloud.setListener(listenerArn, {
      certificateArns: [certificateArn, ...others],
      forwards: [{ targetGroupArn: group.arn }, { targetGroupArn: second.arn, weight: 0 }],
    });
    const plain = cloud.createTargetGroup({ vpcId, name: 'plain', protocol: 'TCP' });
    const plainArn = cloud.attach({ loadBalancerArn: loadBalancer.arn, targetGroupArn: plain.arn, port: 80 });
    expect(
      await observeListeners(auditAwsOf(cloud), { loadBalancerArn: loadBalancer.arn, groupArn: group.arn }),
    ).toEqual([
      {
        arn: plainArn,
        port: 80,
        protocol: 'TCP',
        forwards: [{ groupArn: plain.arn, weight: 1 }],
        certificateArns: [],
      },
      {
        arn: listenerArn,
        port: 443,
        protocol: 'TLS',
        alpn: 'None',
        forwards: [
          { groupArn: group.arn, weight: 1 },
          { groupArn: second.arn, weight: 0 },
        ],
        certificateArns: [certificateArn, ...others.toSorted()],
      },
    ]);
    const asked = cloud.calls.filter(({ operation }) => operation === 'DescribeListenerCertificates');
    expect(asked.map(({ params }) => params['ListenerArn'])).toEqual([listenerArn]);
  });
});

describe('a target group', () => {
  it('has its health check', async () => {
    const { cloud, group } = auditWorld();
    cloud.setHealthCheck(group.arn, { protocol: 'HTTPS', path: '/ping', matcher: '200' });
    expect(await observeAuditedGroup(auditAwsOf(cloud), group.arn)).toMatchObject({
      arn: group.arn,
      name: group.name,
      protocol: 'TLS',
      healthCheck: { protocol: 'HTTPS', port: 'traffic-port', path: '/ping', matcher: '200' },
    });
  });

  it('whose check is by TCP has neither path nor matcher', async () => {
    const { cloud, group } = auditWorld();
    const { healthCheck } = await observeAuditedGroup(auditAwsOf(cloud), group.arn);
    expect(healthCheck).toEqual({ protocol: 'TCP', port: 'traffic-port' });
  });
});

describe('a source', () => {
  it('has its names with their zones, its policy and its security groups', async () => {
    const { cloud, endpoint, endpointGroupId } = auditWorld();
    cloud.setEndpointPolicy(endpoint.id, '{"Statement":[]}');
    const source = await observeAuditedEndpoint(auditAwsOf(cloud), endpoint.id);
    expect(source.endpoint).toMatchObject({
      id: endpoint.id,
      privateDns: false,
      policy: '{"Statement":[]}',
      securityGroupIds: [endpointGroupId],
    });
    expect(source.endpoint.dnsEntries[0]).toEqual({
      name: expect.stringMatching(new RegExp(`^${endpoint.id}-.*\\.vpce\\.amazonaws\\.com$`)),
      zoneId: expect.stringMatching(/^Z/),
    });
    expect(source.interfaces.flatMap(({ ips }) => ips)).toEqual(endpoint.ips);
  });

  it('that is not there is not found', async () => {
    const { cloud } = auditWorld();
    const aws = auditAwsOf(cloud);
    expect(await attempt(() => observeAuditedEndpoint(aws, 'vpce-00000000000000009'))).toMatchObject({
      kind: 'unread',
      problem: { kind: 'not-found' },
    });
  });
});

describe('security groups', () => {
  it('have their rules of both directions, with blocks, groups and prefix lists', async () => {
    const { cloud, loadBalancerGroupId, endpointGroupId } = auditWorld();
    const ids = [loadBalancerGroupId, endpointGroupId, loadBalancerGroupId];
    const none = { cidrs: [], groupIds: [], prefixListIds: [] };
    const all = { ...none, protocol: '-1', cidrs: ['0.0.0.0/0'] };
    const groups = await observeSecurityGroups(auditAwsOf(cloud), ids);
    expect(groups).toEqual(
      [
        {
          id: loadBalancerGroupId,
          ingress: [
            { ...none, protocol: 'tcp', fromPort: 443, toPort: 443, cidrs: ['203.0.113.0/24', '2001:db8::/32'] },
          ],
          egress: [
            {
              ...none,
              protocol: 'tcp',
              fromPort: 443,
              toPort: 444,
              groupIds: [endpointGroupId],
              prefixListIds: ['pl-00000001'],
            },
          ],
        },
        {
          id: endpointGroupId,
          ingress: [{ ...none, protocol: 'tcp', fromPort: 443, toPort: 443, cidrs: ['10.0.0.0/16'] }],
          egress: [all],
        },
      ].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    );
  });

  it('are unread where one of them is not shown', async () => {
    const { cloud, endpointGroupId } = auditWorld();
    const aws = auditAwsOf(cloud);
    const reading = await attempt(() => observeSecurityGroups(aws, [endpointGroupId, 'sg-00000000000000009']));
    expect(reading).toMatchObject({
      kind: 'unread',
      problem: { code: 'IncompleteAnswer', message: expect.stringContaining('sg-00000000000000009') },
    });
  });

  it('are not asked for where there are none', async () => {
    const { cloud } = auditWorld();
    expect(await observeSecurityGroups(auditAwsOf(cloud), [])).toEqual([]);
    expect(cloud.calls).toEqual([]);
  });
});

describe('certificates', () => {
  it('have their names, canonical and each once', async () => {
    const { cloud, certificateArn } = auditWorld();
    const readings = await observeCertificates(auditAwsOf(cloud), [certificateArn, certificateArn]);
    expect([...readings]).toEqual([
      [
        certificateArn,
        read({
          arn: certificateArn,
          names: [HOST, '*.example.com'],
          status: 'ISSUED',
          notAfter: new Date('2027-01-01T00:00:00Z'),
        }),
      ],
    ]);
  });

  it('that is not issued yet has no end', async () => {
    const { cloud } = auditWorld();
    const arn = cloud.createCertificate({ domainName: HOST, status: 'PENDING_VALIDATION' });
    expect((await observeCertificates(auditAwsOf(cloud), [arn])).get(arn)).toEqual(
      read({ arn, names: [HOST], status: 'PENDING_VALIDATION' }),
    );
  });

  it.each([
    ['of IAM', 'arn:aws:iam::123456789012:server-certificate/old', 'NotInAcm', 0],
    ['of another Region', 'arn:aws:acm:us-east-1:123456789012:certificate/1', 'NotInAcm', 0],
    ['that is not there', 'arn:aws:acm:eu-west-1:123456789012:certificate/1', 'ResourceNotFoundException', 1],
  ])('%s is unread for itself alone', async (_, arn, code, calls) => {
    const { cloud, certificateArn } = auditWorld();
    const readings = await observeCertificates(auditAwsOf(cloud), [arn, certificateArn]);
    expect(readings.get(arn)).toMatchObject({ kind: 'unread', problem: { code } });
    expect(readings.get(certificateArn)).toMatchObject({ kind: 'read' });
    expect(cloud.calls).toHaveLength(calls + 1);
  });
});
