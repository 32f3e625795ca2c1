import { describe, expect, it } from 'vitest';
import { readPolicy } from '../../../controller/checks/api/policy-document.ts';
import { allow, deny, policyText } from './policies.ts';

describe('a policy', () => {
  it('is read with everything that decides', () => {
    const text = policyText(
      allow({ Sid: 'Everybody', Action: ['execute-api:Invoke', 'execute-api:ManageConnections'] }),
      deny({ StringNotEquals: { 'aws:SourceVpc': ['vpc-1', 'vpc-2'], 'aws:SourceVpce': 'vpce-1' } }),
    );
    expect(readPolicy(text)).toEqual([
      {
        name: 'statement 1 (Everybody)',
        effect: 'Allow',
        forAnyone: true,
        actions: { patterns: ['execute-api:Invoke', 'execute-api:ManageConnections'], except: false },
        resources: { patterns: ['execute-api:/*'], except: false },
        conditions: [],
      },
      {
        name: 'statement 2',
        effect: 'Deny',
        forAnyone: true,
        actions: { patterns: ['execute-api:Invoke'], except: false },
        resources: { patterns: ['execute-api:/*'], except: false },
        conditions: [
          { operator: 'StringNotEquals', key: 'aws:SourceVpc', values: ['vpc-1', 'vpc-2'] },
          { operator: 'StringNotEquals', key: 'aws:SourceVpce', values: ['vpce-1'] },
        ],
      },
    ]);
  });

  it('may have one statement without a list', () => {
    expect(readPolicy(JSON.stringify({ Statement: allow() }))).toHaveLength(1);
  });

  it('may be empty', () => {
    expect(readPolicy('{"Statement":[]}')).toEqual([]);
  });

  it.each([
    ['everybody', { Principal: '*' }, true],
    ['everybody, as accounts', { Principal: { AWS: '*' } }, true],
    ['everybody, in a list', { Principal: { AWS: ['arn:aws:iam::111122223333:root', '*'] } }, true],
    ['an account', { Principal: { AWS: '111122223333' } }, false],
    ['a service', { Principal: { Service: '*' } }, false],
    ['everybody but an account', { Principal: undefined, NotPrincipal: { AWS: '111122223333' } }, true],
    ['nobody', { Principal: undefined, NotPrincipal: '*' }, false],
  ])('that is meant for %s is for anyone: %s', (_, over, expected) => {
    expect(readPolicy(policyText(allow(over)))?.[0]?.forAnyone).toBe(expected);
  });

  it('keeps a negated action and resource apart', () => {
    const text = policyText(
      allow({ Action: undefined, NotAction: 's3:*', Resource: undefined, NotResource: ['a', 'b'] }),
    );
    expect(readPolicy(text)?.[0]).toMatchObject({
      actions: { patterns: ['s3:*'], except: true },
      resources: { patterns: ['a', 'b'], except: true },
    });
  });

  it('reads the values that JSON has no quotes for', () => {
    const text = policyText(deny({ Bool: { 'aws:SecureTransport': false }, NumericLessThan: { 'aws:x': 5 } }));
    expect(readPolicy(text)?.[0]?.conditions.map(({ values }) => values)).toEqual([['false'], ['5']]);
  });

  it.each([
    ['no text', ''],
    ['not JSON', '{"Statement":'],
    ['JSON escaped once more', String.raw`{\"Statement\":[]}`],
    ['no object', '[]'],
    ['null', 'null'],
    ['a policy without statements', '{"Version":"2012-10-17"}'],
    ['a statement that is none', policyText(allow(), 'Deny')],
    ['an effect that is neither', policyText(allow({ Effect: 'deny' }))],
    ['no principal', policyText(allow({ Principal: undefined }))],
    ['a principal that is no name', policyText(allow({ Principal: 'somebody' }))],
    ['a principal that is no text', policyText(allow({ Principal: { AWS: 1 } }))],
    ['no action', policyText(allow({ Action: undefined }))],
    ['both an action and its negation', policyText(allow({ NotAction: '*' }))],
    ['no resource', policyText(allow({ Resource: undefined }))],
    ['a resource that is no text', policyText(allow({ Resource: [{}] }))],
    ['a condition that is none', policyText(deny({ StringEquals: 'aws:SourceVpc' }))],
    ['a condition on an object', policyText(deny({ StringEquals: { 'aws:SourceVpc': {} } }))],
    ['a list for conditions', policyText(allow({ Condition: [] }))],
  ])('is not read half: %s', (_, text) => {
    expect(readPolicy(text)).toBeUndefined();
  });
});
