import { DescribeCertificateCommand, ListCertificatesCommand } from '@aws-sdk/client-acm';
import { GetDomainNamesCommand, GetRestApiCommand, GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  ListHostedZonesByNameCommand,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
} from '@aws-sdk/client-route-53';
import { afterEach, describe, expect, test } from 'vitest';
import { createCloud } from './cloud.ts';
import { sdk } from './sdk.ts';
import type { FaultName } from './wire/faults.ts';
import type { Listening } from './wire/listen.ts';

/** A cloud with one thing to read by each protocol. */
function setUp() {
  const cloud = createCloud();
  const zoneId = cloud.createPublicZone({ name: 'example.com' });
  const restApiId = cloud.createRestApi();
  const CertificateArn = cloud.createCertificate({ domainName: 'api.example.com' });
  const readsOf = ({ route53, apigateway, acm }: ReturnType<typeof sdk>) => ({
    'REST in XML': () => route53.send(new ListResourceRecordSetsCommand({ HostedZoneId: zoneId })),
    'REST in JSON': () => apigateway.send(new GetRestApiCommand({ restApiId })),
    JSON: () => acm.send(new DescribeCertificateCommand({ CertificateArn })),
  });
  return { cloud, zoneId, restApiId, CertificateArn, readsOf, reads: readsOf(sdk(cloud)), clients: sdk(cloud) };
}

const PROTOCOLS = ['REST in XML', 'REST in JSON', 'JSON'] as const;

describe.each(PROTOCOLS)('%s', (protocol) => {
  test('carries the same in process and over a port', async () => {
    const { cloud, reads, readsOf } = setUp();
    const listening = await cloud.listen();
    try {
      const { $metadata: _inProcess, ...answer } = await reads[protocol]();
      const overPort = await readsOf(sdk(cloud, { endpoint: listening.url }))[protocol]();
      expect(overPort).toMatchObject(answer);
      expect(overPort.$metadata.requestId).toMatch(/^[0-9a-f]{8}-/);
      expect(cloud.calls[1]).toMatchObject({ operation: cloud.calls[0]?.operation, params: cloud.calls[0]?.params });
    } finally {
      await listening.close();
    }
  });

  test.each<[FaultName, Record<(typeof PROTOCOLS)[number], { name: string; status: number }>]>([
    [
      'throttle',
      {
        'REST in XML': { name: 'Throttling', status: 400 },
        'REST in JSON': { name: 'TooManyRequestsException', status: 429 },
        JSON: { name: 'ThrottlingException', status: 400 },
      },
    ],
    [
      'deny',
      {
        'REST in XML': { name: 'AccessDenied', status: 403 },
        'REST in JSON': { name: 'AccessDeniedException', status: 403 },
        JSON: { name: 'AccessDeniedException', status: 400 },
      },
    ],
    [
      'unavailable',
      {
        'REST in XML': { name: 'InternalFailure', status: 500 },
        'REST in JSON': { name: 'ServiceUnavailableException', status: 503 },
        JSON: { name: 'InternalFailure', status: 500 },
      },
    ],
  ])('with the fault %s ends in the error of the service', async (fault, errors) => {
    const { cloud, reads } = setUp();
    cloud.faults.add({ fault, times: 1 });
    const { name, status } = errors[protocol];
    await expect(reads[protocol]()).rejects.toMatchObject({ name, $metadata: { httpStatusCode: status } });
    expect(cloud.calls[0]?.error).toBe(name);
    await reads[protocol]();
  });

  test('breaks and hangs as a connection does', async () => {
    const { cloud, reads } = setUp();
    cloud.faults.add({ fault: 'reset', times: 1 });
    await expect(reads[protocol]()).rejects.toMatchObject({ code: 'ECONNRESET' });
    cloud.faults.add({ fault: 'hang', times: 1 });
    await expect(reads[protocol]()).rejects.toMatchObject({ name: 'TimeoutError' });
    await reads[protocol]();
  });

  test('answers with nothing where the answer is empty', async () => {
    const { cloud, reads } = setUp();
    cloud.faults.add({ fault: 'empty', times: 1 });
    const { $metadata: _metadata, ...answer } = await reads[protocol]();
    expect(Object.values(answer).filter((value) => value !== undefined)).toEqual([]);
  });
});

describe('a call', () => {
  test('is recorded with the parameters of path, query and document by their names on the wire, as text', async () => {
    const { cloud, clients, zoneId, restApiId, CertificateArn } = setUp();
    const { route53, apigateway, acm } = clients;
    await route53.send(
      new ListResourceRecordSetsCommand({ HostedZoneId: zoneId, StartRecordName: 'a b.example.com', MaxItems: 5 }),
    );
    const Change = {
      Action: 'UPSERT' as const,
      ResourceRecordSet: {
        Name: 'txt.example.com',
        Type: 'TXT' as const,
        TTL: 60,
        ResourceRecords: [{ Value: '"<&>"' }],
      },
    };
    await route53.send(
      new ChangeResourceRecordSetsCommand({ HostedZoneId: zoneId, ChangeBatch: { Changes: [Change] } }),
    );
    await apigateway.send(new GetRestApiCommand({ restApiId }));
    await acm.send(new DescribeCertificateCommand({ CertificateArn }));
    expect(cloud.calls.map(({ service, operation, params, write }) => [service, operation, params, write])).toEqual([
      ['route53', 'ListResourceRecordSets', { Id: zoneId, name: 'a b.example.com', maxitems: '5' }, false],
      [
        'route53',
        'ChangeResourceRecordSets',
        {
          Id: zoneId,
          ChangeBatch: {
            Changes: [{ Action: 'UPSERT', ResourceRecordSet: { ...Change.ResourceRecordSet, TTL: '60' } }],
          },
        },
        true,
      ],
      ['apigateway', 'GetRestApi', { restapi_id: restApiId }, false],
      ['acm', 'DescribeCertificate', { CertificateArn }, false],
    ]);
  });

  test('of an operation that this cloud lacks says which it has', async () => {
    const { route53, apigateway, acm } = sdk(createCloud());
    await expect(route53.send(new ListHostedZonesCommand({}))).rejects.toMatchObject({
      name: 'InvalidAction',
      message: expect.stringMatching(/no route53:GET \/2013-04-01\/hostedzone\. It has CreateHostedZone/),
    });
    await expect(apigateway.send(new GetRestApisCommand({}))).rejects.toMatchObject({
      name: 'InvalidAction',
      message: expect.stringMatching(/no apigateway:GET \/restapis\. It has GetRestApi/),
    });
    await expect(acm.send(new ListCertificatesCommand({}))).rejects.toMatchObject({
      name: 'InvalidAction',
      message: expect.stringMatching(/no acm:ListCertificates\. It has DescribeCertificate/),
    });
  });

  test('whose page is cut short says nothing of the rest', async () => {
    const { cloud, clients } = setUp();
    for (let n = 0; n < 3; n += 1) {
      cloud.createPublicZone({ name: `z${n}.example.com` });
      cloud.createDomain({ name: `d${n}.example.com`, certificateArn: 'arn' });
    }
    cloud.faults.add({ fault: 'short-page' });
    const zones = await clients.route53.send(new ListHostedZonesByNameCommand({ MaxItems: 2 }));
    expect(zones.HostedZones).toHaveLength(1);
    expect([zones.IsTruncated, zones.NextDNSName, zones.NextHostedZoneId]).toEqual([false, undefined, undefined]);
    const domains = await clients.apigateway.send(new GetDomainNamesCommand({ limit: 2 }));
    expect([domains.items?.length, domains.position]).toEqual([1, undefined]);
  });

  test('whose page repeats leads to it again, by a token or by the name of its first item', async () => {
    const { cloud, clients, zoneId } = setUp();
    for (let n = 0; n < 3; n += 1) cloud.createDomain({ name: `d${n}.example.com`, certificateArn: 'arn' });
    cloud.faults.add({ fault: 'repeated-page' });
    const zones = async (start = {}) => {
      const answer = await clients.route53.send(new ListHostedZonesByNameCommand({ MaxItems: 1, ...start }));
      const { IsTruncated, NextDNSName: DNSName, NextHostedZoneId: HostedZoneId } = answer;
      return { ids: answer.HostedZones?.map(({ Id }) => Id), IsTruncated, next: { DNSName, HostedZoneId } };
    };
    const page = await zones();
    expect(page).toMatchObject({ ids: [`/hostedzone/${zoneId}`], IsTruncated: true, next: { HostedZoneId: zoneId } });
    expect(await zones(page.next)).toEqual(page);
    const domains = async (position?: string) => {
      const { items, ...answer } = await clients.apigateway.send(new GetDomainNamesCommand({ limit: 2, position }));
      return { names: items?.map(({ domainName }) => domainName), position: answer.position };
    };
    const first = await domains();
    expect(first.names).toEqual(['d0.example.com', 'd1.example.com']);
    expect(await domains(first.position)).toEqual(first);
  });

  test('whose document breaks off is no JSON', async () => {
    const { cloud, reads } = setUp();
    await reads.JSON();
    cloud.faults.add({ fault: 'truncated-xml' });
    await expect(reads.JSON()).rejects.toThrow(/JSON/);
  });

  test('may lie, land and then fail, and lag', async () => {
    const { cloud, clients, zoneId } = setUp();
    const create = (CallerReference: string) =>
      clients.route53.send(new CreateHostedZoneCommand({ Name: 'example.org', CallerReference }));
    const count = async () => (await clients.route53.send(new ListHostedZonesByNameCommand({}))).HostedZones?.length;
    cloud.faults.add({ fault: 'lies', times: 1 });
    await create('one');
    expect(await count()).toBe(1);
    cloud.faults.add({ fault: 'lands-then-fails', times: 1 });
    await expect(create('two')).rejects.toMatchObject({ name: 'InternalFailure' });
    cloud.faults.add({ fault: 'stale', times: 1 });
    expect(await count()).toBe(1);
    expect(await count()).toBe(2);
    cloud.deleteZone(zoneId);
    expect(await count()).toBe(1);
  });
});

describe('over a port', () => {
  let listening: Listening | undefined;
  afterEach(async () => listening?.close());

  test('a zone is made, changed and read with the SDK’s own HTTP handler', async () => {
    const cloud = createCloud();
    listening = await cloud.listen();
    const { route53 } = sdk(cloud, { endpoint: listening.url });
    const { HostedZone, Location } = await route53.send(
      new CreateHostedZoneCommand({ Name: 'example.com', CallerReference: 'one' }),
    );
    expect(Location).toContain('/2013-04-01/hostedzone/Z');
    const { ResourceRecordSets } = await route53.send(
      new ListResourceRecordSetsCommand({
        HostedZoneId: HostedZone?.Id,
        StartRecordName: 'example.com',
        StartRecordType: 'SOA',
      }),
    );
    expect(ResourceRecordSets?.map(({ Name, Type }) => [Name, Type])).toEqual([['example.com.', 'SOA']]);
  });
});
