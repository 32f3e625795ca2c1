import { describe, expect, test } from 'vitest';
import { type Cloud, createCloud } from './cloud.ts';

const OTHER = '210987654321';
const INTERNET = 'rslvr-autodefined-rr-internet-resolver';

type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
};

/** There is no SDK client for these two here: a request as one would sign it by hand. */
async function call(
  cloud: Cloud,
  service: 'route53resolver' | 'route53profiles',
  request: {
    readonly target?: string;
    readonly path?: string;
    readonly query?: Readonly<Record<string, string>>;
    readonly body?: object;
    readonly account?: string;
  },
): Promise<Answer> {
  const { target, path = '/', query = {}, body, account = cloud.settings.account } = request;
  const { accessKeyId } = cloud.credentialsOf(account);
  const scope = `${accessKeyId}/20260101/${cloud.settings.region}/${service}/aws4_request`;
  const { response } = await cloud.requestHandler.handle({
    method: body === undefined ? 'GET' : 'POST',
    path,
    query,
    headers: {
      Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
      ...(target !== undefined && { 'X-Amz-Target': `Route53Resolver.${target}` }),
    },
    body: JSON.stringify(body),
  });
  const answer: Answer['body'] = JSON.parse((await response.body.toArray()).join(''));
  return { status: response.statusCode, headers: response.headers, body: answer };
}

const listAssociations = (cloud: Cloud, body: object = {}, account?: string) =>
  call(cloud, 'route53resolver', {
    target: 'ListResolverRuleAssociations',
    body,
    ...(account !== undefined && { account }),
  });
const listRules = (cloud: Cloud, body: object = {}, account?: string) =>
  call(cloud, 'route53resolver', { target: 'ListResolverRules', body, ...(account !== undefined && { account }) });

describe('Resolver rules', () => {
  test('of a VPC are its own, beside the one that every VPC has', async () => {
    const cloud = createCloud();
    const [vpc, other] = [cloud.createVpc(), cloud.createVpc()];
    const rule = cloud.createResolverRule({ domain: 'example.com', vpcIds: [vpc.id, other.id], name: 'corporate' });
    const ofVpc = { Filters: [{ Name: 'VPCId', Values: [vpc.id] }] };
    const { body } = await listAssociations(cloud, ofVpc);
    expect(body).toEqual({
      MaxResults: 100,
      ResolverRuleAssociations: [
        {
          Id: `rslvr-autodefined-assoc-${vpc.id}-internet-resolver`,
          ResolverRuleId: INTERNET,
          Name: 'System Rule Association',
          VPCId: vpc.id,
          Status: 'COMPLETE',
          StatusMessage: '',
        },
        {
          Id: expect.stringMatching(/^rslvr-rrassoc-/),
          ResolverRuleId: rule,
          Name: 'corporate',
          VPCId: vpc.id,
          Status: 'COMPLETE',
          StatusMessage: '',
        },
      ],
    });
    cloud.dissociateRule(rule, vpc.id);
    expect((await listAssociations(cloud, ofVpc)).body['ResolverRuleAssociations']).toHaveLength(1);
    cloud.associateRule(rule, vpc.id);
    expect((await listAssociations(cloud, ofVpc)).body['ResolverRuleAssociations']).toHaveLength(2);
  });

  test('are listed with domain and type, in pages', async () => {
    const cloud = createCloud();
    const forward = cloud.createResolverRule({ domain: 'Example.com', vpcIds: [], name: 'corporate' });
    cloud.createResolverRule({ domain: 'api.example.com', vpcIds: [], type: 'SYSTEM' });
    const first = await listRules(cloud, { MaxResults: 2 });
    expect(first.body['ResolverRules']).toMatchObject([
      {
        Id: INTERNET,
        Arn: `arn:aws:route53resolver:eu-west-1::autodefined-rule/${INTERNET}`,
        DomainName: '.',
        RuleType: 'RECURSIVE',
      },
      {
        Id: forward,
        Arn: `arn:aws:route53resolver:eu-west-1:123456789012:resolver-rule/${forward}`,
        DomainName: 'example.com.',
        RuleType: 'FORWARD',
        Name: 'corporate',
        TargetIps: [{ Ip: '192.0.2.53', Port: 53 }],
      },
    ]);
    const last = await listRules(cloud, { MaxResults: 2, NextToken: first.body['NextToken'] });
    expect(last.body['ResolverRules']).toMatchObject([{ DomainName: 'api.example.com.', RuleType: 'SYSTEM' }]);
    expect(last.body['NextToken']).toBeUndefined();
  });

  test('of another account are seen by whose VPC they are associated with, and by nobody else', async () => {
    const cloud = createCloud();
    const vpc = cloud.createVpc();
    const rule = cloud.createResolverRule({ domain: 'example.com', vpcIds: [vpc.id], ownerId: OTHER });
    cloud.createResolverRule({ domain: 'example.org', vpcIds: [], ownerId: OTHER });
    expect((await listRules(cloud)).body['ResolverRules']).toMatchObject([
      { Id: INTERNET },
      { Id: rule, OwnerId: OTHER, ShareStatus: 'SHARED_WITH_ME' },
    ]);
    expect((await listRules(cloud, {}, OTHER)).body['ResolverRules']).toHaveLength(3);
    expect((await listAssociations(cloud, {}, OTHER)).body['ResolverRuleAssociations']).toEqual([]);
  });

  test.each([
    [{ MaxResults: 0 }, 'InvalidParameterException'],
    [{ NextToken: 'nonsense' }, 'InvalidNextTokenException'],
    [{ Filters: [{ Name: 'Colour', Values: ['red'] }] }, 'InvalidParameterException'],
  ])('cannot be listed with %j', async (body, error) => {
    const answer = await listAssociations(createCloud(), body);
    expect(answer).toMatchObject({ status: 400, body: { __type: error } });
  });
});

describe('Profiles', () => {
  const associations = (cloud: Cloud, query: Readonly<Record<string, string>>, account?: string) =>
    call(cloud, 'route53profiles', { path: '/profileassociations', query, ...(account !== undefined && { account }) });
  const resources = (cloud: Cloud, id: string, query: Readonly<Record<string, string>> = {}, account?: string) =>
    call(cloud, 'route53profiles', {
      path: `/profileresourceassociations/profileid/${id}`,
      query,
      ...(account !== undefined && { account }),
    });

  test('bring zones and rules to the VPCs they are associated with', async () => {
    const cloud = createCloud();
    const [vpc, home] = [cloud.createVpc(), cloud.createVpc()];
    const zone = cloud.createPrivateZone({ name: 'example.com', vpcIds: [home.id] });
    const rule = cloud.createResolverRule({ domain: 'example.org', vpcIds: [] });
    const profile = cloud.createProfile({ vpcIds: [vpc.id], zoneIds: [zone], ruleIds: [rule] });

    expect((await associations(cloud, { resourceId: vpc.id })).body).toEqual({
      ProfileAssociations: [
        {
          Id: expect.stringMatching(/^rpassoc-/),
          Name: 'profile',
          OwnerId: '123456789012',
          ProfileId: profile,
          ResourceId: vpc.id,
          Status: 'COMPLETE',
          CreationTime: 1_767_225_600,
          ModificationTime: 1_767_225_600,
        },
      ],
    });
    expect((await associations(cloud, { resourceId: home.id })).body).toEqual({ ProfileAssociations: [] });
    expect((await resources(cloud, profile)).body['ProfileResourceAssociations']).toMatchObject([
      { ProfileId: profile, ResourceType: 'HOSTED_ZONE', ResourceArn: `arn:aws:route53:::hostedzone/${zone}` },
      {
        ProfileId: profile,
        ResourceType: 'RESOLVER_RULE',
        ResourceArn: `arn:aws:route53resolver:eu-west-1:123456789012:resolver-rule/${rule}`,
      },
    ]);
    const first = await resources(cloud, profile, { maxResults: '1' });
    expect(first.body['ProfileResourceAssociations']).toHaveLength(1);
    const last = await resources(cloud, profile, { maxResults: '1', nextToken: String(first.body['NextToken']) });
    expect(last.body).toMatchObject({ ProfileResourceAssociations: [{ ResourceType: 'RESOLVER_RULE' }] });

    cloud.deleteProfile(profile);
    expect((await associations(cloud, { resourceId: vpc.id })).body).toEqual({ ProfileAssociations: [] });
    expect(await resources(cloud, profile)).toMatchObject({ status: 404 });
  });

  test('of another account are read by whose VPC they are associated with, and by nobody else', async () => {
    const cloud = createCloud();
    const vpc = cloud.createVpc();
    const profile = cloud.createProfile({ vpcIds: [vpc.id], ownerId: OTHER });
    expect((await associations(cloud, {})).body['ProfileAssociations']).toHaveLength(1);
    expect((await associations(cloud, {}, OTHER)).body['ProfileAssociations']).toEqual([]);
    expect((await resources(cloud, profile)).status).toBe(200);
    expect((await resources(cloud, profile, {}, OTHER)).status).toBe(200);
    expect((await resources(cloud, profile, {}, '111111111111')).status).toBe(404);
  });
});

test.each([
  ['throttle', 400, 'ThrottlingException'],
  ['deny', 400, 'AccessDeniedException'],
  ['unavailable', 500, 'InternalServiceErrorException'],
] as const)('%s is an error of both, each in its own way', async (fault, status, code) => {
  const cloud = createCloud();
  cloud.faults.add({ fault });
  expect(await listRules(cloud)).toMatchObject({ status, body: { __type: code } });
  const profiles = await call(cloud, 'route53profiles', { path: '/profileassociations' });
  expect(profiles).toMatchObject({ status, headers: { 'x-amzn-errortype': code } });
});
