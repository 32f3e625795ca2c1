import { afterEach, describe, expect, test } from 'vitest';
import { Resolver } from 'node:dns/promises';
import { createCloud } from './cloud.ts';
import { serveDns } from './live/dns.ts';
import type { Settings } from './world/settings.ts';

/** An ALB of some nodes in one zone, all of them in its name. */
function setUp(nodes: number, settings: Partial<Settings> = {}, ipAddressType: 'ipv4' | 'dualstack' = 'ipv4') {
  const cloud = createCloud({ albDnsJoinSeconds: 0, ...settings });
  const { id: vpcId } = cloud.createVpc({ ipv6Cidr: '2001:db8::/56' });
  const subnet = { vpcId, zone: 'eu-west-1a', cidr: '10.0.1.0/24', ipv6Cidr: '2001:db8:0:1::/64' };
  const { id: subnetId } = cloud.createSubnet(subnet);
  const alb = cloud.createInternalAlb({ subnetIds: [subnetId], ipAddressType });
  for (let node = 1; node < nodes; node += 1) cloud.scaleAlbOut(alb.arn, subnetId);
  return { cloud, vpcId, subnetId, alb };
}

/** Numbers of 10.0.1.0/24, as addresses. */
function hosts(...numbers: readonly number[]): readonly string[] {
  return numbers.map((number) => `10.0.1.${number}`);
}

describe('the name of an ALB', () => {
  test.each(['', 'dualstack.', 'all.', 'all.dualstack.'])('leads to its nodes, spelled %s<name>', (form) => {
    const { cloud, vpcId, alb } = setUp(2, {}, 'dualstack');
    const name = `${form}${alb.dnsName}`;
    expect(cloud.publicAnswer(name, 'A')).toEqual(hosts(10, 12));
    expect(cloud.publicAnswer(name, 'AAAA')).toEqual(['2001:db8:0:1::b', '2001:db8:0:1::d']);
    expect(cloud.publicAnswer(name.toUpperCase(), 'A')).toEqual(hosts(10, 12));
    expect(cloud.privateAnswer(vpcId, name, 'A')).toEqual(hosts(10, 12));
  });

  test.each(['ipv6.', 'all.ipv6.'])('leads to IPv6 alone, spelled %s<name>', (form) => {
    const { cloud, alb } = setUp(1, {}, 'dualstack');
    expect(cloud.publicAnswer(`${form}${alb.dnsName}`, 'A')).toEqual([]);
    expect(cloud.publicAnswer(`${form}${alb.dnsName}`, 'AAAA')).toEqual(['2001:db8:0:1::b']);
  });

  test('has no IPv6 where the ALB has none, and is no other name', () => {
    const { cloud, alb } = setUp(1);
    expect(cloud.publicAnswer(alb.dnsName, 'AAAA')).toEqual([]);
    expect(cloud.publicAnswer(`every.${alb.dnsName}`, 'A')).toBe('NXDOMAIN');
    expect(cloud.publicAnswer(`x${alb.dnsName}`, 'A')).toBe('NXDOMAIN');
  });

  test('is what an alias of a record leads to', () => {
    const { cloud, vpcId, alb } = setUp(1);
    const zoneId = cloud.createPrivateZone({ name: 'example.com', vpcIds: [vpcId] });
    cloud.setVpcDns(vpcId, { hostnames: true });
    const alias = { name: `dualstack.${alb.dnsName}`, zoneId: alb.hostedZoneId };
    cloud.putRecord(zoneId, { name: 'orders.example.com', alias });
    expect(cloud.privateAnswer(vpcId, 'orders.example.com', 'A')).toEqual(hosts(10));
  });

  test('shows eight nodes of many, others with each question, and all of them in the end', () => {
    const { cloud, alb } = setUp(10);
    const ask = () => cloud.publicAnswer(alb.dnsName, 'A');
    expect(ask()).toEqual(hosts(10, 11, 12, 13, 14, 15, 16, 17));
    expect(ask()).toEqual(hosts(11, 12, 13, 14, 15, 16, 17, 18));
    expect(ask()).toEqual(hosts(12, 13, 14, 15, 16, 17, 18, 19));
    expect(ask()).toEqual(hosts(13, 14, 15, 16, 17, 18, 19, 10));
  });

  test('shows all eight where there are eight, each time the same', () => {
    const { cloud, alb } = setUp(8);
    const all = hosts(10, 11, 12, 13, 14, 15, 16, 17);
    expect([1, 2].map(() => cloud.publicAnswer(alb.dnsName, 'A'))).toEqual([all, all]);
  });

  test('with `all.` before it shows every node, or as few as a world is told', () => {
    const every = setUp(10);
    expect(every.cloud.publicAnswer(`all.${every.alb.dnsName}`, 'A')).toHaveLength(10);
    const capped = setUp(10, { albAllDnsAnswerLimit: 8 });
    expect(capped.cloud.publicAnswer(`all.${capped.alb.dnsName}`, 'A')).toHaveLength(8);
  });
});

describe('a resolver with a cache', () => {
  test('answers a freed address until its answer has lived 60 s', () => {
    const { cloud, alb } = setUp(2);
    const resolver = cloud.createCachingResolver();
    expect(resolver.ask(alb.dnsName, 'A')).toEqual(hosts(10, 11));
    cloud.scaleAlbIn(alb.arn, '10.0.1.10');
    cloud.advance(59);
    expect(resolver.ask(alb.dnsName, 'A')).toEqual(hosts(10, 11));
    expect(cloud.publicAnswer(alb.dnsName, 'A')).toEqual(hosts(11));
    cloud.advance(1);
    expect(resolver.ask(alb.dnsName, 'A')).toEqual(hosts(11));
  });

  test('keeps each question and type by itself, for as long as it is told, and its choice of eight', () => {
    const { cloud, subnetId, alb } = setUp(9, {}, 'dualstack');
    const resolver = cloud.createCachingResolver({ ttlSeconds: 10 });
    const first = resolver.ask(alb.dnsName, 'A');
    expect(resolver.ask(alb.dnsName.toUpperCase(), 'A')).toEqual(first);
    expect(resolver.ask(alb.dnsName, 'AAAA')).toHaveLength(8);
    expect(resolver.ask(`all.${alb.dnsName}`, 'A')).toHaveLength(9);
    cloud.scaleAlbOut(alb.arn, subnetId);
    cloud.advance(10);
    expect(resolver.ask(alb.dnsName, 'A')).not.toEqual(first);
  });

  test('keeps that a name is unknown, but no failure', () => {
    const { cloud } = setUp(1);
    const resolver = cloud.createCachingResolver();
    expect(resolver.ask('api.example.com', 'A')).toBe('NXDOMAIN');
    cloud.delegate('example.org', ['ns.example.net']);
    expect(resolver.ask('api.example.org', 'A')).toBe('SERVFAIL');
    for (const name of ['example.com', 'example.org']) {
      const zoneId = cloud.createPublicZone({ name });
      cloud.putRecord(zoneId, { name: `api.${name}`, values: ['192.0.2.1'] });
      cloud.setDelegationSet(zoneId, ['ns.example.net']);
      cloud.delegate(name, ['ns.example.net']);
    }
    expect(resolver.ask('api.example.com', 'A')).toBe('NXDOMAIN');
    expect(resolver.ask('api.example.org', 'A')).toEqual(['192.0.2.1']);
  });

  test.each(['SERVFAIL', 'silence'] as const)('may be told to answer %s, and to answer again', (mode) => {
    const { cloud, alb } = setUp(1);
    const resolver = cloud.createCachingResolver();
    resolver.ask(alb.dnsName, 'A');
    resolver.setMode(mode);
    expect(resolver.ask(alb.dnsName, 'A')).toBe(mode);
    cloud.scaleAlbIn(alb.arn, '10.0.1.10');
    resolver.setMode('answers');
    expect(resolver.ask(alb.dnsName, 'A')).toEqual(hosts(10));
  });

  test('in a VPC answers as that VPC’s own', () => {
    const { cloud, vpcId } = setUp(1);
    cloud.setVpcDns(vpcId, { hostnames: true });
    const zoneId = cloud.createPrivateZone({ name: 'example.com', vpcIds: [vpcId] });
    cloud.putRecord(zoneId, { name: 'example.com', values: ['10.0.1.99'] });
    expect(cloud.createCachingResolver({ vpcId }).ask('example.com', 'A')).toEqual(['10.0.1.99']);
    expect(cloud.createCachingResolver().ask('example.com', 'A')).toBe('NXDOMAIN');
  });
});

describe('over UDP', () => {
  let close: (() => Promise<void>) | undefined;
  afterEach(async () => close?.());

  async function resolverOf(source: Parameters<typeof serveDns>[0]): Promise<Resolver> {
    const server = await serveDns(source);
    ({ close } = server);
    const resolver = new Resolver();
    resolver.setServers([server.address]);
    return resolver;
  }

  test('a client gets the nodes of either family, and the `all.` name', async () => {
    const { cloud, alb } = setUp(9, {}, 'dualstack');
    const client = await resolverOf(cloud.publicAnswer);
    expect(await client.resolve4(alb.dnsName)).toHaveLength(8);
    expect(await client.resolve4(`all.${alb.dnsName}`)).toHaveLength(9);
    expect(await client.resolve6(`dualstack.${alb.dnsName}`)).toHaveLength(8);
  });

  test('a client gets what a resolver keeps, and its failure', async () => {
    const { cloud, alb } = setUp(1);
    const resolver = cloud.createCachingResolver();
    const client = await resolverOf(resolver.ask);
    expect(await client.resolve4(alb.dnsName)).toEqual(hosts(10));
    cloud.scaleAlbIn(alb.arn, '10.0.1.10');
    expect(await client.resolve4(alb.dnsName)).toEqual(hosts(10));
    resolver.setMode('SERVFAIL');
    await expect(client.resolve4(alb.dnsName)).rejects.toMatchObject({ code: 'ESERVFAIL' });
  });
});
