import {
  type Change,
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  type ListResourceRecordSetsRequest,
  type ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import { describe, expect, test } from 'vitest';
import { createCloud } from './cloud.ts';
import { sdk } from './sdk.ts';

function setUp() {
  const cloud = createCloud();
  const { route53 } = sdk(cloud);
  const HostedZoneId = cloud.createPublicZone({ name: 'example.com' });
  const list = (input: Partial<ListResourceRecordSetsRequest> = {}) =>
    route53.send(new ListResourceRecordSetsCommand({ HostedZoneId, ...input }));
  return {
    cloud,
    zoneId: HostedZoneId,
    list,
    names: async (input: Partial<ListResourceRecordSetsRequest> = {}) =>
      (await list(input)).ResourceRecordSets?.map(({ Name, Type }) => `${Name} ${Type}`),
    change: (...Changes: Change[]) =>
      route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes } })),
  };
}

function a(Name: string, ...values: readonly string[]): ResourceRecordSet {
  return { Name, Type: 'A', TTL: 60, ResourceRecords: values.map((Value) => ({ Value })) };
}

describe('a change', () => {
  test('of an alias and of values is read back as Route 53 saves it', async () => {
    const { list, change } = setUp();
    await change(
      {
        Action: 'CREATE',
        ResourceRecordSet: {
          Name: 'API.example.com',
          Type: 'A',
          AliasTarget: {
            HostedZoneId: 'Z2IFOLAFXWLO4F',
            DNSName: 'dualstack.Front-Door.elb.eu-west-1.amazonaws.com',
            EvaluateTargetHealth: true,
          },
        },
      },
      { Action: 'UPSERT', ResourceRecordSet: a('*.example.com', '192.0.2.1', '192.0.2.2') },
      { Action: 'UPSERT', ResourceRecordSet: a('a b.example.com', '192.0.2.1') },
    );
    expect((await list({ StartRecordName: '*.example.com', StartRecordType: 'A' })).ResourceRecordSets).toEqual([
      {
        Name: '\\052.example.com.',
        Type: 'A',
        TTL: 60,
        ResourceRecords: [{ Value: '192.0.2.1' }, { Value: '192.0.2.2' }],
      },
      { Name: 'a\\040b.example.com.', Type: 'A', TTL: 60, ResourceRecords: [{ Value: '192.0.2.1' }] },
      {
        Name: 'api.example.com.',
        Type: 'A',
        AliasTarget: {
          HostedZoneId: 'Z2IFOLAFXWLO4F',
          DNSName: 'dualstack.front-door.elb.eu-west-1.amazonaws.com.',
          EvaluateTargetHealth: true,
        },
      },
    ]);
  });

  test('keeps the routing policy of each record set of a name', async () => {
    const { list, change } = setUp();
    const routed = (SetIdentifier: string, routing: object): Change => ({
      Action: 'CREATE',
      ResourceRecordSet: { ...a(`${SetIdentifier}.example.com`, '192.0.2.1'), SetIdentifier, ...routing },
    });
    const routings = {
      failover: { Failover: 'PRIMARY' },
      geo: { GeoLocation: { CountryCode: 'DE' } },
      latency: { Region: 'eu-west-1' },
      many: { MultiValueAnswer: true },
      near: { GeoProximityLocation: { AWSRegion: 'eu-west-1', Bias: 10 } },
      none: { Weight: 0 },
    };
    await change(...Object.entries(routings).map(([id, routing]) => routed(id, routing)));
    const { ResourceRecordSets } = await list({ StartRecordName: 'f.example.com' });
    expect(ResourceRecordSets).toMatchObject(
      Object.entries(routings).map(([SetIdentifier, routing]) => ({ SetIdentifier, ...routing })),
    );
  });

  test.each<[why: string, Change, message: string]>([
    [
      'out of the zone',
      { Action: 'UPSERT', ResourceRecordSet: a('api.example.org', '192.0.2.1') },
      'not permitted in zone',
    ],
    [
      'of a name that only ends like the zone',
      { Action: 'UPSERT', ResourceRecordSet: a('myexample.com', '192.0.2.1') },
      'not permitted in zone',
    ],
    [
      'that creates what exists',
      { Action: 'CREATE', ResourceRecordSet: a('api.example.com', '192.0.2.9') },
      'it already exists',
    ],
    [
      'that deletes what is missing',
      { Action: 'DELETE', ResourceRecordSet: a('no.example.com', '192.0.2.1') },
      'was not found',
    ],
    [
      'that deletes other values',
      { Action: 'DELETE', ResourceRecordSet: a('api.example.com', '192.0.2.9') },
      'do not match the current values',
    ],
    [
      'that puts a CNAME beside another type',
      { Action: 'CREATE', ResourceRecordSet: { ...a('api.example.com', 'example.org'), Type: 'CNAME' } },
      'conflicts with other records',
    ],
    [
      'that puts a CNAME at the apex',
      { Action: 'CREATE', ResourceRecordSet: { ...a('example.com', 'example.org'), Type: 'CNAME' } },
      'not permitted at apex',
    ],
    [
      'that mixes a weighted record set with a simple one',
      {
        Action: 'CREATE',
        ResourceRecordSet: { ...a('api.example.com', '192.0.2.9'), SetIdentifier: 'blue', Weight: 1 },
      },
      'exclude each other',
    ],
  ])('%s is refused, and with it the whole batch', async (_, refused, message) => {
    const { names, change } = setUp();
    await change({ Action: 'CREATE', ResourceRecordSet: a('api.example.com', '192.0.2.1') });
    const before = await names();
    const batch = change({ Action: 'CREATE', ResourceRecordSet: a('good.example.com', '192.0.2.1') }, refused);
    await expect(batch).rejects.toMatchObject({
      name: 'InvalidChangeBatch',
      message: expect.stringContaining(message),
    });
    expect(await names()).toEqual(before);
  });

  test('deletes what it names exactly, by identifier where there is one', async () => {
    const { cloud, zoneId, names, change } = setUp();
    const weighted = (id: string) => ({ ...a('api.example.com', '192.0.2.1'), SetIdentifier: id, Weight: 1 });
    await change(
      { Action: 'CREATE', ResourceRecordSet: weighted('blue') },
      { Action: 'CREATE', ResourceRecordSet: weighted('green') },
    );
    await change({ Action: 'DELETE', ResourceRecordSet: weighted('blue') });
    expect(await names({ StartRecordName: 'api.example.com' })).toEqual(['api.example.com. A']);
    cloud.removeRecord(zoneId, { name: 'api.example.com', setIdentifier: 'green' });
    expect(await names()).toEqual(['example.com. NS', 'example.com. SOA']);
    expect(() => cloud.removeRecord(zoneId, { name: 'api.example.com' })).toThrow('no such record set');
  });

  test('that is neither an alias nor values with a TTL is invalid', async () => {
    const { change } = setUp();
    await expect(
      change({ Action: 'CREATE', ResourceRecordSet: { Name: 'api.example.com', Type: 'A' } }),
    ).rejects.toMatchObject({ name: 'InvalidInput' });
  });
});

describe('a listing', () => {
  test('has the order of the labels reversed, then of types, then of identifiers, escapes as they are written', async () => {
    const { cloud, zoneId, list } = setUp();
    for (const name of [
      'b.example.com',
      'a.b.example.com',
      '*.example.com',
      '_acme.example.com',
      '9.example.com',
      'b-c.example.com',
    ]) {
      cloud.putRecord(zoneId, { name, values: ['192.0.2.1'] });
    }
    cloud.putRecord(zoneId, { name: 'b.example.com', type: 'AAAA', values: ['2001:db8::1'] });
    for (const setIdentifier of ['two', 'one']) {
      cloud.putRecord(zoneId, { name: 'w.example.com', values: ['192.0.2.1'], setIdentifier, routing: { Weight: 1 } });
    }
    const { ResourceRecordSets } = await list();
    expect(
      ResourceRecordSets?.map(({ Name, Type, SetIdentifier = '' }) => `${Name} ${Type} ${SetIdentifier}`.trim()),
    ).toEqual([
      'example.com. NS',
      'example.com. SOA',
      '9.example.com. A',
      '\\052.example.com. A',
      '_acme.example.com. A',
      'b-c.example.com. A',
      'b.example.com. A',
      'b.example.com. AAAA',
      'a.b.example.com. A',
      'w.example.com. A one',
      'w.example.com. A two',
    ]);
  });

  test('starts at the first record set that is not before the start, be it of another name', async () => {
    const { cloud, zoneId, names } = setUp();
    cloud.putRecord(zoneId, { name: 'b.example.com', values: ['192.0.2.1'] });
    cloud.putRecord(zoneId, { name: 'b.example.com', type: 'TXT', values: ['"here"'] });
    cloud.putRecord(zoneId, { name: 'd.example.com', values: ['192.0.2.1'] });
    expect(await names({ StartRecordName: 'b.example.com', StartRecordType: 'AAAA' })).toEqual([
      'b.example.com. TXT',
      'd.example.com. A',
    ]);
    expect(await names({ StartRecordName: 'c.example.com' })).toEqual(['d.example.com. A']);
    expect(await names({ StartRecordName: 'e.example.com' })).toEqual([]);
    await expect(names({ StartRecordType: 'A' })).rejects.toMatchObject({ name: 'InvalidInput' });
    await expect(names({ StartRecordName: 'b.example.com', StartRecordIdentifier: 'x' })).rejects.toMatchObject({
      name: 'InvalidInput',
    });
  });

  test('has at most 300 record sets, and all three marks of the next page', async () => {
    const { cloud, zoneId, list } = setUp();
    for (let n = 0; n < 301; n += 1) {
      const setIdentifier = String(n).padStart(3, '0');
      cloud.putRecord(zoneId, { name: 'w.example.com', values: ['192.0.2.1'], setIdentifier, routing: { Weight: 1 } });
    }
    const first = await list({ MaxItems: 1_000 });
    expect(first.ResourceRecordSets).toHaveLength(300);
    expect(first).toMatchObject({
      IsTruncated: true,
      MaxItems: 300,
      NextRecordName: 'w.example.com.',
      NextRecordType: 'A',
      NextRecordIdentifier: '298',
    });
    const last = await list({
      StartRecordName: first.NextRecordName,
      StartRecordType: first.NextRecordType,
      StartRecordIdentifier: first.NextRecordIdentifier,
    });
    expect(last.ResourceRecordSets?.map(({ SetIdentifier }) => SetIdentifier)).toEqual(['298', '299', '300']);
    expect(last.IsTruncated).toBe(false);
    expect(last.NextRecordName).toBeUndefined();
    await expect(list({ MaxItems: 0 })).rejects.toMatchObject({ name: 'InvalidInput' });
  });
});
