import { ChangeResourceRecordSetsCommand } from '@aws-sdk/client-route-53';
import { describe, expect, it } from 'vitest';
import { attempt, IncompleteAnswer } from '../../../controller/aws/failure.ts';
import { sessionName } from '../../../controller/aws/sts.ts';
import { read } from '../../../controller/model/reading.ts';
import { toHostedZone, toRecordSet } from '../../../controller/observe/dns.ts';
import { observePrivateHalf } from '../../../controller/observe/private-half.ts';
import { observePublicHalf } from '../../../controller/observe/public-half.ts';
import { observeZoneView, suffixesWithin } from '../../../controller/observe/zone-view.ts';
import { type Cloud, createCloud } from '../../cloud/cloud.ts';
import { sdk } from '../../cloud/sdk.ts';
import { operations } from '../staged.ts';
import { fakeLive, HOST, OTHER_ACCOUNT, valueOf, zonesOf } from './world.ts';

const ROLE = `arn:aws:iam::${OTHER_ACCOUNT}:role/zone-reader`;

function withVpc(): { cloud: Cloud; vpcId: string } {
  const cloud = createCloud();
  return { cloud, vpcId: cloud.createVpc().id };
}

describe('the records of a name', () => {
  it('are those of exactly this name, of every type, whatever follows it in the zone', async () => {
    const cloud = createCloud();
    const zoneId = cloud.createPublicZone({ name: 'example.com' });
    for (const name of ['aaa.example.com', HOST, `x.${HOST}`, 'zzz.example.com']) {
      cloud.putRecord(zoneId, { name, values: ['192.0.2.1'] });
    }
    cloud.putRecord(zoneId, { name: HOST, type: 'AAAA', values: ['2001:DB8:0::1'] });
    const records = await zonesOf(cloud).recordsNamed(zoneId, HOST);
    expect(records).toEqual([
      { name: HOST, type: 'A', routing: 'simple', values: ['192.0.2.1'] },
      { name: HOST, type: 'AAAA', routing: 'simple', values: ['2001:db8::1'] },
    ]);
  });

  it('are none where Route 53 begins with the name after it', async () => {
    const cloud = createCloud();
    const zoneId = cloud.createPublicZone({ name: 'example.com' });
    cloud.putRecord(zoneId, { name: 'zzz.example.com', values: ['192.0.2.1'] });
    expect(await zonesOf(cloud).recordsNamed(zoneId, HOST)).toEqual([]);
    expect(operations(cloud.calls)).toEqual(['ListResourceRecordSets']);
  });

  it('are all of them, though they fill two pages', async () => {
    const cloud = createCloud();
    const zoneId = cloud.createPublicZone({ name: 'example.com' });
    const identifiers = Array.from({ length: 25 }, (_, index) => `leg-${String(index).padStart(2, '0')}`);
    for (const setIdentifier of identifiers) {
      cloud.putRecord(zoneId, { name: HOST, values: ['192.0.2.1'], setIdentifier, routing: { Weight: 1 } });
    }
    const records = await zonesOf(cloud).recordsNamed(zoneId, HOST);
    expect(records.map((record) => record.setIdentifier)).toEqual(identifiers);
    expect(records[24]).toMatchObject({ routing: 'weighted', weight: 1 });
    expect(operations(cloud.calls)).toHaveLength(2);
  });
});

describe('a record set', () => {
  it('has decoded names, and an alias without the prefix of CDK and console', () => {
    expect(
      toRecordSet({
        Name: '\\052.Example.com.',
        Type: 'A',
        AliasTarget: {
          DNSName: 'dualstack.Front-Door.elb.amazonaws.com.',
          HostedZoneId: 'Z1',
          EvaluateTargetHealth: true,
        },
      }),
    ).toEqual({
      name: '*.example.com',
      type: 'A',
      routing: 'simple',
      alias: { name: 'front-door.elb.amazonaws.com', zoneId: 'Z1', evaluateTargetHealth: true },
      values: [],
    });
  });

  it.each<[string, Omit<Parameters<typeof toRecordSet>[0], 'Name' | 'Type'>]>([
    ['simple', {}],
    ['weighted', { Weight: 0 }],
    ['failover', { Failover: 'PRIMARY' }],
    ['latency', { Region: 'eu-west-1' }],
    ['geolocation', { GeoLocation: { CountryCode: '*' } }],
    ['geoproximity', { GeoProximityLocation: { AWSRegion: 'eu-west-1' } }],
    ['ip-based', { CidrRoutingConfig: { CollectionId: 'c', LocationName: '*' } }],
    ['multivalue', { MultiValueAnswer: true }],
    ['simple', { MultiValueAnswer: false }],
  ])('is %s where it says %j', (routing, fields) => {
    expect(toRecordSet({ Name: HOST, Type: 'TXT', ...fields }).routing).toBe(routing);
  });
});

describe('a hosted zone', () => {
  const zone = { Id: '/hostedzone/Z1', Name: 'Example.com.', CallerReference: 'x' };

  it('that is public has its name servers, sorted', () => {
    const answer = {
      HostedZone: { ...zone, Config: { PrivateZone: false } },
      DelegationSet: { NameServers: ['NS-2.example.net.', 'ns-1.example.net'] },
    };
    expect(toHostedZone(answer)).toEqual({
      id: 'Z1',
      name: 'example.com',
      isPrivate: false,
      vpcIds: [],
      nameServers: ['ns-1.example.net', 'ns-2.example.net'],
    });
  });

  it('that is private has its VPCs', () => {
    const answer = {
      HostedZone: { ...zone, Config: { PrivateZone: true } },
      VPCs: [{ VPCId: 'vpc-2' }, { VPCId: 'vpc-1' }],
    };
    expect(toHostedZone(answer)).toMatchObject({ isPrivate: true, vpcIds: ['vpc-1', 'vpc-2'], nameServers: [] });
  });

  it.each([
    ['neither public nor private', {}],
    ['public, without name servers', { Config: { PrivateZone: false } }],
    ['private, without VPCs', { Config: { PrivateZone: true } }],
  ])('that is %s is an answer cut short', (_, more) => {
    expect(() => toHostedZone({ HostedZone: { ...zone, ...more } })).toThrow(IncompleteAnswer);
  });
});

describe('wildcards', () => {
  it.each([
    ['a.b.example.com', 'example.com', ['b.example.com', 'example.com']],
    ['example.com', 'example.com', []],
    ['a.b.example.com', 'b.example.com', ['b.example.com']],
    ['a.example.com', 'example.org', []],
  ])('over %s in %s are looked for under %j', (hostname, zoneName, parents) => {
    expect(suffixesWithin(hostname, zoneName)).toEqual(parents);
  });

  it('are found, every one of them, and are no records of the name', async () => {
    const cloud = createCloud();
    const zoneId = cloud.createPublicZone({ name: 'example.com' });
    cloud.putRecord(zoneId, { name: '*.example.com', values: ['192.0.2.1'] });
    cloud.putRecord(zoneId, { name: '*.b.example.com', values: ['192.0.2.2'] });
    const view = await observeZoneView(zonesOf(cloud), { zoneId, hostname: 'a.b.example.com' });
    expect(view.records).toEqual(read([]));
    expect(valueOf(view.wildcards).map(({ name }) => name)).toEqual(['*.b.example.com', '*.example.com']);
  });
});

describe('a zone of another account', () => {
  const foreign = (): { cloud: Cloud; zoneId: string } => {
    const cloud = createCloud();
    cloud.createRole({ arn: ROLE, trusts: [cloud.settings.account] });
    const zoneId = cloud.createPublicZone({ name: 'example.com', ownerId: OTHER_ACCOUNT });
    cloud.putRecord(zoneId, { name: HOST, values: ['192.0.2.1'] });
    return { cloud, zoneId };
  };

  it('is unread without a role there', async () => {
    const { cloud, zoneId } = foreign();
    const view = await observeZoneView(zonesOf(cloud), { zoneId, hostname: HOST });
    for (const part of [view.zone, view.records, view.wildcards]) {
      expect(part).toMatchObject({ kind: 'unread', problem: { kind: 'denied', code: 'AccessDenied' } });
    }
  });

  it('is read with the role that the binding names for it, assumed once and in the binding’s name', async () => {
    const { cloud, zoneId } = foreign();
    const view = await observeZoneView(zonesOf(cloud, { zoneRoleArns: { [zoneId]: ROLE } }), {
      zoneId,
      hostname: HOST,
    });
    expect(view).toMatchObject({ zone: read({ name: 'example.com' }), records: read([{ name: HOST }]) });
    const assumed = cloud.calls.filter(({ operation }) => operation === 'AssumeRole');
    expect(assumed.map(({ params }) => params)).toMatchObject([
      { RoleArn: ROLE, RoleSessionName: 'target-sync-public-api', DurationSeconds: '900' },
    ]);
    expect(new Set(cloud.calls.filter(({ service }) => service === 'route53').map(({ account }) => account))).toEqual(
      new Set([OTHER_ACCOUNT]),
    );
  });

  it('is unread where its role cannot be assumed, while others are read', async () => {
    const { cloud, zoneId } = foreign();
    const own = cloud.createPublicZone({ name: 'example.org' });
    cloud.faults.add({ operation: 'AssumeRole', fault: 'deny' });
    const zones = zonesOf(cloud, { zoneRoleArns: { [zoneId]: ROLE } });
    expect(await attempt(() => zones.zone(zoneId))).toMatchObject({
      kind: 'unread',
      problem: { kind: 'denied', doing: `assuming ${ROLE}` },
    });
    expect(await attempt(() => zones.zone(own))).toMatchObject({ kind: 'read' });
  });

  it.each([
    ['public-api', 'target-sync-public-api'],
    ['static-ip/TargetSync ü', 'target-sync-static-ip-TargetSync--'],
    ['x'.repeat(80), `target-sync-${'x'.repeat(52)}`],
  ])('is read for %s as %s', (binding, session) => {
    expect(sessionName(binding)).toBe(session);
    expect(session).toMatch(/^[\w+=,.@-]{2,64}$/);
  });
});

it('a zone that is not there is not found', async () => {
  const cloud = createCloud();
  expect(await attempt(() => zonesOf(cloud).zone('Z0'))).toMatchObject({
    kind: 'unread',
    problem: { kind: 'not-found', code: 'NoSuchHostedZone' },
  });
});

it('a zone that two names lie in is read once', async () => {
  const cloud = createCloud();
  const zoneId = cloud.createPublicZone({ name: 'example.com' });
  const zones = zonesOf(cloud);
  await Promise.all(['a', 'b'].map((host) => observeZoneView(zones, { zoneId, hostname: `${host}.example.com` })));
  expect(operations(cloud.calls).filter((operation) => operation === 'GetHostedZone')).toHaveLength(1);
});

describe('the public half', () => {
  it('has what the world is answered, and what stands before the zone', async () => {
    const { cloud, vpcId } = withVpc();
    const zoneId = cloud.createPublicZone({ name: 'example.com' });
    const exact = cloud.createPublicZone({ name: 'a.b.example.com' });
    const between = cloud.createPublicZone({ name: 'b.example.com' });
    // None of these: after it in the listing, private, beside it, of another account.
    cloud.createPublicZone({ name: 'c.example.com' });
    cloud.createPrivateZone({ name: 'b.example.com', vpcIds: [vpcId] });
    cloud.createPublicZone({ name: 'x.a.b.example.com' });
    cloud.createPublicZone({ name: 'b.example.com', ownerId: OTHER_ACCOUNT });
    const half = await observePublicHalf(zonesOf(cloud), { zoneId, hostname: 'a.b.example.com' }, fakeLive());
    expect(half).toMatchObject({
      zone: read({ name: 'example.com', isPrivate: false }),
      moreSpecific: read([
        { id: exact, name: 'a.b.example.com' },
        { id: between, name: 'b.example.com' },
      ]),
      delegation: read(['ns.example.com']),
      answers: [{ resolver: '1.1.1.1', ips: read(['answer for a.b.example.com']) }],
    });
  });

  it('whose zone has the hostname’s own name asks for no other zone', async () => {
    const cloud = createCloud();
    const zoneId = cloud.createPublicZone({ name: HOST });
    const half = await observePublicHalf(zonesOf(cloud), { zoneId, hostname: HOST }, fakeLive());
    expect(half.moreSpecific).toEqual(read([]));
    expect(operations(cloud.calls)).not.toContain('ListHostedZonesByName');
  });

  it('knows no delegation of a zone whose name is unread, and still what resolvers answer', async () => {
    const cloud = createCloud();
    const half = await observePublicHalf(zonesOf(cloud), { zoneId: 'Z0', hostname: HOST }, fakeLive());
    expect(half.delegation).toEqual(half.zone);
    expect(half.answers).toHaveLength(1);
  });
});

describe('the private half', () => {
  const wide = (): { cloud: Cloud; zoneId: string; vpcId: string } => {
    const { cloud, vpcId } = withVpc();
    const zoneId = cloud.createPrivateZone({ name: 'example.com', vpcIds: [vpcId] });
    cloud.putRecord(zoneId, { name: HOST, values: ['10.0.1.1'] });
    return { cloud, zoneId, vpcId };
  };

  it('of a zone with the hostname’s own name hides nothing else', async () => {
    const { cloud, vpcId } = withVpc();
    const zoneId = cloud.createPrivateZone({ name: HOST, vpcIds: [vpcId] });
    const half = await observePrivateHalf(zonesOf(cloud), { zoneId, hostname: HOST });
    expect(half.zone).toMatchObject(read({ isPrivate: true, vpcIds: [vpcId] }));
    expect(half).not.toHaveProperty('collateral');
  });

  it('of a wide zone has the names of both sides, without the zone’s own', async () => {
    const { cloud, zoneId } = wide();
    const publicZoneId = cloud.createPublicZone({ name: 'example.com' });
    cloud.putRecord(publicZoneId, { name: '*.example.com', values: ['192.0.2.1'] });
    cloud.putRecord(publicZoneId, { name: 'www.example.com', values: ['192.0.2.1'] });
    cloud.putRecord(publicZoneId, { name: 'www.example.com', type: 'AAAA', values: ['2001:db8::1'] });
    const half = await observePrivateHalf(zonesOf(cloud), { zoneId, hostname: HOST });
    expect(half.collateral).toEqual(
      read({
        publicZone: { id: publicZoneId, name: 'example.com' },
        publicNames: ['*.example.com', 'www.example.com'],
        privateNames: [HOST],
        complete: true,
      }),
    );
  });

  it('compares with the zone of the public half where there are several of that name', async () => {
    const { cloud, zoneId } = wide();
    cloud.createPublicZone({ name: 'example.com' });
    const publicZoneId = cloud.createPublicZone({ name: 'example.com' });
    const half = await observePrivateHalf(zonesOf(cloud), { zoneId, hostname: HOST, publicZoneId });
    expect(valueOf(half.collateral)).toMatchObject({ publicZone: { id: publicZoneId } });
  });

  it('looks for a public zone of the same name where that of the public half has another', async () => {
    const { cloud, zoneId } = wide();
    const publicZoneId = cloud.createPublicZone({ name: HOST });
    const found = cloud.createPublicZone({ name: 'example.com' });
    const half = await observePrivateHalf(zonesOf(cloud), { zoneId, hostname: HOST, publicZoneId });
    expect(valueOf(half.collateral)).toMatchObject({ publicZone: { id: found } });
  });

  it('is not compared with itself where it stands for the public zone too', async () => {
    const { cloud, zoneId } = wide();
    const half = await observePrivateHalf(zonesOf(cloud), { zoneId, hostname: HOST, publicZoneId: zoneId });
    expect(valueOf(half.collateral)).not.toHaveProperty('publicZone');
  });

  it('hides nothing public where the account has no public zone of that name', async () => {
    const { cloud, zoneId } = wide();
    const half = await observePrivateHalf(zonesOf(cloud), { zoneId, hostname: HOST });
    expect(half.collateral).toEqual(read({ publicNames: [], privateNames: [HOST], complete: true }));
  });

  it('whose zone is unread may hide anything', async () => {
    const half = await observePrivateHalf(zonesOf(createCloud()), { zoneId: 'Z0', hostname: HOST });
    expect(half.collateral).toEqual(half.zone);
  });

  it.each([
    [2_998, 10, true],
    [2_999, 10, false],
  ])('of a zone of 2 + %d record sets is read in %d pages, and that is all: %s', async (count, pages, complete) => {
    const { cloud, vpcId } = withVpc();
    const zoneId = cloud.createPrivateZone({ name: 'example.com', vpcIds: [vpcId] });
    await fill(cloud, zoneId, count);
    cloud.forgetCalls();
    const half = await observePrivateHalf(zonesOf(cloud), { zoneId, hostname: HOST });
    expect(valueOf(half.collateral).complete).toBe(complete);
    expect(valueOf(half.collateral).privateNames).toHaveLength(2_998);
    const listed = cloud.calls.filter(
      ({ operation, params }) => operation === 'ListResourceRecordSets' && params['maxitems'] === '300',
    );
    expect(listed).toHaveLength(pages);
  });
});

/** Puts records into a zone, many in one call. */
async function fill(cloud: Cloud, zoneId: string, count: number): Promise<void> {
  const Changes = Array.from({ length: count }, (_, index) => ({
    Action: 'CREATE' as const,
    ResourceRecordSet: {
      Name: `n${String(index).padStart(4, '0')}.example.com`,
      Type: 'A' as const,
      TTL: 60,
      ResourceRecords: [{ Value: '10.0.1.1' }],
    },
  }));
  await sdk(cloud).route53.send(
    new ChangeResourceRecordSetsCommand({ HostedZoneId: zoneId, ChangeBatch: { Changes } }),
  );
}
