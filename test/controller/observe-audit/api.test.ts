import { describe, expect, it } from 'vitest';
import { attempt } from '../../../controller/aws/failure.ts';
import { callerAccount } from '../../../controller/aws/sts.ts';
import { read } from '../../../controller/model/reading.ts';
import { observeAuditedApi } from '../../../controller/observe/audited-api.ts';
import { observeAuditedDomain } from '../../../controller/observe/audited-domain.ts';
import { jsonText } from '../../../controller/observe/json-text.ts';
import { createCloud } from '../../cloud/cloud.ts';
import { auditAwsOf, HOST, OTHER_ACCOUNT, valueOf } from './world.ts';

describe('the caller', () => {
  it('is of the account of its credentials', async () => {
    const cloud = createCloud();
    expect(await callerAccount(auditAwsOf(cloud))).toBe('123456789012');
    const aws = auditAwsOf({ ...cloud, credentials: cloud.credentialsOf(OTHER_ACCOUNT) });
    expect(await callerAccount(aws)).toBe(OTHER_ACCOUNT);
  });

  it('is unread where AWS does not say', async () => {
    const cloud = createCloud();
    cloud.faults.add({ operation: 'GetCallerIdentity', fault: 'empty' });
    expect(await attempt(() => callerAccount(auditAwsOf(cloud)))).toMatchObject({ kind: 'unread' });
  });
});

describe('JSON text of API Gateway', () => {
  const document = '{"Resource":"execute-api:/*","Sid":"a \\"b\\""}';

  it.each([
    ['as JSON has it', document, document],
    ['with its quotes and slashes escaped', JSON.stringify(document).slice(1, -1).replaceAll('/', '\\/'), document],
    ['that is no JSON either way', '{"Statement": [', '{"Statement": ['],
    ['with escapes and no JSON in them', '{\\"Statement\\": [', '{\\"Statement\\": ['],
  ])('%s is read', (_, text, expected) => {
    expect(jsonText(text)).toBe(expected);
  });
});

describe('a REST API', () => {
  it('has its policy as JSON', async () => {
    const cloud = createCloud();
    const policy = { Statement: [{ Effect: 'Allow', Resource: 'execute-api:/*' }] };
    const restApiId = cloud.createRestApi({ name: 'mine', policy, stage: 'live' });
    const api = await observeAuditedApi(auditAwsOf(cloud), { restApiId, stage: 'live' });
    expect(api).toEqual({
      restApi: read({
        id: restApiId,
        name: 'mine',
        endpointTypes: ['PRIVATE'],
        policy: JSON.stringify(policy),
      }),
      stage: read({ name: 'live', deploymentId: expect.any(String) }),
      existing: read([]),
    });
  });

  it('without a policy has none', async () => {
    const cloud = createCloud();
    const restApiId = cloud.createRestApi();
    const api = await observeAuditedApi(auditAwsOf(cloud), { restApiId });
    expect(valueOf(api.restApi)).not.toHaveProperty('policy');
    expect(api).not.toHaveProperty('stage');
  });

  it('that is not there is not found, its stage and what its policy names with it', async () => {
    const api = await observeAuditedApi(auditAwsOf(createCloud()), { restApiId: 'none', stage: 'live' });
    for (const part of [api.restApi, api.stage, api.existing]) {
      expect(part).toMatchObject({ kind: 'unread', problem: { kind: 'not-found', code: 'NotFoundException' } });
    }
  });

  it('whose policy names endpoints and VPCs tells which of them there are', async () => {
    const cloud = createCloud();
    const vpcId = cloud.createVpc().id;
    const subnetId = cloud.createSubnet({ vpcId, zone: 'eu-west-1a', cidr: '10.0.1.0/24' }).id;
    const kept = cloud.createEndpoint({ vpcId, subnetIds: [subnetId] }).id;
    const deleted = cloud.createEndpoint({ vpcId, subnetIds: [] }).id;
    cloud.setEndpointState(deleted, 'deleted');
    const foreign = cloud.createVpc({ ownerId: OTHER_ACCOUNT }).id;
    const policy = { ids: [kept, deleted, vpcId, foreign, 'vpce-0123456789abcdef0', 'vpc-endpoint', kept] };
    const restApiId = cloud.createRestApi({ policy });
    const { existing } = await observeAuditedApi(auditAwsOf(cloud), { restApiId });
    expect(existing).toEqual(read([kept, vpcId].toSorted()));
  });
});

describe('a custom domain', () => {
  const withDomains = (...types: readonly ('PRIVATE' | 'REGIONAL')[]) => {
    const cloud = createCloud();
    const certificateArn = cloud.createCertificate({ domainName: HOST });
    const mappings = [
      { path: '', apiId: 'api1', stage: 'live' },
      { path: 'v1', apiId: 'api1', stage: 'v1' },
    ];
    const domains = types.map((endpointType) =>
      cloud.createDomain({ name: HOST, certificateArn, endpointType, mappings, accessMode: 'BASIC' }),
    );
    cloud.createDomain({ name: 'other.example.com', certificateArn });
    return { cloud, certificateArn, domains };
  };
  const mapped = read([
    { path: '', restApiId: 'api1', stage: 'live' },
    { path: 'v1', restApiId: 'api1', stage: 'v1' },
  ]);

  it('that is Regional is found by its name, with the associations of private ones beside it', async () => {
    const { cloud, certificateArn } = withDomains('REGIONAL');
    const other = cloud.createDomain({ name: 'third.example.com', certificateArn });
    cloud.allowEndpoint(other.arn, 'vpce-00000002');
    const domain = await observeAuditedDomain(auditAwsOf(cloud), HOST);
    expect(domain).toEqual({
      domain: read({
        name: HOST,
        arn: `arn:aws:apigateway:eu-west-1::/domainnames/${HOST}`,
        endpointTypes: ['REGIONAL'],
        status: 'AVAILABLE',
        certificateArn,
        accessMode: 'BASIC',
        routingMode: 'BASE_PATH_MAPPING_ONLY',
      }),
      mappings: mapped,
      associations: read([{ endpointId: 'vpce-00000002', domainArn: other.arn }]),
    });
    expect(cloud.calls.map(({ operation }) => operation)).toEqual([
      'GetDomainName',
      'GetBasePathMappings',
      'GetDomainNameAccessAssociations',
    ]);
  });

  it('that is private is found by the listing, with its policy and the endpoints it may be called by', async () => {
    const { cloud, domains, certificateArn } = withDomains('PRIVATE');
    const [own] = domains;
    const policy = '{"Statement":[{"Effect":"Allow","Resource":"execute-api:/*"}]}';
    cloud.setDomain(own?.arn ?? '', { policy, routingMode: 'ROUTING_RULE_ONLY' });
    cloud.allowEndpoint(own?.arn ?? '', 'vpce-00000001');
    const domain = await observeAuditedDomain(auditAwsOf(cloud), HOST);
    expect(domain).toMatchObject({
      domain: read({
        id: own?.id,
        arn: own?.arn,
        endpointTypes: ['PRIVATE'],
        certificateArn,
        routingMode: 'ROUTING_RULE_ONLY',
        policy,
      }),
      mappings: mapped,
      associations: read([{ endpointId: 'vpce-00000001', domainArn: own?.arn }]),
    });
    expect(domain).not.toHaveProperty('shared');
  });

  it('that another account shares is found among others’, with the association that was made with it', async () => {
    const { cloud, certificateArn } = withDomains();
    const sharing = { ownerId: OTHER_ACCOUNT, sharedWith: [cloud.settings.account] };
    const { arn } = cloud.createDomain({ name: HOST, certificateArn, ...sharing });
    cloud.allowEndpoint(arn, 'vpce-00000001');
    const notFound = { kind: 'unread', problem: { kind: 'not-found' } };
    expect(await observeAuditedDomain(auditAwsOf(cloud), HOST)).toMatchObject({
      domain: notFound,
      mappings: notFound,
      associations: read([{ endpointId: 'vpce-00000001', domainArn: arn }]),
      shared: { name: HOST, arn, ownerId: OTHER_ACCOUNT },
    });
  });

  it('of the account goes before one of the same name that another account shares', async () => {
    const { cloud, certificateArn, domains } = withDomains('PRIVATE');
    const sharing = { ownerId: OTHER_ACCOUNT, sharedWith: [cloud.settings.account] };
    cloud.createDomain({ name: HOST, certificateArn, ...sharing });
    const observed = await observeAuditedDomain(auditAwsOf(cloud), HOST);
    expect(observed.domain).toMatchObject(read({ arn: domains[0]?.arn }));
    expect(observed).not.toHaveProperty('shared');
  });

  it('is not said to be missing where it could not be asked what other accounts share', async () => {
    const { cloud } = withDomains();
    const match = (params: Readonly<Record<string, unknown>>): boolean => params['resourceOwner'] === 'OTHER_ACCOUNTS';
    cloud.faults.add({ operation: 'GetDomainNames', fault: 'deny', match });
    const { domain } = await observeAuditedDomain(auditAwsOf(cloud), HOST);
    expect(domain).toMatchObject({
      kind: 'unread',
      problem: { kind: 'denied', doing: expect.stringContaining('share') },
    });
  });

  it('that is Regional goes before a private one of the same name', async () => {
    const { cloud } = withDomains('PRIVATE', 'REGIONAL');
    expect((await observeAuditedDomain(auditAwsOf(cloud), HOST)).domain).toMatchObject(
      read({ endpointTypes: ['REGIONAL'] }),
    );
  });

  it('that is not there in either way is not found', async () => {
    const { cloud } = withDomains();
    const { domain, mappings, associations } = await observeAuditedDomain(auditAwsOf(cloud), HOST);
    expect(domain).toMatchObject({ kind: 'unread', problem: { kind: 'not-found', code: 'NotFoundException' } });
    expect([mappings, associations]).toEqual([domain, domain]);
  });

  it.each([
    ['GetDomainName', ['domain', 'mappings', 'associations']],
    ['GetDomainNames', ['domain', 'mappings', 'associations']],
    ['GetBasePathMappings', ['mappings']],
    ['GetDomainNameAccessAssociations', ['associations']],
  ])('that is private, with %s denied, leaves %j unread', async (operation, parts) => {
    const { cloud } = withDomains('PRIVATE');
    cloud.faults.add({ operation, fault: 'deny' });
    const { domain, mappings, associations } = await observeAuditedDomain(auditAwsOf(cloud), HOST);
    const observed = Object.entries({ domain, mappings, associations });
    const unread = observed.filter(([, part]) => part.kind === 'unread');
    expect(unread.map(([name]) => name)).toEqual(parts);
    for (const [, part] of unread) expect(part).toMatchObject({ problem: { kind: 'denied' } });
  });

  it('without mappings has none: API Gateway answers with no list then', async () => {
    const { cloud } = withDomains('REGIONAL');
    cloud.faults.add({ operation: 'GetBasePathMappings', fault: 'empty' });
    expect((await observeAuditedDomain(auditAwsOf(cloud), HOST)).mappings).toEqual(read([]));
  });
});
