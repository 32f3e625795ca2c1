import { describe, expect, it } from 'vitest';
import { type Demand, judge, readPolicy } from './policy.ts';

const GROUP = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/0123456789abcdef';
const REGISTER: Demand = { action: 'elasticloadbalancing:RegisterTargets', resource: GROUP, context: {} };

type Written = Readonly<Record<string, unknown>>;
const ALLOW: Written = { Effect: 'Allow', Action: 'elasticloadbalancing:RegisterTargets', Resource: GROUP };
const policy = (...statements: readonly Written[]): unknown => ({ Version: '2012-10-17', Statement: statements });

function allows(statements: readonly Written[], demand: Partial<Demand> = {}): boolean {
  return judge(readPolicy(policy(...statements)), { ...REGISTER, ...demand }).allowed;
}

describe('a policy', () => {
  it.each<[what: string, allow: Written, demand: Partial<Demand>, allowed: boolean]>([
    ['allows what it names', {}, {}, true],
    ['does not allow another action', { Action: 'elasticloadbalancing:DeregisterTargets' }, {}, false],
    ['does not allow another resource', {}, { resource: `${GROUP}0` }, false],
    [
      'allows each action of a list',
      { Action: ['ec2:DescribeVpcs', 'elasticloadbalancing:RegisterTargets'] },
      {},
      true,
    ],
    ['compares actions without regard to case', { Action: 'ElasticLoadBalancing:registertargets' }, {}, true],
    ['compares resources with regard to it', { Resource: GROUP.replace('api', 'API') }, {}, false],
    ['takes * in an action', { Action: 'elasticloadbalancing:Register*' }, {}, true],
    ['takes * in a resource', { Resource: GROUP.replace('api/0123456789abcdef', '*') }, {}, true],
    ['takes ? for one character', { Resource: GROUP.replace('api', 'ap?') }, {}, true],
    ['takes ? for no more than one', { Resource: GROUP.replace('api', 'a?') }, {}, false],
    ['takes a dot for a dot', { Resource: GROUP.replace('api', '...') }, {}, false],
    ['takes * alone for every resource', { Resource: '*' }, {}, true],
    ['allows an action without resources on * alone', {}, { resource: '*' }, false],
    ['allows it there', { Resource: '*' }, { resource: '*' }, true],
  ])('%s', (_, allow, demand, allowed) => {
    expect(allows([{ ...ALLOW, ...allow }], demand)).toBe(allowed);
  });

  it('lets a wildcard reach over the colons of a resource’s own name', () => {
    const lambda = 'arn:aws:lambda:eu-west-1:123456789012:function:sync';
    const allow = { ...ALLOW, Action: 'lambda:InvokeFunction', Resource: `${lambda}:*` };
    const on = (resource: string) => allows([allow], { action: 'lambda:InvokeFunction', resource });
    expect([on(`${lambda}:7`), on(lambda)]).toEqual([true, false]);
  });

  it('denies where one statement denies, whatever another allows', () => {
    const deny = { ...ALLOW, Effect: 'Deny', Action: '*' };
    expect([allows([ALLOW]), allows([ALLOW, deny]), allows([deny, ALLOW])]).toEqual([true, false, false]);
  });

  it('says which of its grants allow', () => {
    const wide = { ...ALLOW, Action: ['ec2:DescribeVpcs', 'elasticloadbalancing:*'], Resource: ['*', GROUP] };
    expect(judge(readPolicy(policy(ALLOW, wide)), REGISTER).by).toEqual([
      { action: 'elasticloadbalancing:RegisterTargets', resource: GROUP },
      { action: 'elasticloadbalancing:*', resource: '*' },
      { action: 'elasticloadbalancing:*', resource: GROUP },
    ]);
  });
});

describe('a condition', () => {
  const TAG = 'aws:ResourceTag/target-sync:binding';
  const sealed = { ...ALLOW, Condition: { StringEquals: { [TAG]: ['one', 'two'] } } };

  it.each([
    ['is one of the values', { [TAG]: 'two' }, true],
    ['is another value', { [TAG]: 'three' }, false],
    ['differs in case', { [TAG]: 'Two' }, false],
    ['is absent', {}, false],
    ['has its name in another case', { [TAG.toLowerCase()]: 'one' }, true],
  ])('StringEquals where the key %s', (_, context, allowed) => {
    expect(allows([sealed], { context })).toBe(allowed);
  });

  it.each([
    ['true', {}, true],
    ['true', { 'lambda:SourceFunctionArn': 'arn' }, false],
    ['false', {}, false],
    ['false', { 'lambda:SourceFunctionArn': 'arn' }, true],
  ])('Null: %s with %j', (value, context, allowed) => {
    const statement = { ...ALLOW, Condition: { Null: { 'lambda:SourceFunctionArn': value } } };
    expect(allows([statement], { context })).toBe(allowed);
  });

  it('must hold beside every other', () => {
    const both = { ...ALLOW, Condition: { StringEquals: { a: '1', b: '2' } } };
    expect([allows([both], { context: { a: '1', b: '2' } }), allows([both], { context: { a: '1' } })]).toEqual([
      true,
      false,
    ]);
  });
});

describe('whatever is not evaluated is not read', () => {
  it.each<[what: string, change: Written, problem: string]>([
    ['NotAction', { NotAction: 'ec2:*' }, 'NotAction'],
    ['NotResource', { NotResource: '*' }, 'NotResource'],
    ['Principal', { Principal: '*' }, 'Principal'],
    ['another operator', { Condition: { StringLike: { 'aws:ResourceTag/team': 'a*' } } }, 'StringLike'],
    ['another operator beside a known one', { Condition: { StringEquals: { a: 'b' }, Bool: { c: 'true' } } }, 'Bool'],
    ['a token', { Resource: { Ref: 'Group' } }, 'Resource'],
    ['a policy variable', { Resource: 'arn:aws:s3:::${aws:username}/*' }, 'policy variables'],
    ['a wildcard before the last segment of an ARN', { Resource: GROUP.replace('eu-west-1', '*') }, 'last segment'],
    ['an effect in another case', { Effect: 'allow' }, 'Effect'],
    ['no action', { Action: [] }, 'Action'],
  ])('%s', (_, change, problem) => {
    expect(readPolicy(policy(ALLOW))).toHaveLength(1);
    expect(() => readPolicy(policy({ ...ALLOW, ...change }))).toThrow(problem);
  });

  it('a policy of another version', () => {
    expect(() => readPolicy({ Version: '2008-10-17', Statement: [ALLOW] })).toThrow('2012-10-17');
  });
});
