import { describe, expect, it } from 'vitest';
import { type Assumer, isTrusted, readTrust } from './trust.ts';

const ROLE = 'arn:aws:iam::123456789012:role/orders-sync';
const CALLER: Assumer = { account: '123456789012', principalArn: ROLE, externalId: 'orders' };

type Written = Readonly<Record<string, unknown>>;
const CONDITION: Written = {
  ArnEquals: { 'aws:PrincipalArn': [ROLE, `${ROLE}-2`] },
  StringEquals: { 'sts:ExternalId': 'orders' },
};
const TRUST: Written = {
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Principal: { AWS: 'arn:aws:iam::123456789012:root' },
  Condition: CONDITION,
};
const read = (change: Written = {}) => readTrust({ Version: '2012-10-17', Statement: [{ ...TRUST, ...change }] });

describe('a trust policy', () => {
  it.each<[what: string, caller: Partial<Assumer>, trusted: boolean]>([
    ['trusts a role that it names', {}, true],
    ['trusts each role that it names', { principalArn: `${ROLE}-2` }, true],
    ['does not trust another role of the account', { principalArn: `${ROLE}-3` }, false],
    ['does not trust a role of another account', { account: '210987654321' }, false],
    ['does not trust who says another external id', { externalId: 'other' }, false],
  ])('%s', (_, caller, trusted) => {
    expect(isTrusted(read(), { ...CALLER, ...caller })).toBe(trusted);
  });

  it('does not trust who says no external id', () => {
    const { externalId: _, ...silent } = CALLER;
    expect(isTrusted(read(), silent)).toBe(false);
    expect(isTrusted(read({ Condition: { ArnEquals: CONDITION['ArnEquals'] } }), silent)).toBe(true);
  });

  it('without a condition trusts the whole account', () => {
    const { Condition: _, ...open } = TRUST;
    const trust = readTrust({ Version: '2012-10-17', Statement: [open] });
    expect(isTrusted(trust, { ...CALLER, principalArn: `${ROLE}-3` })).toBe(true);
    expect(isTrusted(trust, { ...CALLER, account: '210987654321' })).toBe(false);
  });

  it.each<[what: string, change: Written, problem: string]>([
    ['a denial', { Effect: 'Deny' }, 'Effect'],
    ['another action', { Action: 'sts:*' }, 'Action'],
    ['a service', { Principal: { Service: 'lambda.amazonaws.com' } }, 'Principal'],
    ['everybody', { Principal: { AWS: '*' } }, 'accounts alone'],
    ['another operator', { Condition: { ...CONDITION, Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }, 'Bool'],
    ['another key', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }, 'aws:PrincipalOrgID'],
    ['a wildcard', { Condition: { ArnEquals: { 'aws:PrincipalArn': `${ROLE}*` } } }, 'wildcards'],
  ])('with %s is not read', (_, change, problem) => {
    expect(() => read(change)).toThrow(problem);
  });
});
