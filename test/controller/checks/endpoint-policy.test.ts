import { describe, expect, it } from 'vitest';
import { epPolicy } from '../../../controller/checks/api/endpoint-policy.ts';
import { allow, deny, policyText, withEndpointPolicy } from './policies.ts';
import { ACCOUNT, ENDPOINT, failed, REGION, REST_API, situation, VPC, withSettings } from './situation.ts';

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

  it('is mended by a policy under which it is ok', () => {
    const [result] = epPolicy(withEndpointPolicy(policyText()));
    const fix = result?.kind === 'finding' ? result.fix : '';
    expect(fix).toMatch(new RegExp(`^aws ec2 modify-vpc-endpoint --vpc-endpoint-id ${ENDPOINT} .*--region ${REGION}$`));
    const text = /--policy-document '(?<text>.*)'/.exec(fix)?.groups?.['text'] ?? '';
    expect(epPolicy(withEndpointPolicy(text))[0]?.kind).toBe('ok');
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
      'a condition that cannot be told',
      policyText(allow({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o' } }, Resource: '*' })),
    ],
    ['named principals alone', policyText(allow({ Principal: { AWS: '111122223333' }, Resource: '*' }))],
  ])('is out of reach with %s', (_, policy) => {
    expect(epPolicy(withEndpointPolicy(policy))).toMatchObject([{ kind: 'unknown', outOfReach: true }]);
  });

  it.each([
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
