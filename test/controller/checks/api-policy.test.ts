import { describe, expect, it } from 'vitest';
import { apiPolicy } from '../../../controller/checks/api/api-policy.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import type { CheckResult } from '../../../controller/model/finding.ts';
import type { Forbidden, ProbeAttempt } from '../../../controller/model/probe.ts';
import { read } from '../../../controller/model/reading.ts';
import {
  allow,
  deny,
  policyText,
  withApiPolicy,
  withEndpointPolicy,
  withPrivateDomain,
  withSharedDomain,
} from './policies.ts';
import { apiWith, ENDPOINT, failed, REGION, REST_API, situation, valueOf, VPC, withSettings } from './situation.ts';

const OTHERS = 'endpoints of other accounts';
const STAGE = 'stage live';
const untold = { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } };

/** The result on one subject. */
function resultOn(subject: string, world: EndpointAudit): CheckResult | undefined {
  return apiPolicy(world).find((result) => result.subject === subject);
}

function fixOf(result: CheckResult | undefined): string {
  return result?.kind === 'finding' ? result.fix : '';
}

/** The policy in the command that mends a finding. */
function mended(result: CheckResult | undefined): string {
  const operations = /--patch-operations '(?<json>.*?)' --region/.exec(fixOf(result))?.groups?.['json'] ?? '[]';
  const [operation]: readonly { readonly value?: string }[] = JSON.parse(operations);
  return operation?.value ?? '';
}

const SHOW = `aws apigateway get-rest-api --rest-api-id ${REST_API} --query policy --output text --region ${REGION}`;
const DEPLOY = `aws apigateway create-deployment --rest-api-id ${REST_API} --stage-name live --region ${REGION}`;

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
    const world = (kind: 'not-found' | 'denied'): EndpointAudit =>
      situation({ api: apiWith({ restApi: failed(kind) }) });
    expect(apiPolicy(world('not-found'))).toMatchObject([{ subject: REST_API, kind: 'finding', severity: 'crit' }]);
    expect(apiPolicy(world('denied'))).toMatchObject([{ subject: REST_API, kind: 'unknown' }]);
  });

  it.each(['REGIONAL', 'EDGE'])(
    'is found where the API is %s, with no command that takes a public API away',
    (type) => {
      const restApi = read({ ...valueOf(apiWith().restApi), endpointTypes: [type] });
      const results = apiPolicy(situation({ api: apiWith({ restApi }) }));
      expect(results).toMatchObject([
        { subject: REST_API, kind: 'finding', severity: 'crit', found: `Its endpoint type is ${type}.` },
        { subject: STAGE, kind: 'ok' },
      ]);
      const [words, command] = fixOf(results[0]).split('\n');
      expect(words).toContain('whoever calls it publicly is then cut off');
      expect(command).toBe(`aws apigateway get-rest-api --rest-api-id ${REST_API} --region ${REGION}`);
    },
  );
});

describe('a call through the endpoint', () => {
  it.each([
    ['without a policy', undefined, 'There is no policy, or an empty one: then nobody is let in.'],
    ['by an empty one', policyText(), 'There is no policy, or an empty one: then nobody is let in.'],
    [
      'by a deny of every stage, verb and path but for another endpoint',
      policyText(
        allow(),
        deny({ StringNotEquals: { 'aws:SourceVpce': 'vpce-0f' } }, { Resource: 'execute-api:/*/*/*' }),
      ),
      'They are denied by statement 2, with StringNotEquals aws:SourceVpce vpce-0f.',
    ],
    [
      'by a deny of all but another VPC, whatever its case',
      policyText(allow(), deny({ StringNotEqualsIgnoreCase: { 'aws:SourceVpc': 'VPC-0DEAD' } })),
      'They are denied by statement 2, with StringNotEqualsIgnoreCase aws:SourceVpc VPC-0DEAD.',
    ],
    [
      'by a deny of all but another endpoint',
      policyText(allow(), deny({ StringNotEquals: { 'aws:SourceVpce': 'vpce-0f' } })),
      'They are denied by statement 2, with StringNotEquals aws:SourceVpce vpce-0f.',
    ],
  ])('is not let in %s: mended by one change, and deployed', (_, policy, found) => {
    const result = resultOn(REST_API, withApiPolicy(policy));
    expect(result).toMatchObject({ kind: 'finding', severity: 'crit', found });
    expect(fixOf(result)).toMatch(
      /^This lets in calls through .* as it is:\naws apigateway update-rest-api .*\nThis deploys/,
    );
    expect(fixOf(result).split('\n').at(-1)).toBe(DEPLOY);
    const after = withApiPolicy(mended(result));
    expect(resultOn(REST_API, after)?.kind).toBe('ok');
    expect(resultOn(OTHERS, after)?.kind).toBe('ok');
  });

  it.each([
    [
      'by an allow of another endpoint',
      policyText(allow({ Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-0f' } } })),
      'No statement of the policy allows them.',
    ],
    ['by a deny of everybody', policyText(allow(), deny()), 'They are denied by statement 2.'],
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
  ])('is not let in %s: what to change is said, and nothing is', (_, policy, found) => {
    const result = resultOn(REST_API, withApiPolicy(policy));
    expect(result).toMatchObject({ kind: 'finding', severity: 'crit', found });
    expect(fixOf(result)).toMatch(/^\p{Lu}.*leave the rest of the policy as it is:\n/u);
    expect(fixOf(result).split('\n').slice(1)).toEqual([SHOW]);
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
    [
      'a part of the API is denied, whoever calls',
      policyText(allow(), deny({}, { Resource: 'execute-api:/live/DELETE/*' })),
    ],
  ])('is out of reach where %s', (_, policy) => {
    expect(resultOn(REST_API, withApiPolicy(policy))).toMatchObject({ kind: 'unknown', outOfReach: true });
  });

  it.each([
    ['the policy is none', withApiPolicy('{')],
    ['the endpoint could not be read', situation({ source: failed() })],
    ['a deny that may be of it cannot be told', withApiPolicy(policyText(allow(), deny(untold)))],
    [
      'a deny of values of the endpoint cannot be told',
      withApiPolicy(policyText(allow(), deny({ 'ForAnyValue:StringNotEquals': { 'aws:SourceVpce': 'vpce-0dead' } }))),
    ],
    [
      'a part of the API is denied it',
      withApiPolicy(
        policyText(
          allow(),
          deny({ StringNotEquals: { 'aws:SourceVpce': 'vpce-0dead' } }, { Resource: 'execute-api:/live/GET/*' }),
        ),
      ),
    ],
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
  const statements = (text: string): readonly unknown[] => {
    const { Statement }: { readonly Statement: readonly unknown[] } = JSON.parse(text);
    return Statement;
  };
  const changed = (result: CheckResult | undefined): readonly unknown[] => statements(mended(result));
  const partner = allow({ Resource: 'execute-api:/live/GET/*' });
  const theirs = allow({ Principal: { AWS: 'arn:aws:iam::444455556666:role/partner' } });

  it.each([
    ['the VPC, where VPCs are named', { 'aws:SourceVpc': 'vpc-0b' }, { 'aws:SourceVpc': ['vpc-0b', VPC] }],
    [
      'the VPC, where VPCs and endpoints are named',
      { 'aws:SourceVpce': ['vpce-0c'], 'aws:SourceVpc': ['vpc-0b'] },
      { 'aws:SourceVpce': ['vpce-0c'], 'aws:SourceVpc': ['vpc-0b', VPC] },
    ],
    [
      'the endpoint, where endpoints alone are named',
      { 'aws:SourceVpce': ['vpce-0dead', 'vpce-0aaaa'] },
      { 'aws:SourceVpce': ['vpce-0dead', 'vpce-0aaaa', ENDPOINT] },
    ],
  ])('adds to the exceptions of the deny %s, and keeps all else', (_, before, after) => {
    const denied = (keys: object): object => deny({ StringNotEquals: keys }, { Sid: 'Others' });
    const text = JSON.stringify({ Version: '2012-10-17', Id: 'mine', Statement: [partner, theirs, denied(before)] });
    const result = resultOn(REST_API, withApiPolicy(text));
    expect(JSON.parse(mended(result))).toEqual({ ...JSON.parse(text), Statement: [partner, theirs, denied(after)] });
  });

  it('changes every deny of the call, and no other', () => {
    const one = deny({ StringNotEquals: { 'aws:SourceVpc': 'vpc-0b' } });
    const two = deny({ StringNotLike: { 'aws:SourceVpce': 'vpce-0c*' } });
    const other = deny({ StringEquals: { 'aws:SourceVpce': 'vpce-0d' } });
    const result = resultOn(REST_API, withApiPolicy(policyText(allow(), one, two, other)));
    expect(changed(result)).toEqual([
      allow(),
      deny({ StringNotEquals: { 'aws:SourceVpc': ['vpc-0b', VPC] } }),
      deny({ StringNotLike: { 'aws:SourceVpce': ['vpce-0c*', ENDPOINT] } }),
      other,
    ]);
  });

  it('gives nobody the run of an API that is for named principals', () => {
    const result = resultOn(
      REST_API,
      withApiPolicy(policyText(theirs, deny({ StringNotEquals: { 'aws:SourceVpce': 'vpce-0dead' } }))),
    );
    expect(changed(result)).toEqual([
      theirs,
      deny({ StringNotEquals: { 'aws:SourceVpce': ['vpce-0dead', ENDPOINT] } }),
    ]);
  });

  it('is none where addresses would decide, the deny gone', () => {
    const onAddress = deny({ NotIpAddress: { 'aws:VpcSourceIp': '10.0.0.0/16' } });
    const text = policyText(allow(), deny({ StringNotEquals: { 'aws:SourceVpce': 'vpce-0f' } }), onAddress);
    expect(fixOf(resultOn(REST_API, withApiPolicy(text)))).toContain(`\n${SHOW}`);
  });

  it('is none where nothing would allow the call, the deny gone', () => {
    const other = allow({ Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-0f' } } });
    const text = policyText(other, deny({ StringNotEquals: { 'aws:SourceVpce': 'vpce-0f' } }));
    expect(fixOf(resultOn(REST_API, withApiPolicy(text)))).toContain(`\n${SHOW}`);
  });

  it('is none for the stage where the binding does not name it', () => {
    const world = withSettings(
      { stage: undefined },
      withApiPolicy(policyText(allow(), deny({ StringNotEquals: { 'aws:SourceVpce': 'vpce-0dead' } }))),
    );
    const lines = fixOf(resultOn(REST_API, world)).split('\n');
    expect(lines.at(-1)).toBe(`aws apigateway get-stages --rest-api-id ${REST_API} --region ${REGION}`);
    expect(lines.join('\n')).not.toContain('create-deployment');
  });

  it('shuts out others by one deny more, whoever the policy names and does not deny excepted', () => {
    const named = allow({ ...partner, Condition: { StringEquals: { 'aws:SourceVpce': ['vpce-0aaaa'] } } });
    const denied = deny({ StringEquals: { 'aws:SourceVpce': 'vpce-0d' } });
    const result = resultOn(OTHERS, withApiPolicy(policyText(allow(), named, denied)));
    expect(changed(result)).toEqual([
      allow(),
      named,
      denied,
      deny({ StringNotEquals: { 'aws:SourceVpc': [VPC], 'aws:SourceVpce': ['vpce-0aaaa'] } }),
    ]);
    expect(fixOf(result)).toContain(`an endpoint other than ${VPC}, vpce-0aaaa;`);
  });

  it('stands alone on its line', () => {
    const lines = fixOf(resultOn(OTHERS, withApiPolicy(policyText(allow())))).split('\n');
    expect(lines.map((line) => line.startsWith('aws '))).toEqual([false, true, false, true]);
    expect(lines.at(-1)).toBe(DEPLOY);
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
    const unasked = (text: string): EndpointAudit => {
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
  const denied = (forbidden: Forbidden): Pick<EndpointAudit, 'probe'> => {
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
    expect(fixOf(missing)).toMatch(
      /^Correct audit.stage, or make the stage.\nThis deploys .*\naws apigateway create-deployment/,
    );
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
          'It has deployment dep123, and denies the call at 10.0.1.17:443, which every policy on the way now allows.',
        fix: expect.stringContaining(`not yet deployed:\n${DEPLOY}`),
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
    ['the private domain’s policy allows nothing', withPrivateDomain({}), 'ok'],
    ['the private domain’s policy is none', withPrivateDomain({ policy: '{' }), 'unknown'],
    ['the endpoint’s policy allows nothing of another account’s domain', withSharedDomain(), 'ok'],
    [
      'the private domain is another account’s',
      withEndpointPolicy(policyText(allow({ Resource: '*' })), withSharedDomain()),
      'unknown',
    ],
    [
      'named principals alone are allowed',
      withApiPolicy(policyText(allow({ Principal: { AWS: '111122223333' } }))),
      'unknown',
    ],
  ])('is not blamed for a deny that the probe met where %s', (_, world, kind) => {
    expect(resultOn(STAGE, { ...world, ...denied('explicit-deny') })?.kind).toBe(kind);
  });

  it('is blamed where the policy of the private domain allows the call, too', () => {
    const world = { ...withPrivateDomain({ policy: policyText(allow()) }), ...denied('explicit-deny') };
    expect(resultOn(STAGE, world)).toMatchObject({ kind: 'finding', severity: 'crit' });
  });

  it('is not blamed by a probe that could not be read', () => {
    expect(resultOn(STAGE, situation({ probe: failed() }))?.kind).toBe('ok');
  });
});
