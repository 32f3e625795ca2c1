import { describe, expect, it } from 'vitest';
import { apiPolicy } from '../../../controller/checks/api/api-policy.ts';
import type { AuditSituation } from '../../../controller/model/audit.ts';
import type { CheckResult } from '../../../controller/model/finding.ts';
import type { Forbidden, ProbeAttempt } from '../../../controller/model/probe.ts';
import { read } from '../../../controller/model/reading.ts';
import { allow, deny, policyText, withApiPolicy, withEndpointPolicy } from './policies.ts';
import { apiWith, ENDPOINT, failed, REGION, REST_API, situation, valueOf, VPC, withSettings } from './situation.ts';

const OTHERS = 'endpoints of other accounts';
const STAGE = 'stage live';
const untold = { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } };

/** The result on one subject. */
function resultOn(subject: string, world: AuditSituation): CheckResult | undefined {
  return apiPolicy(world).find((result) => result.subject === subject);
}

/** The policy in the command that mends a finding. */
function mended(result: CheckResult | undefined): string {
  const fix = result?.kind === 'finding' ? result.fix : '';
  const operations = /--patch-operations '(?<json>.*?)' --region/.exec(fix)?.groups?.['json'] ?? '[]';
  const [operation]: readonly { readonly value?: string }[] = JSON.parse(operations);
  return operation?.value ?? '';
}

describe('API_POLICY', () => {
  it('is ok in the healthy situation', () => {
    expect(apiPolicy(situation())).toEqual([
      {
        code: 'API_POLICY',
        subject: REST_API,
        kind: 'ok',
        found: `Its statement 1 lets in calls through ${ENDPOINT} in ${VPC}.`,
      },
      {
        code: 'API_POLICY',
        subject: OTHERS,
        kind: 'ok',
        found: 'The policy lets in no endpoint that it does not name.',
      },
      { code: 'API_POLICY', subject: VPC, kind: 'ok', found: 'The policy names it, and it exists.' },
      { code: 'API_POLICY', subject: STAGE, kind: 'ok', found: 'It has deployment dep123.' },
    ]);
  });

  it('is not configured without the API’s id', () => {
    const without = { code: 'API_POLICY', subject: 'REST API', kind: 'not-configured', key: 'audit.restApiId' };
    expect(apiPolicy(withSettings({ restApiId: undefined }))).toEqual([without]);
  });

  it('is found where there is no such API, and unknown where it could not be read', () => {
    const world = (kind: 'not-found' | 'denied'): AuditSituation =>
      situation({ api: apiWith({ restApi: failed(kind) }) });
    expect(apiPolicy(world('not-found'))).toMatchObject([{ subject: REST_API, kind: 'finding', severity: 'crit' }]);
    expect(apiPolicy(world('denied'))).toMatchObject([{ subject: REST_API, kind: 'unknown' }]);
  });

  it('is found where the API is not private', () => {
    const restApi = read({ ...valueOf(apiWith().restApi), endpointTypes: ['REGIONAL'] });
    expect(apiPolicy(situation({ api: apiWith({ restApi }) }))).toMatchObject([
      {
        subject: REST_API,
        kind: 'finding',
        severity: 'err',
        found: 'Its endpoint type is REGIONAL.',
        fix: expect.stringContaining('op=replace,path=/endpointConfiguration/types/REGIONAL,value=PRIVATE'),
      },
      { subject: STAGE, kind: 'ok' },
    ]);
  });
});

describe('a call through the endpoint', () => {
  it.each([
    ['without a policy', undefined, 'The API has no policy, or an empty one: a private API then lets nobody in.'],
    ['by an empty one', policyText(), 'The API has no policy, or an empty one: a private API then lets nobody in.'],
    [
      'by an allow of another endpoint',
      policyText(allow({ Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-0f' } } })),
      'No statement of the policy allows them.',
    ],
    [
      'by a deny of all but another endpoint',
      policyText(allow(), deny({ StringNotEquals: { 'aws:SourceVpce': 'vpce-0f' } })),
      'They are denied by statement 2, with StringNotEquals aws:SourceVpce vpce-0f.',
    ],
    [
      'by a deny of its VPC',
      policyText(allow(), deny({ StringLike: { 'aws:SourceVpc': 'vpc-*' } }, { Sid: 'NoVpc' })),
      'They are denied by statement 2 (NoVpc), with StringLike aws:SourceVpc vpc-*.',
    ],
    [
      'by a deny of addresses, which are the load balancer’s',
      policyText(allow(), deny({ NotIpAddress: { 'aws:VpcSourceIp': '10.0.0.0/16' } })),
      'It hangs on statement 2, with NotIpAddress aws:VpcSourceIp 10.0.0.0/16: behind the load balancer that is the load balancer’s own address, whoever calls.',
    ],
    [
      'by an allow of addresses, and nothing else',
      policyText(allow({ Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } })),
      'It hangs on statement 1, with IpAddress aws:SourceIp 203.0.113.0/24: behind the load balancer that is the load balancer’s own address, whoever calls.',
    ],
  ])('is not let in %s', (_, policy, found) => {
    const result = resultOn(REST_API, withApiPolicy(policy));
    expect(result).toMatchObject({ kind: 'finding', severity: 'crit', found });
    const after = withApiPolicy(mended(result));
    expect(resultOn(REST_API, after)?.kind).toBe('ok');
    expect(resultOn(OTHERS, after)?.kind).toBe('ok');
  });

  it.each([
    ['its VPC is named', policyText(allow({ Condition: { StringEquals: { 'aws:SourceVpc': VPC } } }))],
    [
      'its VPC is named beside another endpoint',
      policyText(allow(), deny({ StringNotEquals: { 'aws:SourceVpc': VPC, 'aws:SourceVpce': 'vpce-0f' } })),
    ],
    [
      'addresses are denied of another VPC alone',
      policyText(
        allow(),
        deny({ StringEquals: { 'aws:SourceVpc': 'vpc-0b' }, NotIpAddress: { 'aws:VpcSourceIp': '10.0.0.0/16' } }),
      ),
    ],
    [
      'addresses are allowed, and everybody as well',
      policyText(allow({ Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }), allow()),
    ],
  ])('is let in where %s', (_, policy) => {
    expect(resultOn(REST_API, withApiPolicy(policy))?.kind).toBe('ok');
  });

  it.each([
    ['a condition cannot be told', policyText(allow({ Condition: untold }))],
    ['named principals alone are allowed', policyText(allow({ Principal: { AWS: '111122223333' } }))],
    ['a part of the API alone is allowed', policyText(allow({ Resource: 'execute-api:/live/GET/*' }))],
  ])('is out of reach where %s', (_, policy) => {
    expect(resultOn(REST_API, withApiPolicy(policy))).toMatchObject({ kind: 'unknown', outOfReach: true });
  });

  it.each([
    ['the policy is none', withApiPolicy('{')],
    ['the endpoint could not be read', situation({ source: failed() })],
  ])('is unknown where %s', (_, world) => {
    const result = resultOn(REST_API, world);
    expect(result?.kind).toBe('unknown');
    expect(result).not.toHaveProperty('outOfReach');
  });
});

describe('a call through another account’s endpoint', () => {
  it.each([
    ['everybody is allowed', policyText(allow())],
    ['one foreign endpoint is denied', policyText(allow(), deny({ StringEquals: { 'aws:SourceVpce': 'vpce-0f' } }))],
    ['any VPC is allowed', policyText(allow({ Condition: { StringLike: { 'aws:SourceVpc': 'vpc-*' } } }))],
  ])('is let in where %s: the API is open', (_, policy) => {
    const world = withApiPolicy(policy);
    const result = resultOn(OTHERS, world);
    expect(result).toMatchObject({ kind: 'finding', severity: 'crit', found: expect.stringContaining('statement 1') });
    expect(resultOn(OTHERS, withApiPolicy(mended(result)))?.kind).toBe('ok');
  });

  it('is not let in where the allow names the VPC, without any deny', () => {
    const policy = policyText(allow({ Condition: { StringEquals: { 'aws:SourceVpc': VPC } } }));
    expect(resultOn(OTHERS, withApiPolicy(policy))?.kind).toBe('ok');
  });

  it('is judged although the own endpoint could not be read', () => {
    const result = resultOn(OTHERS, { ...withApiPolicy(policyText(allow())), source: failed() });
    expect(result).toMatchObject({ kind: 'finding', severity: 'crit' });
    expect(mended(result)).toContain(JSON.stringify({ 'aws:SourceVpce': [ENDPOINT] }));
  });

  it('is out of reach where a condition cannot be told', () => {
    const world = withApiPolicy(policyText(allow(), deny(untold)));
    expect(resultOn(OTHERS, world)).toMatchObject({ kind: 'unknown', outOfReach: true });
  });
});

describe('the command that mends', () => {
  it('changes the policy and deploys it', () => {
    const result = resultOn(OTHERS, withApiPolicy(policyText(allow())));
    const fix = result?.kind === 'finding' ? result.fix.split(' && ') : [];
    expect(fix[0]).toMatch(
      new RegExp(`^aws apigateway update-rest-api --rest-api-id ${REST_API} --patch-operations '`),
    );
    expect(fix[1]).toBe(
      `aws apigateway create-deployment --rest-api-id ${REST_API} --stage-name live --region ${REGION}`,
    );
  });

  it('goes on letting in whom the policy names and lets in, and nobody whom it denies', () => {
    const policy = policyText(
      allow(),
      deny({ StringNotEquals: { 'aws:SourceVpc': 'vpc-0b', 'aws:SourceVpce': ['vpce-0c', 'vpce-0d'] } }),
      deny({ StringEquals: { 'aws:SourceVpce': 'vpce-0d' } }),
    );
    const after = JSON.parse(mended(resultOn(REST_API, withApiPolicy(policy))));
    expect(after.Statement[1].Condition).toEqual({
      StringNotEquals: { 'aws:SourceVpc': [VPC, 'vpc-0b'], 'aws:SourceVpce': ['vpce-0c'] },
    });
  });
});

describe('an id in the policy', () => {
  const policy = policyText(allow(), deny({ StringNotEquals: { 'aws:SourceVpc': [VPC, 'vpc-0b'] } }));

  it('that this account does not see may be another’s: out of reach, and no finding', () => {
    const world = withApiPolicy(policy);
    expect(resultOn(VPC, world)?.kind).toBe('ok');
    expect(resultOn('vpc-0b', world)).toMatchObject({ kind: 'unknown', outOfReach: true });
  });

  it('is unknown where it was not asked which exist, and nothing is said where none is named', () => {
    const unasked = (text: string): AuditSituation => {
      const world = withApiPolicy(text);
      return { ...world, api: apiWith({ ...world.api, existing: failed() }) };
    };
    expect(resultOn('ids in the policy', unasked(policy))?.kind).toBe('unknown');
    expect(resultOn('ids in the policy', unasked(policyText(allow())))).toBeUndefined();
  });

  it('is none where it is a pattern', () => {
    const world = withApiPolicy(policyText(allow({ Condition: { StringLike: { 'aws:SourceVpc': 'vpc-*' } } })));
    expect(apiPolicy(world).map(({ subject }) => subject)).toEqual([REST_API, OTHERS, STAGE]);
  });
});

describe('the stage', () => {
  const denied = (forbidden: Forbidden): Pick<AuditSituation, 'probe'> => {
    const attempt: ProbeAttempt = {
      of: 'target',
      ip: '10.0.1.17',
      port: 443,
      kind: 'answered',
      status: 403,
      forbidden,
    };
    return { probe: read({ attempts: [attempt] }) };
  };

  it('is found missing, unknown where it could not be read, and not configured without its name', () => {
    const missing = resultOn(STAGE, situation({ api: apiWith({ stage: failed('not-found') }) }));
    expect(missing).toMatchObject({ kind: 'finding', severity: 'crit', found: 'There is no such stage.' });
    expect(resultOn(STAGE, situation({ api: apiWith({ stage: failed() }) }))?.kind).toBe('unknown');
    expect(resultOn('stage', withSettings({ stage: undefined }))).toMatchObject({
      kind: 'not-configured',
      key: 'audit.stage',
    });
  });

  it.each(['explicit-deny', 'implicit-deny'] as const)(
    'has an old policy where the probe met an %s that no policy can have said',
    (forbidden) => {
      expect(resultOn(STAGE, situation(denied(forbidden)))).toMatchObject({
        kind: 'finding',
        severity: 'crit',
        found:
          'It has deployment dep123, and denies the call at 10.0.1.17:443, which the policies of API and endpoint now allow.',
        fix: `aws apigateway create-deployment --rest-api-id ${REST_API} --stage-name live --region ${REGION}`,
      });
    },
  );

  it.each(['no-such-api', 'missing-token', 'other'] as const)('has no old policy where the 403 is %s', (forbidden) => {
    expect(resultOn(STAGE, situation(denied(forbidden)))?.kind).toBe('ok');
  });

  it.each([
    ['the API’s policy allows nothing', withApiPolicy(undefined), 'ok'],
    ['the API’s policy denies', withApiPolicy(policyText(allow(), deny())), 'ok'],
    ['the endpoint’s policy allows nothing of it', withEndpointPolicy(policyText(allow())), 'ok'],
    ['the API’s policy cannot be told', withApiPolicy(policyText(allow({ Condition: untold }))), 'unknown'],
    ['the API’s policy is none', withApiPolicy('{'), 'unknown'],
    ['the endpoint’s policy cannot be told', withEndpointPolicy(''), 'unknown'],
    ['the endpoint could not be read', situation({ source: failed() }), 'unknown'],
    [
      'named principals alone are allowed',
      withApiPolicy(policyText(allow({ Principal: { AWS: '111122223333' } }))),
      'unknown',
    ],
  ])('is not blamed for a deny that the probe met where %s', (_, world, kind) => {
    expect(resultOn(STAGE, { ...world, ...denied('explicit-deny') })?.kind).toBe(kind);
  });

  it('is not blamed by a probe that could not be read', () => {
    expect(resultOn(STAGE, situation({ probe: failed() }))?.kind).toBe('ok');
  });
});
