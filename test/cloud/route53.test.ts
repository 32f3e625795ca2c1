import {
  AssociateVPCWithHostedZoneCommand,
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  GetHostedZoneCommand,
  ListHostedZonesByNameCommand,
  type ListHostedZonesByNameRequest,
  type ListHostedZonesByNameResponse,
  ListHostedZonesByVPCCommand,
  NoSuchHostedZone,
} from '@aws-sdk/client-route-53';
import { describe, expect, test } from 'vitest';
import { createCloud } from './cloud.ts';
import { sdk } from './sdk.ts';

const OTHER = '210987654321';

describe('hosted zones', () => {
  test('a public zone is made over the wire and described with its name servers, SOA and NS at its apex', async () => {
    const { route53 } = sdk(createCloud());
    const created = await route53.send(
      new CreateHostedZoneCommand({
        Name: 'Example.COM',
        CallerReference: 'one',
        HostedZoneConfig: { Comment: 'the public half', PrivateZone: false },
      }),
    );
    const Id = created.HostedZone?.Id ?? '';
    expect(Id).toMatch(/^\/hostedzone\/Z[0-9A-Z]+$/);
    expect(created.Location).toBe(`https://route53.amazonaws.com/2013-04-01/hostedzone/${Id.slice(12)}`);
    expect(created.ChangeInfo).toMatchObject({ Status: 'INSYNC', SubmittedAt: new Date('2026-01-01T00:00:00Z') });

    const read = await route53.send(new GetHostedZoneCommand({ Id }));

    expect(read.HostedZone).toEqual({
      Id,
      Name: 'example.com.',
      CallerReference: 'one',
      Config: { Comment: 'the public half', PrivateZone: false },
      ResourceRecordSetCount: 2,
    });
    expect(read.DelegationSet).toEqual(created.DelegationSet);
    expect(read.DelegationSet?.NameServers).toHaveLength(4);
    expect(read.DelegationSet?.NameServers?.[0]).toMatch(/^ns-\d+\.awsdns-\d\d\.com$/);
    expect(read.VPCs).toBeUndefined();
  });

  test('a private zone is described with its VPCs, and has no delegation set', async () => {
    const cloud = createCloud();
    const { route53 } = sdk(cloud);
    const [first, second] = [cloud.createVpc(), cloud.createVpc({ region: 'eu-central-1' })];
    const { HostedZone } = await route53.send(
      new CreateHostedZoneCommand({
        Name: 'api.example.com',
        CallerReference: 'one',
        VPC: { VPCRegion: 'eu-west-1', VPCId: first.id },
      }),
    );
    await route53.send(
      new AssociateVPCWithHostedZoneCommand({
        HostedZoneId: HostedZone?.Id,
        VPC: { VPCRegion: 'eu-central-1', VPCId: second.id },
      }),
    );

    const read = await route53.send(new GetHostedZoneCommand({ Id: HostedZone?.Id }));

    expect(read.HostedZone?.Config?.PrivateZone).toBe(true);
    expect(read.DelegationSet).toBeUndefined();
    expect(read.VPCs).toEqual([
      { VPCRegion: 'eu-west-1', VPCId: first.id },
      { VPCRegion: 'eu-central-1', VPCId: second.id },
    ]);
  });

  test('are refused what Route 53 refuses', async () => {
    const cloud = createCloud();
    const { route53 } = sdk(cloud);
    const vpc = cloud.createVpc();
    const VPC = { VPCRegion: 'eu-west-1', VPCId: vpc.id } as const;
    const publicId = cloud.createPublicZone({ name: 'example.com' });
    cloud.createPrivateZone({ name: 'example.com', vpcIds: [vpc.id] });
    const create = (input: object) =>
      route53.send(new CreateHostedZoneCommand({ Name: 'example.com', CallerReference: 'one', ...input }));
    await create({});

    await expect(create({})).rejects.toMatchObject({
      name: 'HostedZoneAlreadyExists',
      $metadata: { httpStatusCode: 409 },
    });
    await expect(create({ CallerReference: 'two', VPC })).rejects.toMatchObject({ name: 'ConflictingDomainExists' });
    await expect(
      create({ CallerReference: 'three', VPC: { VPCRegion: 'eu-west-1', VPCId: 'vpc-unknown' } }),
    ).rejects.toMatchObject({ name: 'InvalidVPCId' });
    await expect(create({ CallerReference: 'four', HostedZoneConfig: { PrivateZone: true } })).rejects.toMatchObject({
      name: 'InvalidInput',
    });
    await expect(
      route53.send(new AssociateVPCWithHostedZoneCommand({ HostedZoneId: publicId, VPC })),
    ).rejects.toMatchObject({ name: 'PublicZoneVPCAssociation' });
  });

  test('that do not exist are not found; those of another account are denied, whatever is asked of them', async () => {
    const cloud = createCloud();
    const { route53 } = sdk(cloud);
    const theirs = cloud.createPublicZone({ name: 'example.com', ownerId: OTHER });
    const missing = route53.send(new GetHostedZoneCommand({ Id: 'Z0123456789' }));
    await expect(missing).rejects.toBeInstanceOf(NoSuchHostedZone);
    await expect(missing).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
    await expect(route53.send(new GetHostedZoneCommand({ Id: theirs }))).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    });
    const owner = sdk(cloud, { credentials: cloud.credentialsOf(OTHER) }).route53;
    expect((await owner.send(new GetHostedZoneCommand({ Id: theirs }))).HostedZone?.Name).toBe('example.com.');
  });
});

describe('zones by name', () => {
  test('come in the order of their labels reversed, from the name given on, one name with all of its zones', async () => {
    const cloud = createCloud();
    const { route53 } = sdk(cloud);
    const vpc = cloud.createVpc();
    for (const name of ['zebra.com', 'api.example.com', 'example.com', 'example.org', 'a-b.example.com']) {
      cloud.createPublicZone({ name });
    }
    cloud.createPrivateZone({ name: 'example.com', vpcIds: [vpc.id] });
    cloud.createPublicZone({ name: 'example.com', ownerId: OTHER });
    const list = async (DNSName?: string) => {
      const { HostedZones } = await route53.send(new ListHostedZonesByNameCommand({ DNSName }));
      return HostedZones?.map(({ Name, Config }) => `${Name} ${Config?.PrivateZone ? 'private' : 'public'}`);
    };

    expect(await list()).toEqual([
      'example.com. public',
      'example.com. private',
      'a-b.example.com. public',
      'api.example.com. public',
      'zebra.com. public',
      'example.org. public',
    ]);
    expect(await list('b.example.com')).toEqual(['zebra.com. public', 'example.org. public']);
    expect(await list('EXAMPLE.org.')).toEqual(['example.org. public']);
    expect(await list('zzz.zzz')).toEqual([]);
  });

  test('are paged by name and id, so that no zone of a name is lost between two pages', async () => {
    const cloud = createCloud();
    const { route53 } = sdk(cloud);
    const ids = Array.from({ length: 5 }, () => cloud.createPublicZone({ name: 'example.com' }));
    const read: (string | undefined)[] = [];
    let start: ListHostedZonesByNameRequest | undefined = {};
    while (start !== undefined) {
      // oxlint-disable-next-line no-await-in-loop -- a page says where the next begins
      const page: ListHostedZonesByNameResponse = await route53.send(
        new ListHostedZonesByNameCommand({ ...start, MaxItems: 2 }),
      );
      expect(page).toMatchObject({ MaxItems: 2, ...start });
      read.push(...(page.HostedZones ?? []).map(({ Id }) => Id));
      start = page.IsTruncated ? { DNSName: page.NextDNSName, HostedZoneId: page.NextHostedZoneId } : undefined;
    }
    expect(read).toEqual(ids.map((id) => `/hostedzone/${id}`));
    await expect(route53.send(new ListHostedZonesByNameCommand({ HostedZoneId: ids[0] }))).rejects.toMatchObject({
      name: 'InvalidInput',
    });
  });
});

describe('zones by VPC', () => {
  test('are those of every owner, by id and name only, until they are dissociated', async () => {
    const cloud = createCloud();
    const { route53 } = sdk(cloud);
    const [vpc, other] = [cloud.createVpc(), cloud.createVpc()];
    const own = cloud.createPrivateZone({ name: 'api.example.com', vpcIds: [vpc.id] });
    const theirs = cloud.createPrivateZone({ name: 'example.com', vpcIds: [vpc.id], ownerId: OTHER });
    cloud.createPrivateZone({ name: 'fs.example.com', vpcIds: [vpc.id], owningService: 'efs.amazonaws.com' });
    const elsewhere = cloud.createPrivateZone({ name: 'elsewhere.com', vpcIds: [other.id] });
    cloud.createProfile({ vpcIds: [vpc.id], zoneIds: [elsewhere] });
    const list = async (input: object = {}) =>
      route53.send(new ListHostedZonesByVPCCommand({ VPCId: vpc.id, VPCRegion: 'eu-west-1', ...input }));

    expect((await list()).HostedZoneSummaries).toEqual([
      { HostedZoneId: theirs, Name: 'example.com.', Owner: { OwningAccount: OTHER } },
      { HostedZoneId: own, Name: 'api.example.com.', Owner: { OwningAccount: '123456789012' } },
      expect.objectContaining({ Name: 'fs.example.com.', Owner: { OwningService: 'efs.amazonaws.com' } }),
    ]);
    const first = await list({ MaxItems: 2 });
    expect(first.HostedZoneSummaries).toHaveLength(2);
    const last = await list({ MaxItems: 2, NextToken: first.NextToken });
    expect(last.HostedZoneSummaries?.map(({ Name }) => Name)).toEqual(['fs.example.com.']);
    expect(last.NextToken).toBeUndefined();
    await expect(list({ NextToken: 'nonsense' })).rejects.toMatchObject({ name: 'InvalidPaginationToken' });

    cloud.dissociateZone(theirs, vpc.id);
    expect((await list()).HostedZoneSummaries).toHaveLength(2);
  });

  test('are refused for a VPC that the caller does not see there, which is another thing than none', async () => {
    const cloud = createCloud();
    const { route53 } = sdk(cloud);
    const vpc = cloud.createVpc();
    const list = (VPCId: string, VPCRegion: 'eu-west-1' | 'eu-west-2') =>
      route53.send(new ListHostedZonesByVPCCommand({ VPCId, VPCRegion }));
    expect((await list(vpc.id, 'eu-west-1')).HostedZoneSummaries).toEqual([]);
    await expect(list(vpc.id, 'eu-west-2')).rejects.toMatchObject({ name: 'InvalidInput' });
    await expect(list('vpc-unknown', 'eu-west-1')).rejects.toMatchObject({ name: 'InvalidInput' });
  });
});

test('the public zone of an account and the private one of another change apart', async () => {
  const cloud = createCloud();
  const { route53 } = sdk(cloud);
  const theirs = cloud.createPublicZone({ name: 'example.com', ownerId: OTHER });
  const Changes = [
    {
      Action: 'UPSERT' as const,
      ResourceRecordSet: {
        Name: 'api.example.com',
        Type: 'A' as const,
        TTL: 60,
        ResourceRecords: [{ Value: '192.0.2.1' }],
      },
    },
  ];
  await expect(
    route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: theirs, ChangeBatch: { Changes } })),
  ).rejects.toMatchObject({ name: 'AccessDenied' });
  expect(cloud.calls.map(({ operation, write, error }) => [operation, write, error])).toEqual([
    ['ChangeResourceRecordSets', true, 'AccessDenied'],
  ]);
});
