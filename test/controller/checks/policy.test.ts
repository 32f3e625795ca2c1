import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, type Verdict, whyUntold } from '../../../controller/checks/api/policy.ts';
import { readPolicy } from '../../../controller/checks/api/policy-document.ts';
import { allow, deny, policyText } from './policies.ts';
import { ACCOUNT, ENDPOINT, REGION, REST_API, VPC } from './situation.ts';

const APIS = `arn:aws:execute-api:${REGION}:${ACCOUNT}`;
const CALL = {
  caller: { endpointId: ENDPOINT, vpcId: VPC },
  resources: [
    { text: `${APIS}:${REST_API}/live/`, slashes: 1 },
    { text: 'execute-api:/live/', slashes: 1 },
  ],
};

function verdictOn(text: string): Verdict {
  const policy = readPolicy(text);
  if (policy === undefined) throw new TypeError('the policy of the test is none');
  return judge(policy, CALL);
}

const kindOf = (...statements: readonly unknown[]): string => verdictOn(policyText(...statements)).kind;

const named = { AWS: `arn:aws:iam::${ACCOUNT}:user/partner` };

describe('a policy as this project writes it', () => {
  it.each([
    ['the VPC', { 'aws:SourceVpc': VPC }, 'allowed'],
    ['the VPC, by CDK’s list', { 'aws:SourceVpc': [VPC] }, 'allowed'],
    ['another VPC', { 'aws:SourceVpc': 'vpc-0000000000000000b' }, 'denied'],
    ['the VPC among others', { 'aws:SourceVpc': ['vpc-0000000000000000b', VPC] }, 'allowed'],
    ['the endpoint', { 'aws:SourceVpce': ENDPOINT }, 'allowed'],
    ['another endpoint', { 'aws:SourceVpce': 'vpce-0000000000000000f' }, 'denied'],
    ['the VPC and another endpoint', { 'aws:SourceVpc': VPC, 'aws:SourceVpce': 'vpce-0000000000000000f' }, 'allowed'],
    ['another VPC and the endpoint', { 'aws:SourceVpc': 'vpc-b', 'aws:SourceVpce': ENDPOINT }, 'allowed'],
    ['another VPC and another endpoint', { 'aws:SourceVpc': 'vpc-b', 'aws:SourceVpce': 'vpce-f' }, 'denied'],
  ])('for %s', (_, admitted, expected) => {
    expect(kindOf(allow(), deny({ StringNotEquals: admitted }))).toBe(expected);
  });

  it('of the endpoint allows the account’s own APIs', () => {
    expect(kindOf(allow({ Principal: { AWS: '*' }, Resource: `${APIS}:*` }))).toBe('allowed');
    expect(kindOf(allow({ Principal: { AWS: '*' }, Resource: `arn:aws:execute-api:${REGION}:999988887777:*` }))).toBe(
      'not-allowed',
    );
  });
});

describe('a policy as AWS documents it', () => {
  it.each([
    ['the default of an endpoint', [allow({ Action: '*', Resource: '*' })], 'allowed'],
    ['an allow by VPC', [allow({ Condition: { StringEquals: { 'aws:SourceVpc': VPC } } })], 'allowed'],
    ['an allow by another VPC', [allow({ Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-b' } } })], 'not-allowed'],
    ['one API of an endpoint', [allow({ Resource: [`${APIS}:${REST_API}/*`] })], 'allowed'],
    ['another API of an endpoint', [allow({ Resource: [`${APIS}:z9y8x7w6v5/*`] })], 'not-allowed'],
    ['the stage', [allow({ Resource: 'execute-api:/live/*' })], 'allowed'],
    ['another stage', [allow({ Resource: 'execute-api:/test/*' })], 'not-allowed'],
    ['every stage, verb and path', [allow({ Resource: 'execute-api:/*/*/*' })], 'allowed'],
    ['the same by its ARN', [allow({ Resource: `${APIS}:${REST_API}/*/*/*` })], 'allowed'],
    ['every path, denied', [allow(), deny({}, { Resource: 'execute-api:/*/*/*' })], 'denied'],
    ['every GET', [allow({ Resource: 'execute-api:/*/GET/*' })], 'undecidable'],
    ['one method', [allow({ Resource: 'execute-api:/live/GET/pets' })], 'undecidable'],
    ['a user', [allow({ Principal: named })], 'not-allowed'],
    ['a denied user, beside everybody', [allow(), deny({}, { Principal: named })], 'allowed'],
    ['an organisation', [allow({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } })], 'undecidable'],
    ['a range of addresses', [allow(), deny({ NotIpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } })], 'undecidable'],
  ])('is understood: %s', (_, statements, expected) => {
    expect(kindOf(...statements)).toBe(expected);
  });
});

describe('a statement', () => {
  it.each([
    ['execute-api:Invoke', 'allowed'],
    ['Execute-API:invoke', 'allowed'],
    ['execute-api:*', 'allowed'],
    ['*', 'allowed'],
    ['execute-api:ManageConnections', 'not-allowed'],
    ['s3:*', 'not-allowed'],
  ])('of action %s: %s', (action, expected) => {
    expect(kindOf(allow({ Action: action }))).toBe(expected);
  });

  it.each([
    ['s3:*', 'allowed'],
    ['execute-api:*', 'not-allowed'],
  ])('of every action but %s: %s', (action, expected) => {
    expect(kindOf(allow({ Action: undefined, NotAction: action }))).toBe(expected);
  });

  it.each([
    [`${APIS}:z9y8x7w6v5/*`, 'allowed'],
    [`${APIS}:${REST_API}/*`, 'not-allowed'],
    ['execute-api:/live/*', 'not-allowed'],
    [`${APIS}:${REST_API}/live/DELETE/*`, 'undecidable'],
  ])('of every resource but %s: %s', (resource, expected) => {
    expect(kindOf(allow({ Resource: undefined, NotResource: resource }))).toBe(expected);
  });
});

describe('a condition', () => {
  it.each([
    [{ StringEquals: { 'aws:SourceVpce': ENDPOINT } }, 'denied'],
    [{ StringEquals: { 'AWS:sourcevpce': ENDPOINT } }, 'denied'],
    [{ StringEquals: { 'aws:SourceVpce': ENDPOINT.toUpperCase() } }, 'allowed'],
    [{ StringEquals: { 'aws:SourceVpce': 'vpce-*' } }, 'allowed'],
    [{ StringLike: { 'aws:SourceVpce': 'vpce-*' } }, 'denied'],
    [{ StringLike: { 'aws:SourceVpc': ['vpc-b*', 'vpc-0*'] } }, 'denied'],
    [{ StringNotLike: { 'aws:SourceVpc': ['vpc-b*', 'vpc-0*'] } }, 'allowed'],
    [{ StringNotLike: { 'aws:SourceVpc': 'vpc-b*' } }, 'denied'],
    [{ StringNotEquals: { 'aws:SourceVpc': [] } }, 'denied'],
    [{ StringEqualsIfExists: { 'aws:SourceVpc': VPC } }, 'denied'],
    [{ StringNotEqualsIfExists: { 'aws:SourceVpc': VPC } }, 'allowed'],
    [{ StringEquals: { 'aws:SourceVpc': VPC, 'aws:SourceVpce': 'vpce-f' } }, 'allowed'],
    [{ StringEquals: { 'aws:SourceVpc': VPC }, StringNotEquals: { 'aws:SourceVpce': 'vpce-f' } }, 'denied'],
    [{ 'ForAnyValue:StringEquals': { 'aws:SourceVpc': VPC } }, 'undecidable'],
    [{ 'ForAllValues:StringEquals': { 'aws:SourceVpc': VPC } }, 'undecidable'],
    [{ StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }, 'undecidable'],
    [{ StringEqualsIgnoreCase: { 'aws:SourceVpce': ENDPOINT.toUpperCase() } }, 'denied'],
    [{ StringEqualsIgnoreCase: { 'aws:SourceVpce': 'vpce-f' } }, 'allowed'],
    [{ StringNotEqualsIgnoreCase: { 'aws:SourceVpc': 'vpc-dead' } }, 'denied'],
    [{ StringNotEqualsIgnoreCase: { 'aws:SourceVpc': VPC.toUpperCase() } }, 'allowed'],
    [{ StringNotEqualsIgnoreCaseIfExists: { 'aws:SourceVpc': VPC } }, 'allowed'],
    [{ Null: { 'aws:SourceVpce': 'true' } }, 'allowed'],
    [{ Null: { 'aws:SourceVpce': 'false' } }, 'denied'],
    [{ Null: { 'aws:SourceVpc': false } }, 'denied'],
    [{ Null: { 'aws:PrincipalArn': 'true' } }, 'undecidable'],
    // oxlint-disable-next-line no-template-curly-in-string -- a policy variable
    [{ StringNotEquals: { 'aws:SourceVpc': '${aws:PrincipalTag/vpc}' } }, 'undecidable'],
    // What cannot be told does not matter beside what is told to be false.
    [{ StringEquals: { 'aws:SourceVpc': 'vpc-b', 'aws:PrincipalOrgID': 'o-1' } }, 'allowed'],
    [{ StringEquals: { 'aws:PrincipalOrgID': 'o-1', 'aws:SourceVpc': 'vpc-b' } }, 'allowed'],
    [{ StringEquals: { 'aws:SourceVpc': VPC, 'aws:PrincipalOrgID': 'o-1' } }, 'undecidable'],
    [{ StringEquals: { constructor: 'x' } }, 'undecidable'],
    [{}, 'denied'],
  ])('of a deny beside an allow for everybody, %j: %s', (condition, expected) => {
    expect(kindOf(allow(), deny(condition))).toBe(expected);
  });
});

describe('among statements', () => {
  const untold = { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } };

  it.each([
    ['an explicit deny wins over an allow', [allow(), deny()], 'denied'],
    ['and over a deny that cannot be told', [allow(), deny(untold), deny()], 'denied'],
    ['a deny that cannot be told leaves an allow open', [deny(untold), allow()], 'undecidable'],
    ['a deny that cannot be told leaves nothing open where nothing allows', [deny(untold)], 'not-allowed'],
    ['an allow that cannot be told is none yet', [allow({ Condition: untold })], 'undecidable'],
    ['and does not matter beside one that can', [allow({ Condition: untold }), allow()], 'allowed'],
    ['no statement allows nothing', [], 'not-allowed'],
  ])('%s', (_, statements, expected) => {
    expect(kindOf(...statements)).toBe(expected);
  });

  it('those are named on which it hangs', () => {
    const verdict = verdictOn(policyText(allow(), deny(untold, { Sid: 'Org' }), deny({}, { Action: 's3:*' })));
    expect(whyUntold(verdict)).toBe(
      'The policy hangs on statement 2 (Org) (Deny): StringEquals aws:PrincipalOrgID cannot be told from here.',
    );
  });

  it('those are named that allow named principals alone', () => {
    const verdict = verdictOn(policyText(allow({ Principal: named }), allow({ Principal: named, Action: 's3:*' })));
    expect(whyUntold(verdict)).toContain('(statement 1)');
  });

  it('nothing is left to tell of an allow or a deny', () => {
    expect(whyUntold(verdictOn(policyText(allow())))).toBeUndefined();
    expect(whyUntold(verdictOn(policyText(allow(), deny())))).toBeUndefined();
    expect(whyUntold(verdictOn(policyText()))).toBeUndefined();
  });
});

describe('whatever a policy says', () => {
  const names = ['*', 'execute-api:*', 'execute-api:/live/GET/*', 's3:*', 'vpc-b', VPC];
  const words = fc.oneof(fc.constantFrom(...names), fc.array(fc.constantFrom(...names), { maxLength: 2 }));
  const condition = fc.dictionary(
    fc.constantFrom('StringEquals', 'StringNotLike', 'ForAnyValue:StringLike'),
    fc.dictionary(fc.constantFrom('aws:SourceVpc', 'aws:SourceVpce', 'aws:SourceIp'), words, { maxKeys: 2 }),
    { maxKeys: 2 },
  );
  const either = (element: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> =>
    fc
      .oneof({ weight: 3, arbitrary: fc.constant(element) }, fc.constant(`Not${element}`))
      .chain((key) => value.map((one) => ({ [key]: one })));
  const principal = fc.oneof(
    fc.constant('*'),
    fc.constantFrom({ AWS: '*' }, { AWS: '111122223333' }, { Service: '*' }),
  );
  const statement = fc
    .tuple(
      fc.record({ Effect: fc.constantFrom('Allow', 'Deny'), Condition: condition }, { requiredKeys: ['Effect'] }),
      either('Principal', principal),
      either('Action', words),
      either('Resource', words),
    )
    .map((parts): Readonly<Record<string, unknown>> => Object.assign({}, ...parts));
  const statements = fc.array(statement, { maxLength: 3 });
  /** A statement of which one element is replaced by anything. */
  const broken = fc
    .tuple(statement, fc.constantFrom('Effect', 'Principal', 'Action', 'Resource', 'Condition'), fc.jsonValue())
    .map(([sound, element, value]) => ({ ...sound, [element]: value }));
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    { weight: 3, arbitrary: statements.map((all) => policyText(...all)) },
    fc.tuple(broken, statements).map(([one, all]) => policyText(one, ...all)),
  );

  it('reading and judging it throws nothing, and nothing is allowed that no Allow says', () => {
    fc.assert(
      fc.property(text, (policyOfSomebody) => {
        const policy = readPolicy(policyOfSomebody);
        if (policy === undefined) return;
        const verdict = judge(policy, CALL);
        if (verdict.kind !== 'allowed') return;
        expect(verdict.by.effect).toBe('Allow');
        expect(policyOfSomebody).toContain('"Allow"');
      }),
      { numRuns: 2000 },
    );
  });

  it('a deny for everybody, added, denies, and an allow for everybody lets in what nothing denies', () => {
    fc.assert(
      fc.property(statements, (all) => {
        expect(kindOf(...all, deny())).toBe('denied');
        const allows = all.filter(({ Effect: effect }) => effect === 'Allow');
        expect(kindOf(...allows, allow())).toBe('allowed');
      }),
    );
  });

  it('the order of its statements does not matter', () => {
    fc.assert(
      fc.property(statements, (all) => {
        expect(kindOf(...all.toReversed())).toBe(kindOf(...all));
      }),
    );
  });

  it('is met in these tests: every verdict, and policies that cannot be read', () => {
    const kinds = fc.sample(text, { numRuns: 2000, seed: 1 }).map((one) => {
      const policy = readPolicy(one);
      return policy === undefined ? 'unreadable' : judge(policy, CALL).kind;
    });
    expect([...new Set(kinds)].toSorted()).toEqual(['allowed', 'denied', 'not-allowed', 'undecidable', 'unreadable']);
  });
});
