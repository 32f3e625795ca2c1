import { describe, expect, it } from 'vitest';
import { EXISTING, IMPORTED, INTERNAL, NAMED, NEW, problemsOf, settingsWith } from './settings-builders.ts';

const ONE_ZONE = { 'vpc.create.availabilityZones': ['eu-west-1a'] };
const THREE_ZONES = { 'vpc.create.availabilityZones': ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] };
const ACM = 'arn:aws:acm:eu-west-1:111122223333:certificate/00000000-0000-4000-8000-000000000001';
const DNS = 'vpce-00000000000000001-abcd1234.execute-api.eu-west-1.vpce.amazonaws.com';

const eip = (id: string, publicIp: string): unknown => ({ allocationId: `eipalloc-0000000${id}`, publicIp });
const TWO_EIPS = [eip('a', '203.0.113.1'), eip('b', '203.0.113.2')];
const subnet = (id: string, zone: string): unknown => ({
  id: `subnet-0000000${id}`,
  availabilityZone: `eu-west-1${zone}`,
});
const zone = (name: string): unknown => ({ existing: { id: 'Z0PRIVATE', name } });

type Row = readonly [situation: string, base: object, wrong: object, problem: string, right: object];

const ZONES: readonly Row[] = [
  ['one zone', NEW, ONE_ZONE, 'vpc.create.availabilityZones: holds one zone', { ...ONE_ZONE, accept: ['single-zone'] }],
  [
    'one subnet of the endpoint',
    EXISTING,
    { 'vpc.existing.endpointSubnets': [subnet('c', 'a')] },
    'vpc.existing.endpointSubnets: holds one zone, and with that zone the whole path fails; name two, or put "single-zone"',
    { 'vpc.existing.endpointSubnets': [subnet('c', 'a')], accept: ['single-zone'] },
  ],
  [
    'one subnet of the front door',
    IMPORTED,
    { 'vpc.existing.frontDoorSubnets': [subnet('c', 'a')] },
    'vpc.existing.frontDoorSubnets: holds one zone',
    { 'vpc.existing.frontDoorSubnets': [subnet('c', 'a')], accept: ['single-zone'] },
  ],
  [
    'one zone twice',
    NEW,
    { 'vpc.create.availabilityZones': ['eu-west-1a', 'eu-west-1a'] },
    'vpc.create.availabilityZones[1]: "eu-west-1a" is already in vpc.create.availabilityZones[0]',
    THREE_ZONES,
  ],
  [
    'two subnets of the front door in one zone',
    IMPORTED,
    { 'vpc.existing.frontDoorSubnets': [subnet('a', 'a'), subnet('b', 'a')] },
    'vpc.existing.frontDoorSubnets[1].availabilityZone: "eu-west-1a" is already in',
    { 'vpc.existing.frontDoorSubnets': [subnet('a', 'a'), subnet('b', 'c')] },
  ],
  [
    'one subnet twice',
    EXISTING,
    { 'vpc.existing.endpointSubnets': [subnet('c', 'a'), subnet('c', 'b')] },
    'vpc.existing.endpointSubnets[1].id: "subnet-0000000c" is already in vpc.existing.endpointSubnets[0]',
    { 'vpc.existing.endpointSubnets': [subnet('c', 'a'), subnet('d', 'b')] },
  ],
  [
    'one subnet of the front door twice',
    EXISTING,
    { 'vpc.existing.frontDoorSubnets': [subnet('a', 'a'), subnet('a', 'b')] },
    'vpc.existing.frontDoorSubnets[1].id: "subnet-0000000a" is already in',
    // The same subnet may serve the front door and the endpoint.
    {
      'vpc.existing.frontDoorSubnets': [subnet('a', 'a'), subnet('b', 'b')],
      'vpc.existing.endpointSubnets': [subnet('a', 'a'), subnet('b', 'b')],
    },
  ],
  [
    'a zone of another Region',
    NEW,
    { 'vpc.create.availabilityZones': ['eu-west-1a', 'eu-west-2b'] },
    'vpc.create.availabilityZones[1]: "eu-west-2b" is not a zone of eu-west-1',
    { region: 'eu-west-2', 'vpc.create.availabilityZones': ['eu-west-2a', 'eu-west-2b'] },
  ],
  [
    'an endpoint in a zone without front door',
    EXISTING,
    { 'vpc.existing.endpointSubnets': [subnet('c', 'a'), subnet('d', 'c')] },
    'vpc.existing.endpointSubnets[1].availabilityZone: the front door does not stand in "eu-west-1c"',
    // A front door in a zone without endpoint sends its connections to the other zones.
    { 'vpc.existing.frontDoorSubnets': [subnet('a', 'a'), subnet('b', 'b'), subnet('e', 'c')] },
  ],
];

const ADDRESSES: readonly Row[] = [
  [
    'nobody who may connect',
    NEW,
    { 'frontDoor.allowedCidrs': [] },
    'frontDoor.allowedCidrs: is empty',
    { 'frontDoor.allowedCidrs': ['10.0.0.0/8'] },
  ],
  [
    'nobody is said to',
    NEW,
    { frontDoor: {} },
    'frontDoor.allowedCidrs: is empty',
    { 'frontDoor.allowedCidrs': ['10.0.0.0/8'] },
  ],
  [
    'nobody, if internet-facing',
    NEW,
    { frontDoor: { scheme: 'internet-facing' } },
    'so that nobody could connect',
    { frontDoor: { scheme: 'internal', privateIps: ['10.0.0.10', '10.0.1.10'] } },
  ],
  [
    'the whole world',
    NEW,
    { 'frontDoor.allowedCidrs': ['203.0.113.0/24', '0.0.0.0/0'] },
    'frontDoor.allowedCidrs[1]: "0.0.0.0/0" opens the front door to the world (any prefix shorter than /8 counts so); narrow it, or put "open-to-the-world" into accept',
    { 'frontDoor.allowedCidrs': ['0.0.0.0/0'], accept: ['open-to-the-world'] },
  ],
  [
    'much of the world',
    NEW,
    { 'frontDoor.allowedCidrs': ['12.0.0.0/7'] },
    '"12.0.0.0/7" opens',
    { 'frontDoor.allowedCidrs': ['12.0.0.0/8'] },
  ],
  [
    'a block twice',
    NEW,
    { 'frontDoor.allowedCidrs': ['10.0.0.0/8', '10.0.0.0/8'] },
    'frontDoor.allowedCidrs[1]: "10.0.0.0/8" is already',
    { 'frontDoor.allowedCidrs': ['10.0.0.0/8', '11.0.0.0/8'] },
  ],
  [
    'a client twice',
    NEW,
    { 'endpoint.create.clientCidrs': ['10.0.0.0/8', '10.0.0.0/8'] },
    'endpoint.create.clientCidrs[1]: "10.0.0.0/8" is already',
    { 'endpoint.create.clientCidrs': ['10.0.0.0/8', '11.0.0.0/8'] },
  ],
  [
    'one elastic IP for two zones',
    NEW,
    { 'frontDoor.elasticIps': TWO_EIPS.slice(1) },
    'frontDoor.elasticIps: must hold 2, one a zone, not 1',
    { 'frontDoor.elasticIps': TWO_EIPS },
  ],
  [
    'two for three subnets',
    EXISTING,
    {
      'vpc.existing.frontDoorSubnets': [subnet('1', 'a'), subnet('2', 'b'), subnet('3', 'c')],
      'frontDoor.elasticIps': TWO_EIPS,
    },
    'must hold 3',
    { 'frontDoor.elasticIps': TWO_EIPS },
  ],
  [
    'one allocation twice',
    NEW,
    { 'frontDoor.elasticIps': [eip('a', '203.0.113.1'), eip('a', '203.0.113.2')] },
    'frontDoor.elasticIps[1].allocationId: "eipalloc-0000000a" is already',
    { 'frontDoor.elasticIps': TWO_EIPS },
  ],
  [
    'one address twice',
    NEW,
    { 'frontDoor.elasticIps': [eip('a', '203.0.113.1'), eip('b', '203.0.113.1')] },
    'frontDoor.elasticIps[1].publicIp: "203.0.113.1" is already',
    { 'frontDoor.elasticIps': TWO_EIPS },
  ],
  [
    'private addresses, internet-facing',
    NEW,
    { 'frontDoor.privateIps': ['10.0.0.10', '10.0.1.10'] },
    'frontDoor.privateIps: are only for the scheme "internal"',
    {},
  ],
  [
    'elastic IPs, internal',
    INTERNAL,
    { 'frontDoor.elasticIps': TWO_EIPS },
    'frontDoor.elasticIps: are only for the scheme "internet-facing"',
    {},
  ],
  ['no addresses, internal', INTERNAL, { 'frontDoor.privateIps': undefined }, 'frontDoor.privateIps: is missing', {}],
  [
    'one private address for two zones',
    INTERNAL,
    { 'frontDoor.privateIps': ['10.0.0.10'] },
    'frontDoor.privateIps: must hold 2, one a zone, not 1',
    {},
  ],
  [
    'a private address twice',
    EXISTING,
    { frontDoor: { scheme: 'internal', privateIps: ['10.9.0.9', '10.9.0.9'] } },
    'frontDoor.privateIps[1]: "10.9.0.9" is already',
    { frontDoor: { scheme: 'internal', privateIps: ['10.9.0.9', '10.9.1.9'] } },
  ],
];

const LAYOUT: readonly Row[] = [
  [
    'a VPC too small for two zones',
    NEW,
    { 'vpc.create.cidr': '10.0.0.0/23' },
    'vpc.create.cidr: "10.0.0.0/23" has room for 2 subnets of /24, and 2 zones need 4',
    { 'vpc.create.cidr': '10.0.0.0/22' },
  ],
  [
    'a VPC too small for three zones',
    NEW,
    { ...THREE_ZONES, 'vpc.create.cidr': '10.0.0.0/22' },
    '3 zones need 6',
    { ...THREE_ZONES, 'vpc.create.cidr': '10.0.0.0/21' },
  ],
  [
    'a VPC smaller than a subnet',
    NEW,
    { 'vpc.create.cidr': '10.0.0.0/28' },
    'has room for 0 subnets',
    { 'vpc.create.cidr': '10.0.0.0/16' },
  ],
  [
    'addresses in each other’s subnets',
    INTERNAL,
    { 'frontDoor.privateIps': ['10.0.0.10', '10.0.2.10'] },
    'frontDoor.privateIps[1]: 10.0.2.10 is outside 10.0.1.0/24',
    { 'frontDoor.privateIps': ['10.0.0.11', '10.0.1.11'] },
  ],
  [
    'an address of another VPC',
    INTERNAL,
    { 'vpc.create.cidr': '10.9.0.0/16', 'frontDoor.privateIps': ['10.0.0.10', '10.9.1.10'] },
    '10.0.0.10 is outside 10.9.0.0/24',
    { 'vpc.create.cidr': '10.9.0.0/16', 'frontDoor.privateIps': ['10.9.0.10', '10.9.1.10'] },
  ],
  [
    'the network’s address',
    INTERNAL,
    { 'frontDoor.privateIps': ['10.0.0.0', '10.0.1.10'] },
    '10.0.0.0 is kept by AWS',
    { 'frontDoor.privateIps': ['10.0.0.4', '10.0.1.10'] },
  ],
  [
    'the fourth address',
    INTERNAL,
    { 'frontDoor.privateIps': ['10.0.0.3', '10.0.1.10'] },
    'frontDoor.privateIps[0]: 10.0.0.3 is kept by AWS',
    { 'frontDoor.privateIps': ['10.0.0.4', '10.0.1.10'] },
  ],
  [
    'the last address',
    INTERNAL,
    { 'frontDoor.privateIps': ['10.0.0.10', '10.0.1.255'] },
    '10.0.1.255 is kept by AWS',
    { 'frontDoor.privateIps': ['10.0.0.10', '10.0.1.254'] },
  ],
];

const HOSTNAME: readonly Row[] = [
  [
    'a hostname without certificate',
    NAMED,
    { 'hostname.publicZone': undefined },
    'hostname: needs certificateArn, or a publicZone in which a certificate is validated',
    { 'hostname.publicZone': undefined, 'hostname.certificateArn': ACM },
  ],
  [
    'a certificate in a zone that is created',
    NAMED,
    { 'hostname.publicZone': { create: 'api.example.com' } },
    'hostname: needs certificateArn: nothing can be validated',
    { 'hostname.publicZone': { create: 'api.example.com' }, 'hostname.certificateArn': ACM },
  ],
  [
    'a public zone of another name',
    NAMED,
    { 'hostname.publicZone.existing.name': 'example.org' },
    'hostname.publicZone.existing.name: "api.example.com" does not lie in "example.org"',
    { 'hostname.publicZone.existing.name': 'api.example.com' },
  ],
  [
    'a zone whose name is the end of a label',
    NAMED,
    { 'hostname.publicZone': { find: 'ample.com' } },
    'hostname.publicZone.find: "api.example.com" does not lie in "ample.com"',
    { 'hostname.publicZone': { find: 'example.com' } },
  ],
  [
    'a zone below the hostname',
    NAMED,
    { 'hostname.privateZone': { create: 'x.api.example.com' } },
    'hostname.privateZone.create: "api.example.com" does not lie in',
    { 'hostname.privateZone': { create: 'example.com' } },
  ],
  [
    'a private zone of another name',
    NAMED,
    { 'hostname.privateZone': zone('example.org') },
    'hostname.privateZone.existing.name',
    { 'hostname.privateZone': zone('example.com') },
  ],
  [
    'one zone for both halves',
    NAMED,
    { 'hostname.privateZone': { existing: { id: 'Z0PUBLIC', name: 'example.com' } } },
    'hostname.privateZone.existing.id: Z0PUBLIC is already the public zone',
    { 'hostname.privateZone': zone('example.com') },
  ],
  [
    'client VPCs of a zone that exists',
    NAMED,
    { 'hostname.clientVpcIds': ['vpc-00000002'], 'hostname.privateZone': zone('example.com') },
    'hostname.clientVpcIds: are only for a private zone that is created',
    { 'hostname.clientVpcIds': ['vpc-00000002'] },
  ],
  [
    'client VPCs of a zone that is found',
    NAMED,
    { 'hostname.clientVpcIds': ['vpc-00000002'], 'hostname.privateZone': { find: 'example.com' } },
    'hostname.clientVpcIds: are only',
    { 'hostname.clientVpcIds': ['vpc-00000002'], 'hostname.privateZone': { create: 'example.com' } },
  ],
  [
    'client VPCs of no zone',
    NAMED,
    { 'hostname.clientVpcIds': ['vpc-00000002'], 'hostname.privateZone': false },
    'hostname.clientVpcIds: are only',
    { 'hostname.clientVpcIds': [], 'hostname.privateZone': false },
  ],
  [
    'a client VPC twice',
    NAMED,
    { 'hostname.clientVpcIds': ['vpc-00000002', 'vpc-00000002'] },
    'hostname.clientVpcIds[1]: "vpc-00000002" is already',
    { 'hostname.clientVpcIds': ['vpc-00000002', 'vpc-00000003'] },
  ],
  [
    'the VPC as its own client',
    { ...EXISTING, hostname: { name: 'api.example.com', certificateArn: ACM } },
    { 'hostname.clientVpcIds': ['vpc-00000000000000001'] },
    'hostname.clientVpcIds: vpc-00000000000000001 is the VPC itself',
    { 'hostname.clientVpcIds': ['vpc-00000002'] },
  ],
  [
    'a certificate of another Region',
    NAMED,
    { 'hostname.certificateArn': ACM.replace('eu-west-1', 'us-east-1') },
    'hostname.certificateArn: the certificate is of the Region us-east-1, and eu-west-1 is deployed to',
    { 'hostname.certificateArn': ACM },
  ],
  [
    'a certificate of another account',
    NAMED,
    { 'hostname.certificateArn': ACM.replace('111122223333', '444455556666') },
    'hostname.certificateArn: the certificate is of the account 444455556666',
    { 'hostname.certificateArn': ACM },
  ],
  [
    'a boundary of another account',
    NEW,
    { permissionsBoundaryArn: 'arn:aws:iam::444455556666:policy/b' },
    'permissionsBoundaryArn: the policy is of the account 444455556666',
    { permissionsBoundaryArn: 'arn:aws:iam::aws:policy/PowerUserAccess' },
  ],
];

const NAMED_IMPORT = settingsWith(IMPORTED, {
  hostname: { name: 'api.example.com', certificateArn: ACM },
  'endpoint.existing.dnsName': DNS,
  'endpoint.existing.hostedZoneId': 'Z0VPCE',
});

const ENDPOINT: readonly Row[] = [
  [
    'an endpoint that exists in a VPC that does not',
    NEW,
    { endpoint: IMPORTED['endpoint'] },
    'endpoint: an existing endpoint lies in a VPC that exists',
    {},
  ],
  [
    'subnets for an endpoint that has its own',
    EXISTING,
    { endpoint: IMPORTED['endpoint'] },
    'vpc.existing.endpointSubnets: are for an endpoint that is created',
    { endpoint: IMPORTED['endpoint'], 'vpc.existing.endpointSubnets': [] },
  ],
  [
    'no subnets for an endpoint that is created',
    EXISTING,
    { 'vpc.existing.endpointSubnets': undefined },
    'vpc.existing.endpointSubnets: is missing',
    {},
  ],
  [
    'no name for the private half',
    NAMED_IMPORT,
    { 'endpoint.existing.dnsName': undefined },
    'endpoint.existing.dnsName: is missing',
    { 'endpoint.existing.dnsName': undefined, 'hostname.privateZone': false },
  ],
  [
    'no zone of that name',
    NAMED_IMPORT,
    { 'endpoint.existing.hostedZoneId': undefined, 'hostname.privateZone': zone('example.com') },
    'endpoint.existing.hostedZoneId: is missing',
    { 'hostname.privateZone': zone('example.com') },
  ],
  [
    'a name of another endpoint',
    NAMED_IMPORT,
    { 'endpoint.existing.id': 'vpce-00000000000000002' },
    `endpoint.existing.dnsName: "${DNS}" is not a name of vpce-00000000000000002`,
    {},
  ],
  [
    'a name of another Region',
    NAMED_IMPORT,
    { 'endpoint.existing.dnsName': DNS.replace('eu-west-1', 'eu-west-2') },
    'is not in eu-west-1',
    {},
  ],
  [
    'private DNS',
    NEW,
    { 'endpoint.create.privateDns': true },
    'endpoint.create.privateDns: takes every execute-api name in the VPC to this endpoint, so that calls to public APIs get 403',
    { 'endpoint.create.privateDns': true, accept: ['private-dns'] },
  ],
  [
    'more healthy than there can be',
    NEW,
    { 'sync.minHealthy': 3 },
    'sync.minHealthy: 3 can never be healthy, the endpoint has 2 addresses',
    { ...THREE_ZONES, 'sync.minHealthy': 3 },
  ],
  [
    'more healthy than subnets',
    EXISTING,
    { 'sync.minHealthy': 3 },
    'sync.minHealthy: 3 can never',
    { 'sync.minHealthy': 2 },
  ],
  [
    'more healthy than is known of an endpoint that exists: none',
    EXISTING,
    { 'sync.minHealthy': 9 },
    'sync.minHealthy: 9',
    { endpoint: IMPORTED['endpoint'], 'vpc.existing.endpointSubnets': [], 'sync.minHealthy': 9 },
  ],
  [
    'itself as predecessor',
    IMPORTED,
    { 'sync.previous': ['vpce-00000000000000001'] },
    'sync.previous: names the endpoint itself',
    { 'sync.previous': ['vpce-00000000000000002'] },
  ],
  [
    'a predecessor twice',
    NEW,
    { 'sync.previous': ['vpce-00000002', 'vpce-00000002'] },
    'sync.previous[1]: "vpce-00000002" is already',
    { 'sync.previous': ['vpce-00000002'] },
  ],
  [
    'a tolerated IP twice',
    NEW,
    { 'sync.keep': ['10.0.0.9', '10.0.0.9'] },
    'sync.keep[1]: "10.0.0.9" is already',
    { 'sync.keep': ['10.0.0.9'] },
  ],
  [
    'a client VPC of the API twice',
    NEW,
    { 'api.clientVpcIds': ['vpc-00000002', 'vpc-00000002'] },
    'api.clientVpcIds[1]: "vpc-00000002" is already',
    { 'api.clientVpcIds': ['vpc-00000002'] },
  ],
  [
    'a client endpoint twice',
    NEW,
    { 'api.clientEndpointIds': ['vpce-00000002', 'vpce-00000002'] },
    'api.clientEndpointIds[1]: "vpce-00000002" is already',
    { 'api.clientEndpointIds': ['vpce-00000002'] },
  ],
  [
    'an OpenAPI file that is not there',
    NEW,
    { 'api.openApi': 'missing.json' },
    'api.openApi: "missing.json" is no file at ',
    { 'api.openApi': 'openapi.json' },
  ],
  [
    'a directory as OpenAPI file',
    NEW,
    { 'api.openApi': '.' },
    'api.openApi: "." is no file at ',
    { 'api.openApi': './openapi.json' },
  ],
];

const TOPIC = 'arn:aws:sns:eu-west-1:444455556666:on-call';

const MONITORING: readonly Row[] = [
  [
    'a topic of another Region',
    NEW,
    { 'monitoring.pages.topicArn': TOPIC.replace('eu-west-1', 'us-east-1') },
    'monitoring.pages.topicArn: the topic is of the Region us-east-1, and eu-west-1 is deployed to',
    { 'monitoring.pages.topicArn': TOPIC },
  ],
  [
    'one address twice',
    NEW,
    { 'monitoring.tickets.emails': ['a@example.com', 'a@example.com'] },
    'monitoring.tickets.emails[1]: "a@example.com" is already in monitoring.tickets.emails[0]',
    { 'monitoring.tickets.emails': ['a@example.com'], 'monitoring.changes.emails': ['a@example.com'] },
  ],
];

describe('what does not fit together is the one problem, with its path and the remedy; its twin passes', () => {
  it.each([...ZONES, ...ADDRESSES, ...LAYOUT, ...HOSTNAME, ...ENDPOINT, ...MONITORING])(
    '%s',
    (_, base, wrong, problem, right) => {
      const problems = problemsOf(settingsWith({ ...base }, { ...wrong }));
      expect(problems).toHaveLength(1);
      expect(problems[0]).toContain(problem);
      expect(problemsOf(settingsWith({ ...base }, { ...right }))).toEqual([]);
    },
  );
});

describe('what is accepted by name', () => {
  it('may go unused: it waits for a change, or outlives one', () => {
    expect(problemsOf({ ...NEW, accept: ['single-zone', 'open-to-the-world', 'private-dns'] })).toEqual([]);
  });

  it.each([
    ['single-zone', { 'endpoint.create.privateDns': true }],
    ['private-dns', { 'frontDoor.allowedCidrs': ['0.0.0.0/0'] }],
    ['open-to-the-world', ONE_ZONE],
  ])('%s accepts nothing else', (accepted, wrong) => {
    expect(problemsOf(settingsWith(NEW, { ...wrong, accept: [accepted] }))).toHaveLength(1);
  });
});

describe('what is wrong in itself is not compared with the rest', () => {
  it.each([
    ['the scheme', INTERNAL, { 'frontDoor.scheme': 'private' }, 'frontDoor.scheme'],
    ['the Region', NEW, { region: 'Ireland' }, 'region'],
    ['the VPC’s block', INTERNAL, { 'vpc.create.cidr': '10.9.0.1/16' }, 'vpc.create.cidr'],
    ['a zone of the front door', EXISTING, { 'vpc.existing.frontDoorSubnets.1.availabilityZone': 'b' }, 'vpc.existing'],
    ['the endpoint', IMPORTED, { endpoint: 7 }, 'endpoint'],
    [
      'the private zone',
      { ...NAMED },
      { 'hostname.privateZone': 7, 'hostname.clientVpcIds': ['vpc-00000002'] },
      'hostname',
    ],
    ['the public zone', { ...NAMED }, { 'hostname.publicZone': {} }, 'hostname.publicZone'],
    ['who may connect', NEW, { 'frontDoor.allowedCidrs': 'all' }, 'frontDoor.allowedCidrs'],
    ['a topic', NEW, { 'monitoring.changes.topicArn': 7 }, 'monitoring.changes.topicArn'],
    ['the private addresses', INTERNAL, { 'frontDoor.privateIps': '10.0.0.10' }, 'frontDoor.privateIps'],
  ])('%s', (_, base, wrong, path) => {
    const problems = problemsOf(settingsWith(base, wrong));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(path);
  });

  it('but a key too many hides nothing', () => {
    const problems = problemsOf(
      settingsWith(NEW, { 'frontDoor.ports': [443], 'frontDoor.allowedCidrs': ['0.0.0.0/0'] }),
    );
    expect(problems).toHaveLength(2);
  });
});
