import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseBindingDocument } from '../../controller/binding-document.ts';
import { bindingJsonSchema, JSON_SCHEMA_FILE } from '../../controller/binding-json-schema.ts';
import { GROUP_ARN, OURS } from './builders.ts';

const OTHER_ARN = GROUP_ARN.replace('api/', 'other/');

function binding(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return { name: 'public-api', targetGroupArn: GROUP_ARN, source: { vpcEndpointId: OURS }, ...overrides };
}

const document = (...bindings: readonly unknown[]): string => JSON.stringify({ bindings });
const parse = (json: string): ReturnType<typeof parseBindingDocument> => parseBindingDocument(json, 'bindings.json');

function messageOf(json: string): string {
  try {
    parse(json);
  } catch (error) {
    return String(error);
  }
  return 'accepted';
}

describe('a binding document', () => {
  it('fills in its defaults', () => {
    expect(parse(document(binding())).bindings[0]).toEqual({
      name: 'public-api',
      targetGroupArn: GROUP_ARN,
      source: { vpcEndpointId: OURS, previous: [] },
      mode: 'enforce',
      minHealthy: 1,
      keep: [],
      hostnames: [],
    });
  });

  it('takes everything that is documented', () => {
    const full = binding({
      name: 'my-stack/public-api',
      source: {
        vpcEndpointId: OURS,
        serviceName: 'com.amazonaws.eu-west-1.execute-api',
        previous: ['vpce-0123456789abcdef0'],
      },
      port: 8443,
      mode: 'observe',
      minHealthy: 2,
      keep: ['2001:DB8:0::9'],
      hostnames: [{ name: 'api.example.com', publicZoneId: 'Z0123456789', privateZoneId: 'Z9876543210' }],
    });
    const text = JSON.stringify({ $schema: './binding.schema.json', asOf: '2026-01-01T12:00:00Z', bindings: [full] });
    expect(parse(text).bindings[0]?.keep).toEqual(['2001:db8::9']);
  });

  it.each([
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
    ['aws-iso', 'us-iso-east-1'],
    ['aws-iso-b', 'us-isob-east-1'],
    ['aws-iso-e', 'eu-isoe-west-1'],
    ['aws-iso-f', 'us-isof-south-1'],
    ['aws-eusc', 'eusc-de-east-1'],
  ])('takes the partition %s with its own Region', (partition, region) => {
    expect(
      messageOf(
        document(binding({ targetGroupArn: GROUP_ARN.replace('aws', partition).replace('eu-west-1', region) })),
      ),
    ).toBe('accepted');
  });
});

describe('bad input gets one message with path and remedy', () => {
  it.each([
    ['an empty file', '', 'it is empty'],
    ['no JSON', '{ bindings: }', 'it is not JSON'],
    ['an empty document', '{}', 'bindings: is missing: list the bindings'],
    ['no binding', document(), 'bindings: must hold at least one binding'],
    ['a list', '[]', 'the document: must be an object'],
    [
      'an unknown key',
      document(binding({ minHealth: 1 })),
      'bindings[0]: has the unknown key "minHealth": remove it; known are name,',
    ],
    [
      'an unknown key of the source',
      document(binding({ source: { vpcEndpointId: OURS, roleArns: 'x' } })),
      'bindings[0].source: has the unknown key "roleArns"',
    ],
    [
      'a malformed endpoint id',
      document(binding({ source: { vpcEndpointId: 'vpce-xyz' } })),
      'bindings[0].source.vpcEndpointId: "vpce-xyz" must be an endpoint id',
    ],
    [
      'a malformed ARN',
      document(binding({ targetGroupArn: 'api' })),
      'bindings[0].targetGroupArn: "api" must be a target group ARN',
    ],
    [
      'a load balancer’s ARN',
      document(binding({ targetGroupArn: GROUP_ARN.replace('targetgroup/', 'loadbalancer/net/') })),
      'must be a target group ARN',
    ],
    [
      'a Region that is none',
      document(binding({ targetGroupArn: GROUP_ARN.replace('eu-west-1', 'europe') })),
      'must be a target group ARN',
    ],
    [
      'a Region of another partition',
      document(binding({ targetGroupArn: GROUP_ARN.replace('eu-west-1', 'cn-north-1') })),
      'the Region cn-north-1 belongs to the partition aws-cn, not aws',
    ],
    [
      'IPv6 among IPv4',
      document(binding({ keep: ['10.0.0.9', '2001:db8::9'] })),
      'bindings[0].keep: mixes IPv4 and IPv6',
    ],
    [
      'a target where an IP is meant',
      document(binding({ keep: ['10.0.0.9:443'] })),
      'bindings[0].keep[0]: "10.0.0.9:443" must be an IP address without port or prefix',
    ],
    ['a block where an IP is meant', document(binding({ keep: ['10.0.0.0/24'] })), 'without port or prefix'],
    [
      'a port that is none',
      document(binding({ port: 70_000 })),
      'bindings[0].port: must be a whole number from 1 to 65535',
    ],
    ['an unknown mode', document(binding({ mode: 'dry-run' })), 'must be "observe", "add" or "enforce"'],
    [
      'no replacement at all',
      document(binding({ minHealthy: 0 })),
      'bindings[0].minHealthy: must be a whole number from 1',
    ],
    [
      'one name twice',
      document(binding(), binding({ targetGroupArn: OTHER_ARN })),
      'bindings[1].name: "public-api" is already the name of bindings[0]',
    ],
    [
      'one group twice',
      document(binding(), binding({ name: 'other' })),
      'bindings[1].targetGroupArn: this target group is already bound by bindings[0]',
    ],
    [
      'itself as predecessor',
      document(binding({ source: { vpcEndpointId: OURS, previous: [OURS] } })),
      'names the source itself',
    ],
    [
      '101 bindings',
      document(
        ...Array.from({ length: 101 }, (_, index) =>
          binding({ name: `b${index}`, targetGroupArn: GROUP_ARN.replace('api/', `api${index}/`) }),
        ),
      ),
      'must hold at most 100 bindings',
    ],
    ['300 KB', JSON.stringify({ bindings: [binding()], $schema: 'x'.repeat(300 * 1024) }), 'at most 256 KB'],
  ])('%s', (_, json, text) => {
    expect(messageOf(json)).toContain(text);
    expect(messageOf(json)).toContain('bindings.json is not a usable binding document (1 problem)');
  });

  it('all problems at once, those between fields included', () => {
    const message = messageOf(document(binding({ mode: 'x', port: 0 }), binding({ source: {} }), 7));
    expect(message).toContain('(6 problems)');
    for (const path of ['[0].mode', '[0].port', '[1].source', '[2]', '[1].name', '[1].targetGroupArn']) {
      expect(message).toContain(`- bindings${path}: `);
    }
  });
});

describe('what is missing in two bindings', () => {
  it.each([
    ['name', 'already the name'],
    ['targetGroupArn', 'already bound'],
  ])('is missed in each, and no %s is said to be there twice', (key, twice) => {
    const without = (other: Record<string, unknown>): unknown => binding({ ...other, [key]: undefined });
    const message = messageOf(document(without({}), without({ name: 'other', targetGroupArn: OTHER_ARN })));
    expect(message).toContain('(2 problems)');
    expect(message).toContain(`bindings[0].${key}: is missing`);
    expect(message).toContain(`bindings[1].${key}: is missing`);
    expect(message).not.toContain(twice);
  });
});

it('the JSON Schema for editors is the schema that is enforced (npm run schema writes it)', () => {
  expect(readFileSync(JSON_SCHEMA_FILE, 'utf8')).toBe(bindingJsonSchema());
});
