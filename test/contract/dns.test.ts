import { ListHostedZonesByNameCommand, ListResourceRecordSetsCommand } from '@aws-sdk/client-route-53';
import { expect, test } from 'vitest';
import { AwsFailure } from '../../controller/aws/failure.ts';
import {
  getHostedZone,
  listRecords,
  listRecordsNamed,
  listZonesByVpc,
  listZonesNamed,
} from '../../controller/aws/route53.ts';
import { canonicalAliasName, canonicalName } from '../../controller/model/dns.ts';
import { nameOfError } from './act.ts';
import { createNetwork, given } from './arrange.ts';
import { alias, associateVpc, change, createPrivateZone, createPublicZone, record } from './arrange-dns.ts';
import { onBothClouds } from './world.ts';

const UNKNOWN_ZONE = 'Z0123456789ABCDEFGHIJ';
const LOAD_BALANCER = 'dualstack.front-door-0123456789abcdef.elb.eu-west-1.amazonaws.com';

onBothClouds('Route 53', (world) => {
  test('describes a public zone with its name servers', async () => {
    const zoneId = await createPublicZone(world().route53, 'example.com');

    const answer = await getHostedZone(world().route53, zoneId);

    expect(answer.HostedZone).toMatchObject({
      Id: `/hostedzone/${zoneId}`,
      Name: 'example.com.',
      Config: { PrivateZone: false },
    });
    expect(answer.DelegationSet?.NameServers).toHaveLength(4);
    expect(answer.VPCs ?? []).toEqual([]);
  });

  test('describes a private zone with every VPC it is associated with', async () => {
    const [first, second] = [await createNetwork(world().aws), await createNetwork(world().aws)];
    const zoneId = await createPrivateZone(world().route53, 'api.example.com', first.vpcId);
    await associateVpc(world().route53, zoneId, second.vpcId);

    const answer = await getHostedZone(world().route53, zoneId);

    expect(answer.HostedZone).toMatchObject({ Name: 'api.example.com.', Config: { PrivateZone: true } });
    expect(answer.VPCs).toEqual([
      { VPCRegion: 'eu-west-1', VPCId: first.vpcId },
      { VPCRegion: 'eu-west-1', VPCId: second.vpcId },
    ]);
    expect(answer.DelegationSet).toBeUndefined();
  });

  test('finds no zone of an id that nobody has, whatever is asked of it', async () => {
    expect(await codeOf(getHostedZone(world().route53, UNKNOWN_ZONE))).toBe('NoSuchHostedZone');
    expect(await codeOf(listRecords(world().route53, UNKNOWN_ZONE))).toBe('NoSuchHostedZone');
  });

  test('has SOA and NS at the apex of a zone', async () => {
    const zoneId = await createPublicZone(world().route53, 'example.com');

    const { items, complete } = await listRecords(world().route53, zoneId);

    expect(complete).toBe(true);
    expect(items.map(({ Name, Type }) => [Name, Type])).toEqual([
      ['example.com.', 'NS'],
      ['example.com.', 'SOA'],
    ]);
  });

  test('finds the zones of exactly one name, public and private', async () => {
    const { vpcId } = await createNetwork(world().aws);
    const publicId = await createPublicZone(world().route53, 'example.com');
    const privateId = await createPrivateZone(world().route53, 'example.com', vpcId);
    await createPublicZone(world().route53, 'api.example.com');

    const found = await listZonesNamed(world().route53, 'example.com').then(
      (zones) => new Set(zones.map(({ Id }) => Id)),
      codeOfFailure,
    );

    // Without its end, a listing may lack one of the two.
    const both = new Set([`/hostedzone/${publicId}`, `/hostedzone/${privateId}`]);
    expect(found).toEqual(
      world().expects<unknown>('zones-by-name-without-end', { aws: both, moto: 'IncompleteAnswer' }),
    );
  });

  test('begins a listing of zones with the name, and tells public ones from private ones', async () => {
    const { vpcId } = await createNetwork(world().aws);
    await createPublicZone(world().route53, 'api.example.com');
    await createPrivateZone(world().route53, 'api.example.com', vpcId);
    await createPublicZone(world().route53, 'example.com');
    await createPublicZone(world().route53, 'b.example.com');

    const { HostedZones = [] } = await world().route53.route53.send(
      new ListHostedZonesByNameCommand({ DNSName: 'api.example.com' }),
    );

    const named = HostedZones.filter(({ Name }) => Name === 'api.example.com.');
    const others = HostedZones.filter((zone) => !named.includes(zone));
    expect(new Set(named.map(({ Config }) => Config?.PrivateZone))).toEqual(new Set([false, true]));
    expect(named).toHaveLength(2);
    expect(others.map(({ Name }) => Name)).toEqual(
      world().expects('zones-by-name-filtered', { aws: ['b.example.com.'], moto: [] }),
    );
  });

  test('orders zones by their labels reversed', async () => {
    for (const name of ['zebra.com', 'example.org', 'api.example.com', 'example.com']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, so that the order of making is known
      await createPublicZone(world().route53, name);
    }

    const { HostedZones } = await world().route53.route53.send(new ListHostedZonesByNameCommand({}));

    expect(HostedZones?.map(({ Name }) => Name)).toEqual([
      'example.com.',
      'api.example.com.',
      'zebra.com.',
      'example.org.',
    ]);
  });

  test('lists the private zones of a VPC with their owner, and no others', async () => {
    const { vpcId } = await createNetwork(world().aws);
    const other = await createNetwork(world().aws);
    const zoneId = await createPrivateZone(world().route53, 'api.example.com', vpcId);
    await createPrivateZone(world().route53, 'elsewhere.com', other.vpcId);
    await createPublicZone(world().route53, 'example.com');

    expect(await listZonesByVpc(world().route53, { id: vpcId, region: 'eu-west-1' })).toEqual([
      { HostedZoneId: zoneId, Name: 'api.example.com.', Owner: { OwningAccount: '123456789012' } },
    ]);
  });

  test('reads an alias back, and its names mean what was written', async () => {
    const zoneId = await createPublicZone(world().route53, 'example.com');
    await change(world().route53, zoneId, 'CREATE', alias('api.example.com', LOAD_BALANCER));

    const [found, ...others] = await listRecordsNamed(world().route53, zoneId, 'api.example.com');

    expect(others).toEqual([]);
    expect(found).toMatchObject({
      Name: 'api.example.com.',
      Type: 'A',
      AliasTarget: { HostedZoneId: 'Z2IFOLAFXWLO4F', EvaluateTargetHealth: false },
    });
    const target = given(found?.AliasTarget?.DNSName);
    expect(target).toBe(world().expects('alias-without-dot', { aws: `${LOAD_BALANCER}.`, moto: LOAD_BALANCER }));
    expect(canonicalAliasName(target)).toBe(canonicalAliasName(LOAD_BALANCER));
  });

  test('reads a name back in lower case', async () => {
    const zoneId = await createPublicZone(world().route53, 'example.com');
    await change(world().route53, zoneId, 'CREATE', record('API.example.com', '192.0.2.1'));

    const found = await listRecordsNamed(world().route53, zoneId, 'api.example.com');

    expect(found.map(({ Name }) => Name)).toEqual(
      world().expects('name-in-capitals', { aws: ['api.example.com.'], moto: [] }),
    );
  });

  test('reads a wildcard back by the name that was written', async () => {
    const zoneId = await createPublicZone(world().route53, 'example.com');
    await change(world().route53, zoneId, 'CREATE', record('*.example.com', '192.0.2.1'));

    const found = await listRecordsNamed(world().route53, zoneId, '*.example.com');

    expect(found.map(({ Name = '' }) => canonicalName(Name))).toEqual(['*.example.com']);
    expect(found[0]?.Name).toBe(
      world().expects('wildcard-unescaped', { aws: '\\052.example.com.', moto: '*.example.com.' }),
    );
  });

  test('lists every record set of a name, with its routing policy, and none of the names that follow', async () => {
    const zoneId = await createPublicZone(world().route53, 'example.com');
    await change(
      world().route53,
      zoneId,
      'CREATE',
      { ...record('api.example.com', '192.0.2.1'), SetIdentifier: 'blue', Weight: 10 },
      { ...record('api.example.com', '192.0.2.2'), SetIdentifier: 'green', Weight: 0 },
      { Name: 'api.example.com', Type: 'AAAA', TTL: 60, ResourceRecords: [{ Value: '2001:db8::1' }] },
      record('b.example.com', '192.0.2.3'),
      record('deeper.api.example.com', '192.0.2.4'),
    );

    const found = await listRecordsNamed(world().route53, zoneId, 'api.example.com');

    expect(found.map(({ Type, SetIdentifier, Weight }) => [Type, SetIdentifier, Weight])).toEqual([
      ['A', 'blue', 10],
      ['A', 'green', 0],
      ['AAAA', undefined, undefined],
    ]);
    expect(await listRecordsNamed(world().route53, zoneId, 'a.example.com')).toEqual([]);
  });

  test('pages by name, type and identifier, and loses nothing between two pages', async () => {
    const zoneId = await createPublicZone(world().route53, 'example.com');
    const names = Array.from({ length: 350 }, (_, n) => `n${String(n).padStart(3, '0')}.example.com`);
    await change(world().route53, zoneId, 'CREATE', ...names.map((name) => record(name, '192.0.2.1')));

    const { items, complete } = await listRecords(world().route53, zoneId);

    expect(complete).toBe(true);
    expect(items.map(({ Name, Type }) => `${Name} ${Type}`)).toEqual([
      'example.com. NS',
      'example.com. SOA',
      ...names.map((name) => `${name}. A`),
    ]);
    const page = await world().route53.route53.send(
      new ListResourceRecordSetsCommand({ HostedZoneId: zoneId, StartRecordName: names[9], MaxItems: 2 }),
    );
    expect(page).toMatchObject({ IsTruncated: true, NextRecordName: `${names[11]}.`, NextRecordType: 'A' });
  });

  test('replaces a record set by UPSERT, and removes it by DELETE', async () => {
    const zoneId = await createPublicZone(world().route53, 'example.com');
    const read = async () =>
      (await listRecordsNamed(world().route53, zoneId, 'api.example.com')).map(({ ResourceRecords }) =>
        ResourceRecords?.map(({ Value }) => Value),
      );
    await change(world().route53, zoneId, 'UPSERT', record('api.example.com', '192.0.2.1'));
    await change(world().route53, zoneId, 'UPSERT', record('api.example.com', '192.0.2.2', '192.0.2.3'));
    expect(await read()).toEqual([['192.0.2.2', '192.0.2.3']]);

    await change(world().route53, zoneId, 'DELETE', record('api.example.com', '192.0.2.2', '192.0.2.3'));

    expect(await read()).toEqual([]);
  });

  test('refuses a name out of the zone, and the creation of what exists', async () => {
    const zoneId = await createPublicZone(world().route53, 'example.com');
    await change(world().route53, zoneId, 'CREATE', record('api.example.com', '192.0.2.1'));

    const outside = change(world().route53, zoneId, 'UPSERT', record('api.example.org', '192.0.2.1'));
    const twice = change(world().route53, zoneId, 'CREATE', record('api.example.com', '192.0.2.2'));

    expect(await nameOfError(outside)).toBe('InvalidChangeBatch');
    expect(await nameOfError(twice)).toBe(
      world().expects('created-twice', { aws: 'InvalidChangeBatch', moto: undefined }),
    );
  });
});

/** The code of AWS with which a read of the controller fails; undefined where it succeeds. */
function codeOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(() => undefined, codeOfFailure);
}

function codeOfFailure(error: unknown): string {
  if (error instanceof AwsFailure) return error.problem.code;
  throw error;
}
