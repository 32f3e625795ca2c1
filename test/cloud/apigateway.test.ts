import { DescribeCertificateCommand, ResourceNotFoundException } from '@aws-sdk/client-acm';
import {
  GetBasePathMappingsCommand,
  GetDomainNameAccessAssociationsCommand,
  GetDomainNameCommand,
  GetDomainNamesCommand,
  GetRestApiCommand,
  GetStageCommand,
  NotFoundException,
} from '@aws-sdk/client-api-gateway';
import { describe, expect, test } from 'vitest';
import { createCloud } from './cloud.ts';
import { sdk } from './sdk.ts';

const OTHER = '210987654321';
const POLICY = {
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }],
};

describe('a REST API', () => {
  test('is described with its endpoints, and its policy as the inside of a JSON string', async () => {
    const cloud = createCloud();
    const { apigateway } = sdk(cloud);
    const restApiId = cloud.createRestApi({ name: 'orders', policy: POLICY, endpointIds: ['vpce-1'] });
    const read = () => apigateway.send(new GetRestApiCommand({ restApiId }));
    const api = await read();
    expect(api).toMatchObject({
      id: restApiId,
      name: 'orders',
      createdDate: new Date('2026-01-01T00:00:00Z'),
      endpointConfiguration: { types: ['PRIVATE'], vpcEndpointIds: ['vpce-1'] },
    });
    expect(api.policy).toContain('{\\"Effect\\":\\"Allow\\"');
    expect(api.policy).toContain('execute-api:\\/*');
    expect(JSON.parse(String(JSON.parse(`"${api.policy}"`)))).toEqual(POLICY);

    cloud.setApiPolicy(restApiId, undefined);
    cloud.setApiEndpoints(restApiId, []);
    expect((await read()).policy).toBeUndefined();
    expect((await read()).endpointConfiguration?.vpcEndpointIds).toBeUndefined();
  });

  test('has stages, each with its latest deployment', async () => {
    const cloud = createCloud();
    const { apigateway } = sdk(cloud);
    const restApiId = cloud.createRestApi({ stage: 'live' });
    const read = (stageName: string) => apigateway.send(new GetStageCommand({ restApiId, stageName }));
    const before = await read('live');
    expect(before).toMatchObject({ stageName: 'live', deploymentId: expect.stringMatching(/^[0-9a-f]{10}$/) });
    cloud.deployApi(restApiId, 'live');
    expect((await read('live')).deploymentId).not.toBe(before.deploymentId);
    cloud.deleteStage(restApiId, 'live');
    await expect(read('live')).rejects.toBeInstanceOf(NotFoundException);
  });

  test('is found in its Region by its owner only', async () => {
    const cloud = createCloud();
    const restApiId = cloud.createRestApi();
    const read = (options: Parameters<typeof sdk>[1]) =>
      sdk(cloud, options).apigateway.send(new GetRestApiCommand({ restApiId }));
    expect((await read({})).id).toBe(restApiId);
    for (const options of [{ region: 'eu-west-2' }, { credentials: cloud.credentialsOf(OTHER) }]) {
      // oxlint-disable-next-line no-await-in-loop -- two reads, one after the other
      await expect(read(options)).rejects.toMatchObject({
        name: 'NotFoundException',
        message: 'Invalid API identifier specified',
        $metadata: { httpStatusCode: 404 },
      });
    }
    cloud.deleteRestApi(restApiId);
    await expect(read({})).rejects.toBeInstanceOf(NotFoundException);
  });
});

describe('a custom domain', () => {
  test('is found by its name if it is public, with its id if it is private', async () => {
    const cloud = createCloud();
    const { apigateway } = sdk(cloud);
    const domainName = 'api.example.com';
    const certificateArn = cloud.createCertificate({ domainName });
    const regional = cloud.createDomain({ name: domainName, certificateArn, endpointType: 'REGIONAL' });
    const own = cloud.createDomain({ name: domainName, certificateArn, accessMode: 'STRICT' });
    expect(await apigateway.send(new GetDomainNameCommand({ domainName }))).toMatchObject({
      domainNameArn: `arn:aws:apigateway:eu-west-1::/domainnames/${domainName}`,
      regionalCertificateArn: certificateArn,
      endpointConfiguration: { types: ['REGIONAL'] },
      domainNameStatus: 'AVAILABLE',
    });
    expect(await apigateway.send(new GetDomainNameCommand({ domainName, domainNameId: own.id }))).toMatchObject({
      domainNameId: own.id,
      domainNameArn: `arn:aws:apigateway:eu-west-1:123456789012:/domainnames/${domainName}+${own.id}`,
      certificateArn,
      endpointConfiguration: { types: ['PRIVATE'] },
      endpointAccessMode: 'STRICT',
      routingMode: 'BASE_PATH_MAPPING_ONLY',
    });
    cloud.setDomain(regional.arn, { status: 'UPDATING' });
    expect((await apigateway.send(new GetDomainNameCommand({ domainName }))).domainNameStatus).toBe('UPDATING');
    cloud.deleteDomain(regional.arn);
    await expect(apigateway.send(new GetDomainNameCommand({ domainName }))).rejects.toBeInstanceOf(NotFoundException);
  });

  test('that is private has a policy of its own, as the inside of a JSON string, and a routing mode', async () => {
    const cloud = createCloud();
    const domainName = 'api.example.com';
    const { id, arn } = cloud.createDomain({ name: domainName, certificateArn: 'arn', policy: POLICY });
    const read = () => sdk(cloud).apigateway.send(new GetDomainNameCommand({ domainName, domainNameId: id }));
    expect(JSON.parse(String(JSON.parse(`"${(await read()).policy}"`)))).toEqual(POLICY);
    cloud.setDomain(arn, { policy: undefined, routingMode: 'ROUTING_RULE_ONLY' });
    expect(await read()).toMatchObject({ routingMode: 'ROUTING_RULE_ONLY' });
    expect((await read()).policy).toBeUndefined();
  });

  test('is listed by position: all of an account, and of others what they share', async () => {
    const cloud = createCloud();
    const { apigateway } = sdk(cloud);
    for (let n = 0; n < 30; n += 1) cloud.createDomain({ name: `d${n}.example.com`, certificateArn: 'arn' });
    const shared = cloud.createDomain({
      name: 'shared.example.com',
      certificateArn: 'arn',
      ownerId: OTHER,
      sharedWith: ['123456789012'],
    });
    cloud.createDomain({ name: 'hidden.example.com', certificateArn: 'arn', ownerId: OTHER });
    const first = await apigateway.send(new GetDomainNamesCommand({}));
    const rest = await apigateway.send(new GetDomainNamesCommand({ position: first.position }));
    expect([first.items?.length, rest.items?.length, rest.position]).toEqual([25, 5, undefined]);
    expect((await apigateway.send(new GetDomainNamesCommand({ limit: 500 }))).items).toHaveLength(30);
    await expect(apigateway.send(new GetDomainNamesCommand({ limit: 501 }))).rejects.toMatchObject({
      name: 'BadRequestException',
    });
    const { items } = await apigateway.send(new GetDomainNamesCommand({ resourceOwner: 'OTHER_ACCOUNTS' }));
    expect(items).toEqual([{ domainName: 'shared.example.com', domainNameId: shared.id, domainNameArn: shared.arn }]);
  });

  test('leads to APIs by its mappings, of which the root is called (none); without one there is no list', async () => {
    const cloud = createCloud();
    const { apigateway } = sdk(cloud);
    const apiId = cloud.createRestApi();
    const domain = cloud.createDomain({
      name: 'api.example.com',
      certificateArn: 'arn',
      mappings: [
        { path: '', apiId, stage: 'prod' },
        { path: 'v2', apiId, stage: 'next' },
      ],
    });
    const read = (input: object = {}) =>
      apigateway.send(
        new GetBasePathMappingsCommand({ domainName: 'api.example.com', domainNameId: domain.id, ...input }),
      );
    expect((await read()).items).toEqual([
      { basePath: '(none)', restApiId: apiId, stage: 'prod' },
      { basePath: 'v2', restApiId: apiId, stage: 'next' },
    ]);
    const first = await read({ limit: 1 });
    expect((await read({ limit: 1, position: first.position })).items).toMatchObject([{ basePath: 'v2' }]);
    await expect(read({ domainNameId: undefined })).rejects.toBeInstanceOf(NotFoundException);
    cloud.setDomain(domain.arn, { mappings: [] });
    expect((await read()).items).toBeUndefined();
  });

  test('may be called by the endpoints that are associated with it', async () => {
    const cloud = createCloud();
    const { apigateway } = sdk(cloud);
    const { arn } = cloud.createDomain({ name: 'api.example.com', certificateArn: 'arn' });
    const own = cloud.allowEndpoint(arn, 'vpce-1');
    const theirs = cloud.allowEndpoint(arn, 'vpce-2', OTHER);
    const list = async (resourceOwner?: 'SELF' | 'OTHER_ACCOUNTS') =>
      (await apigateway.send(new GetDomainNameAccessAssociationsCommand({ resourceOwner }))).items;
    expect(await list()).toEqual([
      {
        domainNameAccessAssociationArn: own,
        domainNameArn: arn,
        accessAssociationSource: 'vpce-1',
        accessAssociationSourceType: 'VPCE',
      },
    ]);
    expect(await list('OTHER_ACCOUNTS')).toMatchObject([{ domainNameAccessAssociationArn: theirs }]);
    cloud.forbidEndpoint(own);
    expect(await list('SELF')).toBeUndefined();
  });
});

describe('a certificate', () => {
  test('is described with all of its names, until when it is valid, and its status', async () => {
    const cloud = createCloud();
    const { acm } = sdk(cloud);
    const CertificateArn = cloud.createCertificate({ domainName: 'api.example.com', names: ['*.example.com'] });
    const read = async () => (await acm.send(new DescribeCertificateCommand({ CertificateArn }))).Certificate;
    expect(await read()).toMatchObject({
      CertificateArn,
      DomainName: 'api.example.com',
      SubjectAlternativeNames: ['api.example.com', '*.example.com'],
      Status: 'ISSUED',
      NotAfter: new Date('2027-01-01T00:00:00Z'),
    });
    cloud.setCertificate(CertificateArn, { status: 'EXPIRED', notAfter: new Date('2026-01-02T00:00:00Z') });
    expect(await read()).toMatchObject({ Status: 'EXPIRED', NotAfter: new Date('2026-01-02T00:00:00Z') });
  });

  test('that waits for its validation has no end yet', async () => {
    const cloud = createCloud();
    const CertificateArn = cloud.createCertificate({ domainName: 'api.example.com', status: 'PENDING_VALIDATION' });
    const { Certificate } = await sdk(cloud).acm.send(new DescribeCertificateCommand({ CertificateArn }));
    expect([Certificate?.Status, Certificate?.NotAfter]).toEqual(['PENDING_VALIDATION', undefined]);
  });

  test('is found in its Region by its owner only, and not by what is no ARN', async () => {
    const cloud = createCloud();
    const CertificateArn = cloud.createCertificate({ domainName: 'api.example.com' });
    const read = (options: Parameters<typeof sdk>[1], arn = CertificateArn) =>
      sdk(cloud, options).acm.send(new DescribeCertificateCommand({ CertificateArn: arn }));
    await expect(read({ region: 'us-east-1' })).rejects.toBeInstanceOf(ResourceNotFoundException);
    await expect(read({ credentials: cloud.credentialsOf(OTHER) })).rejects.toBeInstanceOf(ResourceNotFoundException);
    await expect(read({}, 'nonsense')).rejects.toMatchObject({ name: 'ValidationException' });
    cloud.deleteCertificate(CertificateArn);
    await expect(read({})).rejects.toBeInstanceOf(ResourceNotFoundException);
  });
});
