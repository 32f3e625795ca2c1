import { describe, expect, it } from 'vitest';
import { read } from '../../../controller/model/reading.ts';
import { observeHandshakes } from '../../../controller/observe/handshakes.ts';
import { observePath } from '../../../controller/observe/path.ts';
import { observeProbe } from '../../../controller/observe/probe.ts';
import { auditAwsOf, auditWorld, fakeLive, HOST, observe, SHOWN, specOf, unreadParts, valueOf } from './world.ts';

describe('a whole path', () => {
  it('is read, every part of it', async () => {
    const world = auditWorld();
    const situation = await observe(world);
    expect(unreadParts(situation)).toEqual([]);
    expect(situation).toMatchObject({
      region: 'eu-west-1',
      accountId: '123456789012',
      group: read({ arn: world.group.arn, loadBalancerArn: world.loadBalancer.arn }),
      source: read({ endpoint: { id: world.endpoint.id, vpcId: world.vpcId, privateDns: false } }),
      frontDoor: { loadBalancer: read({ arn: world.loadBalancer.arn }) },
      clientVpcs: [{ id: world.vpcId }],
      names: [{ name: HOST, publicHalf: { zoneId: world.publicZoneId }, privateHalf: { zoneId: world.privateZoneId } }],
      api: { restApi: read({ id: world.restApiId, name: 'private-api' }), stage: read({ name: 'live' }) },
      domain: { domain: read({ name: HOST, endpointTypes: ['REGIONAL'] }) },
      probe: read({ attempts: [] }),
    });
    expect(valueOf(situation.targets).map(({ ip }) => ip)).toEqual(world.endpoint.ips);
    expect(valueOf(situation.subnets).map(({ zoneId }) => zoneId)).toEqual(['euw1-az1', 'euw1-az2']);
    expect([...situation.certificates.keys()]).toEqual([world.certificateArn]);
  });

  it('begins at the time it is looked at, not at the end', async () => {
    const world = auditWorld();
    const before = world.cloud.clock.now();
    const { now } = await observe(world);
    expect(now).toEqual(before);
    expect(world.cloud.clock.now().getTime()).toBeGreaterThan(before.getTime());
  });

  it('is read without a write', async () => {
    const world = auditWorld();
    await observe(world);
    expect(world.cloud.calls.filter(({ write }) => write)).toEqual([]);
  });
});

/** What is unread when an operation is denied, and nothing else is. */
const ZONE = ['zone', 'wildcards'];
const DENIED: Readonly<Record<string, readonly string[]>> = {
  DescribeTargetGroups: ['group', 'subnets'],
  DescribeTargetGroupAttributes: ['groupAttributes'],
  DescribeTargetHealth: ['targets'],
  DescribeVpcEndpoints: ['source', 'sourceSubnets'],
  DescribeNetworkInterfaces: ['source', 'sourceSubnets', 'frontDoor.interfaces'],
  DescribeSubnets: ['subnets', 'sourceSubnets'],
  DescribeLoadBalancers: ['frontDoor.loadBalancer', 'frontDoor.elasticIps'],
  DescribeLoadBalancerAttributes: ['frontDoor.attributes'],
  DescribeListeners: ['frontDoor.listeners'],
  DescribeListenerCertificates: ['frontDoor.listeners'],
  DescribeAddresses: ['frontDoor.elasticIps'],
  DescribeSecurityGroups: ['securityGroups'],
  DescribeVpcs: ['api.existing', 'clientVpcs.0.cidrs'],
  DescribeVpcAttribute: ['clientVpcs.0.dnsSupport', 'clientVpcs.0.dnsHostnames'],
  GetHostedZone: [
    ...[...ZONE, 'moreSpecific', 'delegation'].map((part) => `names.0.publicHalf.${part}`),
    ...[...ZONE, 'collateral'].map((part) => `names.0.privateHalf.${part}`),
  ],
  ListResourceRecordSets: [
    'names.0.publicHalf.records',
    'names.0.publicHalf.wildcards',
    'names.0.privateHalf.records',
    'names.0.privateHalf.wildcards',
    'names.0.privateHalf.collateral',
  ],
  ListHostedZonesByName: ['names.0.publicHalf.moreSpecific'],
  ListHostedZonesByVPC: ['clientVpcs.0.zones'],
  ListResolverRuleAssociations: ['clientVpcs.0.rules'],
  ListResolverRules: ['clientVpcs.0.rules', 'clientVpcs.0.profiles.value.rules'],
  ListProfileAssociations: ['clientVpcs.0.profiles'],
  ListProfileResourceAssociations: ['clientVpcs.0.profiles'],
  GetRestApi: ['api.restApi', 'api.existing'],
  GetStage: ['api.stage'],
  GetDomainName: ['domain.domain', 'domain.mappings', 'domain.associations'],
  GetBasePathMappings: ['domain.mappings'],
  GetDomainNameAccessAssociations: ['domain.associations'],
  DescribeCertificate: ['certificates.<arn>'],
};

describe('one read that is denied', () => {
  it.each(Object.entries(DENIED))('%s leaves %j unread, and nothing else', async (operation, parts) => {
    const world = auditWorld();
    world.cloud.faults.add({ operation, fault: 'deny' });
    const situation = await observe(world);
    const found = unreadParts(situation).map((part) => part.replace(world.certificateArn, '<arn>'));
    expect(found.toSorted()).toEqual(parts.toSorted());
  });

  it('is in that table, whichever an audit makes', async () => {
    const world = auditWorld();
    await observe(world);
    const made = new Set(world.cloud.calls.map(({ operation }) => operation));
    expect([...made].toSorted()).toEqual(Object.keys(DENIED).toSorted());
  });
});

describe('a read that answers with nothing in it', () => {
  /** API Gateway leaves an empty list out of its answer, so that there it is a list. */
  const lists = ['GetBasePathMappings', 'GetDomainNameAccessAssociations'];
  const honest = Object.keys(DENIED).filter((operation) => !lists.includes(operation));

  it.each(honest)('%s is unread where it is denied, and no empty value', async (operation) => {
    const world = auditWorld();
    world.cloud.faults.add({ operation, fault: 'empty' });
    const situation = await observe(world);
    const found = unreadParts(situation).map((part) => part.replace(world.certificateArn, '<arn>'));
    expect(found.toSorted()).toEqual(DENIED[operation]?.toSorted());
  });
});

describe('what is not configured', () => {
  it('is absent, and no call is made for it', async () => {
    const world = auditWorld();
    const live = fakeLive();
    const situation = await observe(world, { hostnames: [], audit: undefined }, live);
    for (const part of ['api', 'domain', 'probe']) expect(situation).not.toHaveProperty(part);
    expect(situation).toMatchObject({ names: [], handshakes: [] });
    const services = new Set(world.cloud.calls.map(({ service }) => service));
    expect(services).not.toContain('apigateway');
    expect(live.asked).toEqual({ probe: [], handshake: [] });
  });

  it('of a name’s halves is absent', async () => {
    const world = auditWorld();
    const { names } = await observe(world, { hostnames: [{ name: 'API.example.com.' }] });
    expect(names).toEqual([{ name: HOST }]);
  });

  it('of a group attached to nothing is its front door', async () => {
    const world = auditWorld();
    world.cloud.detach(world.listenerArn);
    expect(await observe(world)).not.toHaveProperty('frontDoor');
  });
});

describe('the VPCs of clients', () => {
  it('are those configured', async () => {
    const world = auditWorld();
    const other = world.cloud.createVpc({ cidr: '10.9.0.0/16' }).id;
    const { clientVpcs } = await observe(world, { audit: { clientVpcIds: [other, world.vpcId] } });
    expect(clientVpcs.map(({ id }) => id)).toEqual([other, world.vpcId]);
  });

  it('are unknown, and so none, where only the unread endpoint would tell', async () => {
    const world = auditWorld();
    world.cloud.faults.add({ operation: 'DescribeVpcEndpoints', fault: 'deny' });
    expect((await observe(world)).clientVpcs).toEqual([]);
  });
});

describe('handshakes', () => {
  it('are made with every fixed IP for every hostname', async () => {
    const world = auditWorld();
    const { handshakes } = await observe(world, { hostnames: [{ name: HOST }, { name: 'b.example.com' }] });
    expect(handshakes).toEqual(
      [HOST, 'b.example.com'].flatMap((hostname) =>
        world.loadBalancer.fixedIps.map((ip) => ({ hostname, ip, port: 443, ...SHOWN })),
      ),
    );
  });

  it.each([
    ['internal', 0],
    ['internet-facing', 2],
  ])('are made outside the VPC, so that %s load balancers get %d', async (scheme, count) => {
    const world = auditWorld();
    const { frontDoor } = await observePath(auditAwsOf(world.cloud), specOf(world));
    const loadBalancer = read({ ...valueOf(frontDoor?.loadBalancer), scheme });
    const live = fakeLive();
    await observeHandshakes(specOf(world), frontDoor && { ...frontDoor, loadBalancer }, live);
    expect(live.asked.handshake).toHaveLength(count);
  });

  it('are none without the port that partners connect to', async () => {
    const world = auditWorld();
    const { publicPort: _, ...audit } = world.settings;
    expect((await observe(world, { audit })).handshakes).toEqual([]);
  });
});

/** The path of the world, which is one to an endpoint. */
async function endpointPath(world: ReturnType<typeof auditWorld>, over: Parameters<typeof specOf>[1] = {}) {
  const path = await observePath(auditAwsOf(world.cloud), specOf(world, over));
  if ('appListeners' in path) throw new TypeError('the world has no ALB');
  return path;
}

describe('the probe', () => {
  const askedOf = async (world: ReturnType<typeof auditWorld>, over: Parameters<typeof observe>[1] = {}) => {
    const live = fakeLive();
    await observe(world, over, live);
    return live.asked.probe;
  };

  it('is asked for the first hostname at every desired target and every load balancer address', async () => {
    const world = auditWorld();
    expect(await askedOf(world, { port: 8443, hostnames: [world.hostname, { name: 'b.example.com' }] })).toEqual([
      {
        hostname: HOST,
        resolve: true,
        path: '/',
        addresses: [
          ...world.endpoint.ips.map((ip) => ({ of: 'target', ip, port: 8443 })),
          ...world.loadBalancer.ips.map((ip) => ({ of: 'load-balancer', ip, port: 443 })),
        ],
      },
    ]);
  });

  it('resolves nothing for a name without a private half', async () => {
    const world = auditWorld();
    const hostnames = [{ name: HOST, publicZoneId: world.publicZoneId }];
    expect(await askedOf(world, { hostnames })).toMatchObject([{ resolve: false }]);
  });

  it.each([
    ['eu-west-1', 'amazonaws.com'],
    ['cn-north-1', 'amazonaws.com.cn'],
  ])('calls the API by its own name in %s where there is no hostname', async (region, domain) => {
    const world = auditWorld();
    const targetGroupArn = world.group.arn.replace(':eu-west-1:', `:${region}:`);
    expect(await askedOf(world, { hostnames: [], targetGroupArn })).toMatchObject([
      { hostname: `${world.restApiId}.execute-api.${region}.${domain}`, resolve: false },
    ]);
  });

  it('is unread where there is no name to call', async () => {
    const world = auditWorld();
    const { restApiId: _, ...audit } = world.settings;
    expect((await observe(world, { hostnames: [], audit })).probe).toMatchObject({
      kind: 'unread',
      problem: { kind: 'invalid', code: 'NoNameToCall' },
    });
  });

  it.each([
    ['ipv4', ['10.0.2.4']],
    ['ipv6', ['2001:db8::1']],
  ] as const)('is asked for no kept target, and of a group of %s for none of the other family', async (family, ips) => {
    const world = auditWorld();
    const path = await endpointPath(world, { keep: ['10.0.1.4'] });
    const { endpoint, interfaces } = valueOf(path.source);
    const both = interfaces.slice(0, 1).map((each) => ({ ...each, ips: ['10.0.1.4', '10.0.2.4', '2001:db8::1'] }));
    const live = fakeLive();
    await observeProbe(
      { ...path, group: read({ ...valueOf(path.group), family }), source: read({ endpoint, interfaces: both }) },
      live,
    );
    const targets = live.asked.probe[0]?.addresses.filter((address) => address.of === 'target');
    expect(targets?.map(({ ip }) => ip)).toEqual(ips);
  });

  it('is asked for no address that a load balancer only connects from', async () => {
    const world = auditWorld();
    const path = await endpointPath(world);
    const [own] = valueOf(path.frontDoor?.interfaces);
    const interfaces = read(own === undefined ? [] : [{ ...own, ips: ['10.0.1.5', '10.0.1.6'] }]);
    const live = fakeLive();
    await observeProbe({ ...path, ...(path.frontDoor && { frontDoor: { ...path.frontDoor, interfaces } }) }, live);
    const called = live.asked.probe[0]?.addresses.filter((address) => address.of === 'load-balancer');
    expect(called?.map(({ ip }) => ip)).toEqual(['10.0.1.5']);
  });

  it('is asked for no load balancer address without the public port, and for no target of an unread source', async () => {
    const world = auditWorld();
    const { publicPort: _, ...audit } = world.settings;
    const [withoutPort] = await askedOf(world, { audit });
    expect(withoutPort?.addresses.map((address) => address.of)).toEqual(['target', 'target']);
    world.cloud.faults.add({ operation: 'DescribeVpcEndpoints', fault: 'deny' });
    const [withoutSource] = await askedOf(world);
    expect(withoutSource?.addresses.map((address) => address.of)).toEqual(['load-balancer', 'load-balancer']);
  });
});
