import { describe, expect, it } from 'vitest';
import { epPolicy } from '../../../controller/checks/api/endpoint-policy.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import {
  allow,
  deny,
  DOMAIN_CALLS,
  policyText,
  withEndpointPolicy,
  withPrivateDomain,
  withSharedDomain,
} from './policies.ts';
import {
  ACCOUNT,
  domainWith,
  ENDPOINT,
  failed,
  HOST,
  REGION,
  REST_API,
  situation,
  VPC,
  withSettings,
} from './situation.ts';

const own = allow({ Resource: `arn:aws:execute-api:${REGION}:${ACCOUNT}:*` });

describe('EP_POLICY', () => {
  it('is ok in the healthy situation', () => {
    expect(epPolicy(situation())).toEqual([
      {
        code: 'EP_POLICY',
        subject: ENDPOINT,
        kind: 'ok',
        found: `Its statement 1 allows arn:aws:execute-api:${REGION}:${ACCOUNT}:${REST_API}/live/*.`,
      },
    ]);
  });

  it.each([
    ['denies the API', [own, deny({}, { Sid: 'No', Resource: '*' })], 'It is denied by statement 2 (No).'],
    [
      'denies the VPC',
      [own, deny({ StringEquals: { 'aws:SourceVpc': VPC } }, { Resource: '*' })],
      `It is denied by statement 2, with StringEquals aws:SourceVpc ${VPC}.`,
    ],
    [
      'allows another API alone',
      [allow({ Resource: `arn:aws:execute-api:${REGION}:${ACCOUNT}:z9y8x7w6v5/*` })],
      'No statement of the policy allows it.',
    ],
    [
      'allows another service alone',
      [allow({ Action: 's3:*', Resource: '*' })],
      'No statement of the policy allows it.',
    ],
    ['uses the short form, which is the API’s own', [allow()], 'No statement of the policy allows it.'],
    ['is empty', [], 'No statement of the policy allows it.'],
  ])('is found where the policy %s', (_, statements, found) => {
    const [result] = epPolicy(withEndpointPolicy(policyText(...statements)));
    expect(result).toMatchObject({ subject: ENDPOINT, kind: 'finding', severity: 'err', found });
  });

  const fixOf = (world: EndpointAudit): string => {
    const [result] = epPolicy(world).filter(({ kind }) => kind === 'finding');
    return result?.kind === 'finding' ? result.fix : '';
  };
  const mended = (world: EndpointAudit): string =>
    /--policy-document '(?<text>.*)' --region/.exec(fixOf(world))?.groups?.['text'] ?? '';

  it('is mended by one statement more, and nothing else changed', () => {
    const others = allow({ Resource: 'arn:aws:execute-api:eu-west-1:999988887777:*', Sid: 'Theirs' });
    const world = withEndpointPolicy(JSON.stringify({ Version: '2012-10-17', Id: 'mine', Statement: others }));
    const calls = `arn:aws:execute-api:${REGION}:${ACCOUNT}:${REST_API}/live/*`;
    expect(fixOf(world)).toMatch(
      new RegExp(`^This adds .*:\\naws ec2 modify-vpc-endpoint --vpc-endpoint-id ${ENDPOINT} .* --region ${REGION}$`),
    );
    expect(JSON.parse(mended(world))).toEqual({
      Version: '2012-10-17',
      Id: 'mine',
      Statement: [others, allow({ Resource: [calls] })],
    });
    expect(epPolicy(withEndpointPolicy(mended(world)))).toMatchObject([{ kind: 'ok' }]);
  });

  it('is mended by no command where a statement denies: it is named and shown', () => {
    const world = withEndpointPolicy(policyText(own, deny({}, { Sid: 'No', Resource: '*' })));
    const [words, ...commands] = fixOf(world).split('\n');
    expect(words).toMatch(/^Change statement 2 \(No\) so that it does not deny .* as it is:$/);
    expect(commands).toEqual([
      `aws ec2 describe-vpc-endpoints --vpc-endpoint-ids ${ENDPOINT} --query 'VpcEndpoints[].PolicyDocument' --output text --region ${REGION}`,
    ]);
  });

  it.each([
    ['everything', [allow({ Action: '*', Resource: '*' })]],
    ['the API, and denies a named user', [own, deny({}, { Resource: '*', Principal: { AWS: '111122223333' } })]],
    ['the API, and denies another VPC', [own, deny({ StringEquals: { 'aws:SourceVpc': 'vpc-b' } }, { Resource: '*' })]],
    [
      'the API, and denies another API',
      [own, deny({}, { Resource: `arn:aws:execute-api:${REGION}:${ACCOUNT}:other/*` })],
    ],
  ])('is ok where the policy allows %s', (_, statements) => {
    expect(epPolicy(withEndpointPolicy(policyText(...statements)))).toMatchObject([{ kind: 'ok' }]);
  });

  it('asks for every stage where none is configured', () => {
    const oneStage = policyText(allow({ Resource: `arn:aws:execute-api:${REGION}:${ACCOUNT}:${REST_API}/live/*` }));
    expect(epPolicy(withEndpointPolicy(oneStage))).toMatchObject([{ kind: 'ok' }]);
    expect(epPolicy(withSettings({ stage: undefined }, withEndpointPolicy(oneStage)))).toMatchObject([
      { kind: 'unknown', outOfReach: true },
    ]);
  });

  it.each([
    [
      'a deny of a part of the API, whoever calls',
      policyText(own, deny({}, { Resource: `arn:aws:execute-api:${REGION}:${ACCOUNT}:${REST_API}/live/GET/admin/*` })),
    ],
    [
      'a condition that cannot be told',
      policyText(allow({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o' } }, Resource: '*' })),
    ],
    ['named principals alone', policyText(allow({ Principal: { AWS: '111122223333' }, Resource: '*' }))],
  ])('is out of reach with %s', (_, policy) => {
    expect(epPolicy(withEndpointPolicy(policy))).toMatchObject([{ kind: 'unknown', outOfReach: true }]);
  });

  it.each([
    [
      'a deny that may be of the endpoint',
      withEndpointPolicy(policyText(own, deny({ StringNotEquals: { 'aws:PrincipalOrgID': 'o' } }, { Resource: '*' }))),
    ],
    ['an empty policy', withEndpointPolicy('')],
    ['a policy that is none', withEndpointPolicy('{')],
    ['an endpoint that could not be read', situation({ source: failed() })],
  ])('is unknown with %s', (_, world) => {
    const [result] = epPolicy(world);
    expect(result?.kind).toBe('unknown');
    expect(result).not.toHaveProperty('outOfReach');
  });

  it('is not configured without the API’s id', () => {
    expect(epPolicy(withSettings({ restApiId: undefined }))).toEqual([
      { code: 'EP_POLICY', subject: ENDPOINT, kind: 'not-configured', key: 'audit.restApiId' },
    ]);
  });
});

describe('EP_POLICY before a private domain', () => {
  const api = allow({ Resource: `arn:aws:execute-api:${REGION}:${ACCOUNT}:${REST_API}/*` });
  const domain = allow({ Resource: DOMAIN_CALLS });
  const world = (...statements: readonly unknown[]): EndpointAudit =>
    withEndpointPolicy(policyText(...statements), withPrivateDomain({}));
  const kinds = (situated: EndpointAudit): readonly string[] => epPolicy(situated).map(({ kind }) => kind);

  it.each([
    ['API and domain', [api, domain], ['ok', 'ok']],
    ['everything', [allow({ Resource: '*' })], ['ok', 'ok']],
    ['the account’s own', [own], ['ok', 'ok']],
    ['the API alone', [api], ['ok', 'finding']],
    ['the domain alone', [domain], ['finding', 'ok']],
    ['neither', [], ['finding', 'finding']],
    [
      'whatever is called by the domain, which cannot be told',
      [allow({ Resource: '*', Condition: { ArnEquals: { 'execute-api:viaDomainArn': DOMAIN_CALLS } } })],
      ['unknown', 'unknown'],
    ],
  ])('makes of a policy that allows %s: %j, API and domain', (_, statements, expected) => {
    expect(kinds(world(...statements))).toEqual(expected);
  });

  it.each([
    ['neither', []],
    ['the API alone', [api]],
    ['the domain alone', [domain]],
  ])('is mended for both by one command, where the policy allows %s', (_, statements) => {
    const fixes = epPolicy(world(...statements)).flatMap((result) => (result.kind === 'finding' ? [result.fix] : []));
    expect(new Set(fixes).size).toBe(1);
    const text = /--policy-document '(?<text>.*)' --region/.exec(fixes[0] ?? '')?.groups?.['text'] ?? '';
    expect(kinds(withEndpointPolicy(text, withPrivateDomain({})))).toEqual(['ok', 'ok']);
  });

  it('asks for another account’s domain by its own ARN', () => {
    expect(epPolicy(withSharedDomain())).toMatchObject([
      { kind: 'ok' },
      { kind: 'finding', subject: HOST, expected: expect.stringContaining('999988887777:/domainnames/') },
    ]);
  });

  it('is unknown where the domain could not be read, and says nothing of one that is not there', () => {
    expect(kinds(situation({ domain: domainWith({ domain: failed() }) }))).toEqual(['ok', 'unknown']);
    expect(kinds(situation({ domain: domainWith({ domain: failed('not-found') }) }))).toEqual(['ok']);
  });
});
