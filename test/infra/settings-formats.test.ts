import { describe, expect, it } from 'vitest';
import { EXISTING, IMPORTED, INTERNAL, NAMED, NEW, problemsOf, settingsWith } from './settings-builders.ts';

const ACM = 'arn:aws:acm:eu-west-1:111122223333:certificate/00000000-0000-4000-8000-000000000001';
const DNS = 'vpce-00000000000000001-abcd1234.execute-api.eu-west-1.vpce.amazonaws.com';
const tags = (count: number): unknown => Object.fromEntries(Array.from({ length: count }, (_, n) => [`tag-${n}`, 'x']));

describe('a value of the wrong form is the one problem, with its path and what to write; its twin passes', () => {
  it.each([
    // [settings, path, wrong, problem, right]
    [NEW, 'account', 111122223333, 'account: must be an account id: 12 digits in quotes', '012345678901'],
    [NEW, 'account', '1111', 'account: "1111" must be an account id: 12 digits', '111122223333'],
    [NEW, 'account', undefined, 'account: is missing: give an account id', '111122223333'],
    [NEW, 'region', 'Ireland', 'region: "Ireland" must be a Region’s name, as in eu-west-1', 'eu-west-1'],
    [NEW, 'stackName', 'a'.repeat(33), 'must be a name of at most 32 letters', 'a'.repeat(32)],
    [NEW, 'stackName', '1-api', 'that begins with a letter', 'api-1'],
    [NEW, 'stackName', 'api-', 'does not end with a hyphen', 'a'],
    [NEW, 'stackName', 'internal-api', 'does not begin with "internal-"', 'internal'],
    [NEW, 'stackName', 'my_api', 'stackName: "my_api" must be a name', 'my-api'],
    [NEW, 'accept', ['everything'], 'accept[0]: must be "single-zone", "open-to-the-world", "private-dns" or', []],
    [NEW, 'accept', 'private-dns', 'accept: must be a list of', ['private-dns']],
    [NEW, 'protect', 'no', 'protect: must be true or false', false],
    [NEW, 'tags', ['x'], 'tags: must be an object of names and values', { x: '' }],
    [NEW, 'tags', { 'aws:x': 'y' }, 'tags.aws:x: is kept for AWS', { 'my-aws:x': 'y' }],
    [NEW, 'tags', { 'AWS:x': 'y' }, 'tags.AWS:x: is kept for AWS', { AWS: 'y' }],
    [NEW, 'tags', { 'target-sync:source': 'y' }, 'is kept for the seal', { 'target-sync': 'y' }],
    [NEW, 'tags', { 'a?': 'y' }, 'tags.a?: must have at most 128 letters', { 'größe +-=._:/@': 'ä b' }],
    [NEW, 'tags', { ['a'.repeat(129)]: 'y' }, 'must have at most 128 letters', { ['a'.repeat(128)]: 'y' }],
    [NEW, 'tags', { a: 'x'.repeat(257) }, 'tags.a: must have at most 256 letters', { a: 'x'.repeat(256) }],
    [NEW, 'tags', { a: 7 }, 'tags.a: must be a string', { a: '7' }],
    [NEW, 'tags', tags(46), 'tags: must be at most 45', tags(45)],
    [
      NEW,
      'permissionsBoundaryArn',
      'boundary',
      'permissionsBoundaryArn: "boundary" must be the ARN of an IAM policy',
      'arn:aws:iam::111122223333:policy/team/boundary',
    ],
    [
      NEW,
      'monitoring.pages',
      {},
      'monitoring.pages: must have exactly one key: give { "emails": … } or { "topicArn": … }',
      { emails: ['on-call@example.com'] },
    ],
    [NEW, 'monitoring.pages.emails', [], 'must name at least one address', ['on-call@example.com']],
    [NEW, 'monitoring.pages.emails', ['me'], 'monitoring.pages.emails[0]: "me" must be an e-mail address', ['me@a.io']],
    [
      NEW,
      'monitoring.changes.topicArn',
      'arn:aws:sns:eu-west-1:111122223333:x.fifo',
      'monitoring.changes.topicArn: "arn:aws:sns:eu-west-1:111122223333:x.fifo" must be the ARN of an SNS topic',
      'arn:aws:sns:eu-west-1:111122223333:x',
    ],
    [NEW, 'logRetentionDays', 91, 'logRetentionDays: must be one of 1, 3, 5, 7, 14, 30, 60, 90', 1],
    [
      NEW,
      'vpc.create.cidr',
      '10.0.0.1/16',
      'cidr: "10.0.0.1/16" has bits beyond its prefix; write 10.0.0.0/16',
      '10.0.0.0/16',
    ],
    [NEW, 'vpc.create.cidr', '10.0.0.0', 'cidr: "10.0.0.0" must be an IPv4 block', '172.16.0.0/20'],
    [NEW, 'vpc.create.cidr', '10.0.0.0/15', 'larger than AWS lets a VPC be; give a /16', '10.0.0.0/16'],
    [NEW, 'vpc.create.availabilityZones', [], 'must name at least one zone, better two', ['eu-west-1b', 'eu-west-1a']],
    [NEW, 'vpc.create.availabilityZones', undefined, 'is missing: give a list of', ['eu-west-1b', 'eu-west-1a']],
    [
      NEW,
      'vpc.create.availabilityZones',
      ['eu-west-1a', 'euw1-az2'],
      'vpc.create.availabilityZones[1]: "euw1-az2" is a zone id; give the name',
      ['eu-west-1a', 'eu-west-1b'],
    ],
    [
      NEW,
      'vpc.create.availabilityZones',
      ['a', 'eu-west-1b'],
      '[0]: "a" must be an availability zone’s name',
      ['eu-west-1c', 'eu-west-1b'],
    ],
    [EXISTING, 'vpc.existing.id', 'vpc-1', 'vpc.existing.id: "vpc-1" must be a VPC id: vpc- and 17', 'vpc-0123abcd'],
    [EXISTING, 'vpc.existing.frontDoorSubnets', [], 'must hold at least one subnet', undefined],
    [
      EXISTING,
      'vpc.existing.frontDoorSubnets.0.id',
      'vpc-00000000000000001',
      'vpc.existing.frontDoorSubnets[0].id: "vpc-00000000000000001" must be a subnet id',
      'subnet-00000000000000001',
    ],
    [NEW, 'frontDoor.scheme', 'public', 'frontDoor.scheme: must be "internet-facing" or "internal"', 'internet-facing'],
    [
      NEW,
      'frontDoor.allowedCidrs',
      ['203.0.113.7'],
      'allowedCidrs[0]: "203.0.113.7" must be an IPv4 block',
      ['203.0.113.7/32'],
    ],
    [NEW, 'frontDoor.allowedCidrs', ['2001:db8::/32'], 'must be an IPv4 block', ['203.0.113.7/32']],
    [
      NEW,
      'frontDoor.allowedCidrs',
      '203.0.113.0/24',
      'allowedCidrs: must be a list of IPv4 blocks',
      ['203.0.113.0/24'],
    ],
    [
      NEW,
      'frontDoor.elasticIps',
      [
        { allocationId: 'eipalloc-1', publicIp: '203.0.113.1' },
        { allocationId: 'eipalloc-0000000b', publicIp: '203.0.113.2' },
      ],
      'frontDoor.elasticIps[0].allocationId: "eipalloc-1" must be an elastic IP’s allocation id',
      [
        { allocationId: 'eipalloc-0000000a', publicIp: '203.0.113.1' },
        { allocationId: 'eipalloc-0000000b', publicIp: '203.0.113.2' },
      ],
    ],
    [
      INTERNAL,
      'frontDoor.privateIps',
      ['10.0.0.10/32', '10.0.1.10'],
      '[0]: "10.0.0.10/32" must be an IPv4 address',
      ['10.0.0.4', '10.0.1.254'],
    ],
    [NAMED, 'hostname.name', 'api', 'hostname.name: "api" must be a host name', 'a.b.example.com'],
    [NAMED, 'hostname.name', 'API.example.com', 'must be a host name in lower case', 'example.com'],
    [NAMED, 'hostname.name', 'api.example.com.', 'without a dot at its end', 'xn--bcher-kva.example.com'],
    [
      NAMED,
      'hostname.certificateArn',
      'arn:aws:iam::111122223333:server-certificate/x',
      'must be the ARN of an ACM certificate',
      ACM,
    ],
    [NAMED, 'hostname.publicZone.existing.id', '/hostedzone/Z1', 'must be a hosted zone id, as in Z0', 'Z1'],
    [
      NAMED,
      'hostname.publicZone.existing.name',
      'example.com.',
      'must be a hosted zone’s name in lower case',
      'api.example.com',
    ],
    [
      NAMED,
      'hostname.privateZone',
      true,
      'hostname.privateZone: must be false, or { "create": … } or { "find": … }',
      false,
    ],
    [
      NAMED,
      'hostname.privateZone',
      { find: 7 },
      'hostname.privateZone.find: must be a hosted zone’s name',
      { find: 'com' },
    ],
    [
      NAMED,
      'hostname.privateZone',
      { existing: { id: 'Z1' } },
      'privateZone.existing.name: is missing',
      { existing: { id: 'Z1', name: 'example.com' } },
    ],
    [
      NAMED,
      'hostname.privateZone',
      { made: 'x' },
      'privateZone: has the unknown key "made": give { "create": … }',
      { create: 'api.example.com' },
    ],
    [
      NAMED,
      'hostname.clientVpcIds',
      ['subnet-00000001'],
      'clientVpcIds[0]: "subnet-00000001" must be a VPC id',
      ['vpc-00000002'],
    ],
    [
      IMPORTED,
      'endpoint.existing.id',
      'vpce-svc-00000001',
      'endpoint.existing.id: "vpce-svc-00000001" must be an endpoint id',
      'vpce-00000001',
    ],
    [
      IMPORTED,
      'endpoint.existing.securityGroupId',
      undefined,
      'securityGroupId: is missing: give a security group id',
      'sg-00000001',
    ],
    [
      IMPORTED,
      'endpoint.existing.dnsName',
      DNS.replace('1234.', '1234-eu-west-1a.'),
      'must be the endpoint’s regional DNS name',
      DNS,
    ],
    [IMPORTED, 'endpoint.existing.hostedZoneId', 'z1', 'must be a hosted zone id', 'Z1'],
    [
      NEW,
      'endpoint.create',
      { clientCidrs: ['10.0.0.9/8'] },
      'endpoint.create.clientCidrs[0]: "10.0.0.9/8" has bits',
      { clientCidrs: ['10.0.0.0/8'] },
    ],
    [
      NEW,
      'endpoint.create',
      { privateDns: 'yes' },
      'endpoint.create.privateDns: must be true or false',
      { privateDns: false },
    ],
    [NEW, 'api.access', 'vpce', 'api.access: must be "vpc" or "endpoint"', 'endpoint'],
    [NEW, 'api.clientVpcIds', ['x'], 'api.clientVpcIds[0]: "x" must be a VPC id', ['vpc-00000001']],
    [NEW, 'api.clientEndpointIds', ['x'], 'api.clientEndpointIds[0]: "x" must be an endpoint id', ['vpce-00000001']],
    [NEW, 'api.stageName', 'v1.0', 'api.stageName: "v1.0" must be a stage name', 'v1_0'],
    [NEW, 'api.openApi', 7, 'api.openApi: must be the path of an OpenAPI file', 'openapi.json'],
    [NEW, 'sync.mode', 'dry-run', 'sync.mode: must be "observe", "add" or "enforce"', 'observe'],
    [NEW, 'sync.minHealthy', 0, 'sync.minHealthy: must be a whole number from 1', 2],
    [
      NEW,
      'sync.keep',
      ['10.0.0.9:443'],
      'sync.keep[0]: "10.0.0.9:443" must be an IPv4 address without port',
      ['10.0.0.9'],
    ],
    [
      NEW,
      'sync.previous',
      ['vpc-00000001'],
      'sync.previous[0]: "vpc-00000001" must be an endpoint id',
      ['vpce-00000001'],
    ],
    [NEW, 'audit.probe', true, 'audit.probe: must be false, or { "path": …, "expectStatus": … }', false],
    [NEW, 'audit.probe', { status: 200 }, 'audit.probe: has the unknown key "status"', { expectStatus: [200, 204] }],
    [NEW, 'audit.probe.path', 'ping', 'audit.probe.path: "ping" must be a path that begins with "/"', '/ping?deep=1'],
    [NEW, 'audit.probe.expectStatus', 200, 'audit.probe.expectStatus: must be a list of HTTP statuses', [200]],
    [NEW, 'audit.probe.expectStatus', [], 'audit.probe.expectStatus: must hold at least one HTTP status', [404]],
    [NEW, 'zones', 2, 'the document: has the unknown key "zones": remove it; known are $schema, account', undefined],
    [NEW, 'frontDoor.ports', [443], 'frontDoor: has the unknown key "ports": remove it; known are scheme', undefined],
  ])('%#: %s %s: %j', (base, path, wrong, problem, right) => {
    const problems = problemsOf(settingsWith(base, { [path]: wrong }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
    expect(problemsOf(right === undefined ? base : settingsWith(base, { [path]: right }))).toEqual([]);
  });
});

describe('where there is one way of several, the message names the ways', () => {
  const existing = { existing: { id: 'vpc-1', frontDoorSubnets: [{}] } };

  it.each([
    ['none', undefined, ['vpc: is missing: give { "create": … } or { "existing": … }']],
    ['an empty one', {}, ['vpc: must have exactly one key: give { "create": … } or { "existing": … }']],
    ['no object', 'vpc-1', ['vpc: must be { "create": … } or { "existing": … }']],
    ['another', { craete: {} }, ['vpc: has the unknown key "craete": give { "create": … } or { "existing": … }']],
    [
      'a way with problems: those of that way only',
      { create: { cidr: 'x' } },
      [
        'vpc.create.cidr: "x" must be an IPv4 block, as in 203.0.113.0/24',
        'vpc.create.availabilityZones: is missing: give a list of availability zones',
      ],
    ],
  ])('%s', (_, vpc, problems) => {
    expect(problemsOf(settingsWith(NEW, { vpc }))).toEqual(problems);
  });

  it('two at once, beside the problems of each', () => {
    const problems = problemsOf(settingsWith(NEW, { vpc: { create: {}, ...existing } }));
    expect(problems).toContain('vpc: must have exactly one key: give { "create": … } or { "existing": … }');
    expect(problems).toContain('vpc.create.availabilityZones: is missing: give a list of availability zones');
    expect(problems.some((problem) => problem.startsWith('vpc.existing.id: "vpc-1" must be'))).toBe(true);
  });
});
