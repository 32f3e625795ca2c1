import { describe, expect, test } from 'vitest';
import { createDnsVerbs } from './verbs/dns.ts';
import { createEndpointVerbs } from './verbs/endpoints.ts';
import { createLoadBalancerVerbs } from './verbs/load-balancers.ts';
import { createNetworkVerbs } from './verbs/networks.ts';
import { createWorld } from './world/create-world.ts';
import { privateAnswer, publicAnswer, type QueryType } from './world/route53-answers.ts';
import { defaultSettings } from './world/settings.ts';

function setUp() {
  const world = createWorld(defaultSettings);
  const cloud = {
    ...createNetworkVerbs(world),
    ...createDnsVerbs(world),
    ...createLoadBalancerVerbs(world),
    ...createEndpointVerbs(world),
  };
  const vpc = cloud.createVpc({ dnsHostnames: true });
  const subnetIds = ['a', 'b'].map(
    (letter, index) =>
      cloud.createSubnet({ vpcId: vpc.id, zone: `eu-west-1${letter}`, cidr: `10.0.${index + 1}.0/24` }).id,
  );
  return {
    cloud,
    vpc,
    subnetIds,
    publicId: cloud.createPublicZone({ name: 'example.com' }),
    inPublic: (name: string, type: QueryType = 'A') => publicAnswer(world, name, type),
    inVpc: (name: string, type?: QueryType) => privateAnswer(world, vpc.id, name, type),
  };
}

function endpointName(id: string, zone = ''): string {
  return `${id}-${id.slice(-8)}${zone}.execute-api.eu-west-1.vpce.amazonaws.com`;
}

describe('the public answer', () => {
  test('is that of an exact name, else of the wildcard of the closest name, else none', () => {
    const { cloud, publicId, inPublic } = setUp();
    cloud.putRecord(publicId, { name: '*.example.com', values: ['192.0.2.1'] });
    cloud.putRecord(publicId, { name: 'api.example.com', values: ['192.0.2.2'] });
    cloud.putRecord(publicId, { name: 'deep.down.example.com', values: ['192.0.2.3'] });
    expect(inPublic('API.example.com')).toEqual(['192.0.2.2']);
    expect(inPublic('api.example.com', 'AAAA')).toEqual([]);
    expect(inPublic('other.example.com')).toEqual(['192.0.2.1']);
    expect(inPublic('far.away.example.com')).toEqual(['192.0.2.1']);
    expect(inPublic('under.api.example.com')).toBe('NXDOMAIN');
    expect(inPublic('down.example.com')).toEqual([]);
    expect(inPublic('other.down.example.com')).toBe('NXDOMAIN');
    expect(inPublic('example.org')).toBe('NXDOMAIN');
  });

  test('follows an alias to the fixed IPs of a load balancer, with and without dualstack', () => {
    const { cloud, publicId, subnetIds, inPublic } = setUp();
    const { dnsName, fixedIps } = cloud.createNetworkLoadBalancer({ subnetIds });
    cloud.putRecord(publicId, { name: 'a.example.com', alias: { name: dnsName, zoneId: 'Z2IFOLAFXWLO4F' } });
    cloud.putRecord(publicId, {
      name: 'b.example.com',
      alias: { name: `dualstack.${dnsName}`, zoneId: 'Z2IFOLAFXWLO4F' },
    });
    cloud.putRecord(publicId, { name: 'c.example.com', type: 'CNAME', values: ['b.example.com.'] });
    cloud.putRecord(publicId, { name: 'd.example.com', alias: { name: 'a.example.com', zoneId: publicId } });
    expect(fixedIps).toHaveLength(2);
    for (const name of ['a', 'b', 'c', 'd']) expect(inPublic(`${name}.example.com`)).toEqual(fixedIps);
    expect(inPublic('a.example.com', 'AAAA')).toEqual([]);
    expect(inPublic('c.example.com', 'CNAME')).toEqual(['b.example.com']);
  });

  test('is one of several: the primary, the heaviest, never one of weight 0; of multivalue ones all', () => {
    const { cloud, publicId, inPublic } = setUp();
    const put = (name: string, ip: string, routing: object) => {
      cloud.putRecord(publicId, { name: `${name}.example.com`, values: [ip], setIdentifier: ip, routing });
    };
    put('w', '192.0.2.1', { Weight: 1 });
    put('w', '192.0.2.2', { Weight: 9 });
    put('w', '192.0.2.3', { Weight: 0 });
    put('f', '192.0.2.1', { Failover: 'SECONDARY' });
    put('f', '192.0.2.2', { Failover: 'PRIMARY' });
    put('m', '192.0.2.1', { MultiValueAnswer: true });
    put('m', '192.0.2.2', { MultiValueAnswer: true });
    put('z', '192.0.2.1', { Weight: 0 });
    expect(inPublic('w.example.com')).toEqual(['192.0.2.2']);
    expect(inPublic('f.example.com')).toEqual(['192.0.2.2']);
    expect(inPublic('m.example.com')).toEqual(['192.0.2.1', '192.0.2.2']);
    expect(inPublic('z.example.com')).toEqual([]);
  });

  test('comes from the most specific zone that the world is sent to', () => {
    const { cloud, publicId, inPublic } = setUp();
    cloud.putRecord(publicId, { name: 'api.example.com', values: ['192.0.2.1'] });
    const sub = cloud.createPublicZone({ name: 'api.example.com' });
    expect(inPublic('api.example.com')).toEqual([]);
    cloud.putRecord(sub, { name: 'api.example.com', values: ['192.0.2.2'] });
    expect(inPublic('api.example.com')).toEqual(['192.0.2.2']);
    cloud.delegate('api.example.com', undefined);
    expect(inPublic('api.example.com')).toEqual(['192.0.2.1']);
  });

  test('names the servers that the parent names, whatever the zone has; a zone they do not have is lame', () => {
    const { cloud, publicId, inPublic } = setUp();
    cloud.putRecord(publicId, { name: 'api.example.com', values: ['192.0.2.1'] });
    const before = inPublic('example.com', 'NS');
    expect(before).toHaveLength(4);
    cloud.setDelegationSet(publicId, ['ns-9.awsdns-09.com']);
    expect(inPublic('example.com', 'NS')).toEqual(before);
    expect(inPublic('api.example.com')).toBe('SERVFAIL');
    cloud.delegate('example.com', ['ns-9.awsdns-09.com']);
    expect(inPublic('example.com', 'NS')).toEqual(['ns-9.awsdns-09.com']);
    expect(inPublic('api.example.com')).toEqual(['192.0.2.1']);
    cloud.deleteZone(publicId);
    expect(inPublic('api.example.com')).toBe('SERVFAIL');
  });
});

describe('the answer in a VPC', () => {
  test('is that of the most specific private zone, and no other zone is asked for what it lacks', () => {
    const { cloud, vpc, publicId, inVpc, inPublic } = setUp();
    cloud.putRecord(publicId, { name: 'api.example.com', values: ['192.0.2.1'] });
    expect(inVpc('api.example.com')).toEqual(['192.0.2.1']);
    const wide = cloud.createPrivateZone({ name: 'example.com', vpcIds: [vpc.id] });
    expect(inVpc('api.example.com')).toBe('NXDOMAIN');
    cloud.putRecord(wide, { name: 'api.example.com', values: ['10.0.0.1'] });
    expect(inVpc('api.example.com')).toEqual(['10.0.0.1']);
    const narrow = cloud.createPrivateZone({ name: 'api.example.com', vpcIds: [vpc.id] });
    expect(inVpc('api.example.com')).toEqual([]);
    cloud.dissociateZone(narrow, vpc.id);
    expect(inVpc('api.example.com')).toEqual(['10.0.0.1']);
    cloud.dissociateZone(wide, vpc.id);
    expect(inVpc('api.example.com')).toEqual(['192.0.2.1']);
    expect(inPublic('api.example.com')).toEqual(['192.0.2.1']);
  });

  test('follows an alias to the interfaces of an endpoint, all of them or those of a zone, while it is there', () => {
    const { cloud, vpc, subnetIds, inVpc } = setUp();
    const { id, ips } = cloud.createEndpoint({ vpcId: vpc.id, subnetIds });
    const zone = cloud.createPrivateZone({ name: 'api.example.com', vpcIds: [vpc.id] });
    const lead = (name: string) =>
      cloud.putRecord(zone, { name: 'api.example.com', alias: { name, zoneId: 'Z38GZ743OKFT7T' } });
    lead(endpointName(id));
    expect(inVpc('api.example.com')).toEqual(ips);
    expect(inVpc('api.example.com', 'AAAA')).toEqual([]);
    lead(endpointName(id, '-eu-west-1b'));
    expect(inVpc('api.example.com')).toEqual(ips.slice(1));
    lead(endpointName('vpce-0123456789abcdef0'));
    expect(inVpc('api.example.com')).toBe('NXDOMAIN');
  });

  test.each([
    ['FORWARD', 'example.com', 'SERVFAIL'],
    ['FORWARD', 'api.example.com', 'SERVFAIL'],
    ['FORWARD', 'com', ['10.0.0.1']],
    ['FORWARD', 'other.example.com', ['10.0.0.1']],
    ['SYSTEM', 'example.com', ['10.0.0.1']],
  ] as const)('with a %s rule for %s beside a zone for example.com is %j', (type, domain, answer) => {
    const { cloud, vpc, inVpc } = setUp();
    const zone = cloud.createPrivateZone({ name: 'example.com', vpcIds: [vpc.id] });
    cloud.putRecord(zone, { name: 'api.example.com', values: ['10.0.0.1'] });
    cloud.createResolverRule({ domain, type, vpcIds: [vpc.id] });
    expect(inVpc('api.example.com')).toEqual(answer);
  });

  test('of two rules obeys the more specific', () => {
    const { cloud, vpc, publicId, inVpc } = setUp();
    cloud.putRecord(publicId, { name: 'api.example.com', values: ['192.0.2.1'] });
    cloud.createResolverRule({ domain: 'example.com', vpcIds: [vpc.id] });
    expect(inVpc('api.example.com')).toBe('SERVFAIL');
    cloud.createResolverRule({ domain: 'api.example.com', type: 'SYSTEM', vpcIds: [vpc.id] });
    expect(inVpc('api.example.com')).toEqual(['192.0.2.1']);
  });

  test('counts the zones and rules of its Profile', () => {
    const { cloud, vpc, inVpc } = setUp();
    const home = cloud.createVpc();
    const zone = cloud.createPrivateZone({ name: 'example.com', vpcIds: [home.id] });
    cloud.putRecord(zone, { name: 'api.example.com', values: ['10.0.0.1'] });
    expect(inVpc('api.example.com')).toBe('NXDOMAIN');
    const profile = cloud.createProfile({ vpcIds: [vpc.id], zoneIds: [zone] });
    expect(inVpc('api.example.com')).toEqual(['10.0.0.1']);
    cloud.deleteProfile(profile);
    const rule = cloud.createResolverRule({ domain: 'example.com', vpcIds: [] });
    cloud.createProfile({ vpcIds: [vpc.id], zoneIds: [zone], ruleIds: [rule] });
    expect(inVpc('api.example.com')).toBe('SERVFAIL');
  });

  test('needs both DNS attributes of the VPC for its private zones, and one for any answer', () => {
    const { cloud, vpc, publicId, inVpc } = setUp();
    cloud.putRecord(publicId, { name: 'api.example.com', values: ['192.0.2.1'] });
    const zone = cloud.createPrivateZone({ name: 'example.com', vpcIds: [vpc.id] });
    cloud.putRecord(zone, { name: 'api.example.com', values: ['10.0.0.1'] });
    expect(inVpc('api.example.com')).toEqual(['10.0.0.1']);
    vpc.dnsHostnames = false;
    expect(inVpc('api.example.com')).toEqual(['192.0.2.1']);
    vpc.dnsSupport = false;
    expect(inVpc('api.example.com')).toBe('SERVFAIL');
  });
});
