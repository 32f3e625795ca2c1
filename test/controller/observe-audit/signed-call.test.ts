import { Readable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createAuditAws } from '../../../controller/aws/audit-clients.ts';
import type { AwsOptions } from '../../../controller/aws/clients.ts';
import { attempt } from '../../../controller/aws/failure.ts';
import { listProfileAssociations, listProfileResources } from '../../../controller/aws/profiles.ts';
import { listRuleAssociations, listRules } from '../../../controller/aws/resolver.ts';
import type { SignedAws } from '../../../controller/aws/signed-call.ts';
import { createCloud } from '../../cloud/cloud.ts';
import type { FaultName } from '../../cloud/wire/faults.ts';

const credentials = { accessKeyId: 'AKIA123456789012', secretAccessKey: 'secret' };

type Request = {
  readonly method: string;
  readonly hostname: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};
type Canned = { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string };

/** A wire that answers what it is told, page by page, and notes what it was asked. */
function cannedAws(
  answers: readonly Canned[],
  { region = 'eu-west-1', sessionToken }: { region?: string; sessionToken?: string } = {},
): { aws: SignedAws; requests: Request[]; paced: () => number } {
  const requests: Request[] = [];
  let turns = 0;
  const pace = async (): Promise<void> => {
    turns += 1;
  };
  const requestHandler: AwsOptions['requestHandler'] = {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async (request: Request) => {
      const { status, headers = {}, body } = answers[requests.length] ?? { status: 500, body: 'asked too often' };
      requests.push(request);
      return { response: { statusCode: status, headers, body: Readable.from([Buffer.from(body)]) } };
    },
  };
  const identity = { ...credentials, ...(sessionToken !== undefined && { sessionToken }) };
  const { ec2 } = createAuditAws(region, { requestHandler, credentials: identity });
  return { aws: { ec2, region, pace }, requests, paced: () => turns };
}

const json = (body: object): Canned => ({ status: 200, body: JSON.stringify(body) });
const rule = (Id: string): object => ({ Id, RuleType: 'FORWARD', DomainName: 'example.com.' });

describe('a signed call', () => {
  it.each([
    ['eu-west-1', 'route53resolver.eu-west-1.amazonaws.com'],
    ['cn-north-1', 'route53resolver.cn-north-1.amazonaws.com.cn'],
  ])('in %s goes to %s, signed for service and Region', async (region, hostname) => {
    const { aws, requests } = cannedAws([json({ ResolverRules: [] })], { region, sessionToken: 'session' });
    await listRules(aws);
    expect(requests).toMatchObject([
      {
        method: 'POST',
        hostname,
        path: '/',
        headers: {
          host: hostname,
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': 'Route53Resolver.ListResolverRules',
          'x-amz-security-token': 'session',
          authorization: expect.stringMatching(
            new RegExp(`^AWS4-HMAC-SHA256 Credential=AKIA123456789012/\\d{8}/${region}/route53resolver/aws4_request, `),
          ),
        },
      },
    ]);
  });

  it('follows pages with the token, in the body or in the query, each at the pace', async () => {
    const rules = cannedAws([
      json({ ResolverRules: [rule('a')], NextToken: 't' }),
      json({ ResolverRules: [rule('b')], NextToken: null }),
    ]);
    expect((await listRules(rules.aws)).map(({ Id }) => Id)).toEqual(['a', 'b']);
    expect(rules.paced()).toBe(2);
    expect(rules.requests.map(({ body = '' }) => JSON.parse(body))).toEqual([{}, { NextToken: 't' }]);

    const profile = { ProfileId: 'rp-1', Status: 'COMPLETE' };
    const profiles = cannedAws([
      json({ ProfileAssociations: [profile], NextToken: 'a b' }),
      json({ ProfileAssociations: [] }),
    ]);
    expect(await listProfileAssociations(profiles.aws, 'vpc-1')).toEqual([profile]);
    expect(profiles.requests).toMatchObject([
      { method: 'GET', path: '/profileassociations', query: { resourceId: 'vpc-1' } },
      { query: { resourceId: 'vpc-1', nextToken: 'a b' } },
    ]);
  });

  it('names the profile in the path', async () => {
    const { aws, requests } = cannedAws([json({ ProfileResourceAssociations: [] })]);
    await listProfileResources(aws, 'rp-1');
    expect(requests).toMatchObject([{ path: '/profileresourceassociations/profileid/rp-1', query: {} }]);
  });

  it('asks for the rules of one VPC', async () => {
    const { aws, requests } = cannedAws([json({ ResolverRuleAssociations: [] })]);
    await listRuleAssociations(aws, 'vpc-1');
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ Filters: [{ Name: 'VPCId', Values: ['vpc-1'] }] });
  });
});

describe('a signed call that fails', () => {
  const rejected = (name: string): Readonly<Record<string, string>> => ({ 'X-Amzn-ErrorType': name });

  it.each<[string, Canned, object]>([
    [
      'with a code in a header, as that code',
      { status: 404, headers: rejected('ResourceNotFoundException:http://x/'), body: '{"message":"gone"}' },
      { kind: 'not-found', code: 'ResourceNotFoundException', message: 'gone' },
    ],
    [
      'with a code in the body, without its namespace',
      { status: 400, body: '{"__type":"com.amazonaws.x#AccessDeniedException","Message":"no"}' },
      { kind: 'denied', code: 'AccessDeniedException', message: 'no' },
    ],
    [
      'of a broken service, as transient whatever the code',
      { status: 500, body: '{"__type":"InternalServiceErrorException"}' },
      { kind: 'transient', code: 'InternalServiceErrorException' },
    ],
    ['with a page of a proxy, by its status', { status: 502, body: '<html>' }, { kind: 'transient', code: 'Http502' }],
    [
      'with an answer that is no JSON',
      { status: 200, body: '<html>' },
      { kind: 'transient', code: 'IncompleteAnswer' },
    ],
    ['with nothing in its answer', json({}), { kind: 'transient', code: 'IncompleteAnswer' }],
  ])('fails once, %s', async (_, answer, problem) => {
    const { aws, requests } = cannedAws([answer]);
    const reading = await attempt(() => listRules(aws));
    expect(reading).toMatchObject({ kind: 'unread', problem: { doing: 'listing the Resolver rules', ...problem } });
    expect(requests).toHaveLength(1);
  });

  it.each<[FaultName, string]>([
    ['throttle', 'transient'],
    ['deny', 'denied'],
    ['unavailable', 'transient'],
    ['reset', 'unreachable'],
    ['hang', 'transient'],
  ])('by %s is %s', async (fault, kind) => {
    const cloud = createCloud();
    const { ec2 } = createAuditAws('eu-west-1', {
      requestHandler: cloud.requestHandler,
      credentials: cloud.credentials,
    });
    cloud.faults.add({ fault });
    const reading = await attempt(() => listRules({ ec2, region: 'eu-west-1', pace: async () => undefined }));
    expect(reading).toMatchObject({ kind: 'unread', problem: { kind } });
    expect(cloud.calls).toHaveLength(1);
  });
});

describe('AWS_ENDPOINT_URL', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('is where a signed call goes too, be it the first call of all', async () => {
    const cloud = createCloud();
    const vpcId = cloud.createVpc().id;
    cloud.createProfile({ vpcIds: [vpcId] });
    const server = await cloud.listen();
    vi.stubEnv('AWS_ENDPOINT_URL', server.url);
    const { ec2, region } = createAuditAws('eu-west-1', { credentials: cloud.credentials });
    const aws = { ec2, region, pace: async () => undefined };
    expect(await listProfileAssociations(aws, vpcId)).toHaveLength(1);
    expect((await listRuleAssociations(aws, vpcId)).map(({ Status }) => Status)).toEqual(['COMPLETE']);
    ec2.destroy();
    await server.close();
  });
});
