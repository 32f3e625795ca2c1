import { describe, expect, it } from 'vitest';
import { readDeployment } from '../../infra/deployment.ts';
import { parseSettings } from '../../infra/settings/document.ts';
import { EXISTING, FAR_ALB, NAMED_ALB, NEAR_ALB, NEW, problemsOf, settingsWith } from './settings-builders.ts';

type Row = readonly [situation: string, base: object, wrong: object, problem: string, right: object];

const ARN = (account: string, region = 'eu-west-1', name = 'orders'): string =>
  `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/app/${name}/0123456789abcdef`;
const SAME_ACCOUNT = {
  'alb.loadBalancerArn': ARN('111122223333'),
  'alb.roleArn': undefined,
  'alb.externalId': undefined,
};
const ACM = 'arn:aws:acm:eu-west-1:111122223333:certificate/00000000-0000-4000-8000-000000000001';
const PEERED = settingsWith(FAR_ALB, SAME_ACCOUNT);
const NAMED = settingsWith(FAR_ALB, { ...NAMED_ALB });
const FORCED = settingsWith(NEAR_ALB, { 'alb.targetType': 'ip' });

const SHAPE: readonly Row[] = [
  ['an endpoint beside it', FAR_ALB, { 'endpoint.create': {} }, 'endpoint: stands beside alb', { alb: FAR_ALB['alb'] }],
  ['an API beside it', FAR_ALB, { 'api.stageName': 'v1' }, 'api: stands beside alb, which takes its place', {}],
  [
    'a VPC that is made',
    FAR_ALB,
    { vpc: NEW['vpc'] },
    'vpc: an ALB is reached from a VPC that exists, whose routes to it its network’s owner has made',
    {},
  ],
  [
    'subnets of an endpoint',
    FAR_ALB,
    { vpc: EXISTING['vpc'] },
    'vpc.existing.endpointSubnets: are for an endpoint that is created',
    { 'vpc.existing.endpointSubnets': [] },
  ],
  [
    'a certificate',
    NAMED,
    { 'hostname.certificateArn': ACM },
    'hostname.certificateArn: is not used: the ALB’s listener has the certificate',
    // Nothing is validated here, so that the public zone may be missing, or be made only now.
    { 'hostname.publicZone': { create: 'example.com' } },
  ],
  [
    'endpoints that went before',
    FAR_ALB,
    { 'sync.previous': ['vpce-00000001'] },
    'sync.previous: names endpoints; give the load balancers that this one replaces in alb.previous',
    { 'alb.previous': [ARN('444455556666', 'eu-west-1', 'old')] },
  ],
];

const PLACE: readonly Row[] = [
  [
    'cross-zone off for another VPC',
    FAR_ALB,
    { 'alb.crossZone': false },
    'alb.crossZone: must be on: the ALB is in another VPC, vpc-00000000000000002, whose addresses AWS takes only for all zones at once; remove it',
    { 'alb.vpcId': 'vpc-00000000000000001', 'alb.crossZone': false },
  ],
  [
    'the VPC of the front door, and another Region',
    PEERED,
    { 'alb.loadBalancerArn': ARN('111122223333', 'us-east-1'), 'alb.vpcId': 'vpc-00000000000000001' },
    'alb.vpcId: vpc-00000000000000001 is the front door’s VPC, in eu-west-1, and the ALB is in us-east-1; correct it',
    { 'alb.loadBalancerArn': ARN('111122223333', 'us-east-1') },
  ],
  [
    'the ALB among those before it',
    FAR_ALB,
    { 'alb.previous': [ARN('444455556666')] },
    'alb.previous: names the load balancer itself',
    { 'alb.previous': [ARN('444455556666', 'eu-west-1', 'old')] },
  ],
  [
    'one block twice',
    FAR_ALB,
    { 'alb.cidrs': ['10.80.1.0/24', '10.80.1.0/24'] },
    'alb.cidrs[1]: "10.80.1.0/24" is already in alb.cidrs[0]',
    { 'alb.cidrs': ['10.80.0.0/16'] },
  ],
];

const ROLE: readonly Row[] = [
  [
    'another account without a role',
    FAR_ALB,
    { 'alb.roleArn': undefined, 'alb.externalId': undefined },
    'alb.roleArn: is missing: the ALB is of account 444455556666, and 111122223333 is deployed to; name a role of 444455556666, as in arn:aws:iam::444455556666:role/static-ip-alb-eu-west-1-source, which the second stack makes: one for each stack and Region',
    SAME_ACCOUNT,
  ],
  [
    'a role of a third account',
    FAR_ALB,
    { 'alb.roleArn': 'arn:aws:iam::777788889999:role/source' },
    'alb.roleArn: is a role of account 777788889999, and the ALB is of 444455556666; give one of there',
    { 'alb.roleArn': 'arn:aws:iam::444455556666:role/source' },
  ],
  [
    'an external id without a role',
    PEERED,
    { 'alb.externalId': 'orders' },
    'alb.externalId: goes with a role; give roleArn, or remove it',
    { 'alb.roleArn': 'arn:aws:iam::111122223333:role/source', 'alb.externalId': 'orders' },
  ],
];

const PATH: readonly Row[] = [
  [
    'no way to the ALB',
    FAR_ALB,
    { 'alb.cidrs': undefined },
    'alb.cidrs: is empty, so that the load balancer could connect to nothing; give the blocks of the ALB’s subnets',
    {},
  ],
  ['an empty way', FAR_ALB, { 'alb.cidrs': [] }, 'alb.cidrs: is empty', {}],
  [
    'the group of another account as the only way',
    FAR_ALB,
    { 'alb.cidrs': [], 'alb.securityGroupId': 'sg-00000001' },
    'alb.cidrs: is empty',
    { 'alb.securityGroupId': 'sg-00000001' },
  ],
  [
    'no way in the same VPC',
    NEAR_ALB,
    { 'alb.securityGroupId': undefined },
    'alb.cidrs: is empty, so that the load balancer could connect to nothing; give the blocks of the ALB’s subnets, or its securityGroupId',
    { 'alb.securityGroupId': undefined, 'alb.cidrs': ['10.0.0.0/16'] },
  ],
  [
    'two ways in the same VPC',
    NEAR_ALB,
    { 'alb.cidrs': ['10.0.0.0/16'] },
    'alb.cidrs: are not used: the ALB’s security group is in the same VPC, and rules name it; remove them',
    { 'alb.cidrs': [] },
  ],
  [
    'clear text on the internet',
    FAR_ALB,
    { 'alb.listener.protocol': 'HTTP' },
    'alb.listener.protocol: HTTP is clear text to everybody between a partner and the ALB; give a listener that speaks HTTPS, or put "clear-text" into accept',
    { 'alb.listener.protocol': 'HTTP', accept: ['clear-text'] },
  ],
  [
    'clear text, if internet-facing',
    FAR_ALB,
    { 'alb.listener.protocol': 'HTTP', 'frontDoor.scheme': 'internet-facing' },
    'alb.listener.protocol: HTTP is clear text',
    { 'alb.listener.protocol': 'HTTP', frontDoor: { scheme: 'internal', privateIps: ['10.0.0.10', '10.0.1.10'] } },
  ],
  [
    'a check that asks for nothing',
    FAR_ALB,
    { 'alb.healthCheck': {} },
    'alb.healthCheck.path: is missing: give what the ALB answers, as in "/health"',
    { 'alb.healthCheck': { protocol: 'TCP' } },
  ],
  [
    'a path that TCP would not ask for',
    FAR_ALB,
    { 'alb.healthCheck.protocol': 'TCP' },
    'alb.healthCheck.path: TCP asks for nothing; remove it, or the protocol',
    { 'alb.healthCheck.protocol': 'listener' },
  ],
  [
    'a status that TCP would not get',
    FAR_ALB,
    { 'alb.healthCheck': { protocol: 'TCP', matcher: '200' } },
    'alb.healthCheck.matcher: TCP asks for nothing',
    { 'alb.healthCheck': { path: '/', matcher: '200-299,404' } },
  ],
  [
    'TCP for an ALB that is the target itself',
    NEAR_ALB,
    { 'alb.healthCheck': { protocol: 'TCP' } },
    'alb.healthCheck.protocol: TCP cannot check an ALB that is the target itself; remove it and give a path, or set alb.targetType to "ip"',
    { 'alb.healthCheck': { protocol: 'TCP' }, 'alb.targetType': 'ip' },
  ],
];

const NAME: readonly Row[] = [
  [
    'a private half without the ALB’s name',
    NAMED,
    { 'alb.dnsName': undefined },
    'alb.dnsName: is missing: the private half of the hostname is an alias of it',
    { 'alb.dnsName': undefined, 'alb.hostedZoneId': undefined, 'hostname.privateZone': false },
  ],
  ['a private half without its zone id', NAMED, { 'alb.hostedZoneId': undefined }, 'alb.hostedZoneId: is missing', {}],
  [
    'the name of another ALB',
    NAMED,
    { 'alb.dnsName': 'internal-shop-1234567890.eu-west-1.elb.amazonaws.com' },
    'alb.dnsName: "internal-shop-1234567890.eu-west-1.elb.amazonaws.com" is not a name of orders',
    {},
  ],
  [
    'a name in another Region',
    NAMED,
    { 'alb.dnsName': 'internal-orders-1234567890.us-east-1.elb.amazonaws.com' },
    'is not in eu-west-1; correct the one or the other',
    {},
  ],
  [
    'a probe without a name to call',
    FAR_ALB,
    { 'audit.probe': {} },
    'audit.probe: calls the ALB by the hostname, and there is none; give hostname, or set it to false',
    { 'audit.probe': false },
  ],
  [
    'a probe of clear text',
    NAMED,
    { 'audit.probe': {}, 'alb.listener.protocol': 'HTTP', accept: ['clear-text'] },
    'audit.probe: speaks TLS, and the ALB’s listener HTTP',
    { 'audit.probe': {} },
  ],
];

const IDLE: readonly Row[] = (
  [
    ['sync', { sync: { minHealthy: 2 } }],
    ['audit', { 'audit.probe': false }],
    ['monitoring.tickets', { 'monitoring.tickets.emails': ['a@example.com'] }],
    ['monitoring.changes', { 'monitoring.changes.emails': ['a@example.com'] }],
    ['alb.roleArn', { 'alb.roleArn': 'arn:aws:iam::111122223333:role/source' }],
    ['alb.previous', { 'alb.previous': [ARN('111122223333', 'eu-west-1', 'old')] }],
  ] as const
).map(
  ([path, wrong]): Row => [
    `${path}, where AWS keeps the target true`,
    NEAR_ALB,
    wrong,
    `${path}: has no effect: the target is the ALB itself, since the ALB is in the same VPC and account`,
    { ...wrong, 'alb.targetType': 'ip' },
  ],
);

describe('in front of an ALB, what does not fit together is the one problem, with its path and the remedy; its twin passes', () => {
  it.each([...SHAPE, ...PLACE, ...ROLE, ...PATH, ...NAME, ...IDLE])('%s', (_, base, wrong, problem, right) => {
    const problems = problemsOf(settingsWith({ ...base }, { ...wrong }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
    expect(problemsOf(settingsWith({ ...base }, { ...right }))).toEqual([]);
  });

  it('all of it in one message', () => {
    const wrong = {
      'api.stageName': 'v1',
      'alb.crossZone': false,
      'alb.cidrs': [],
      'alb.healthCheck': {},
      account: '1',
    };
    expect(problemsOf(settingsWith(FAR_ALB, wrong))).toHaveLength(4);
    expect(problemsOf(settingsWith(FAR_ALB, { ...wrong, account: '111122223333' }))).toHaveLength(4);
  });
});

describe('a value of the wrong form is the one problem, with its path and what to write; its twin passes', () => {
  it.each<[object, string, unknown, string, unknown]>([
    [
      FAR_ALB,
      'alb.loadBalancerArn',
      ARN('444455556666').replace('/app/', '/net/'),
      'the ARN of an Application Load Balancer',
      ARN('444455556666'),
    ],
    [FAR_ALB, 'alb.listener.port', 0, 'alb.listener.port: must be a whole number from 1 to 65535', 443],
    [FAR_ALB, 'alb.listener.protocol', 'TLS', 'alb.listener.protocol: must be "HTTP" or "HTTPS"', 'HTTPS'],
    [FAR_ALB, 'alb.healthCheck.protocol', 'HTTP', 'alb.healthCheck.protocol: must be "listener" or "TCP"', 'listener'],
    [FAR_ALB, 'alb.healthCheck.path', 'health', 'must be a path that begins with "/"', '/health?deep=1'],
    [FAR_ALB, 'alb.healthCheck.matcher', '100', 'must be statuses from 200 to 599', '200,301-302'],
    [FAR_ALB, 'alb.healthCheck.matcher', 200, 'must be statuses from 200 to 599', '200'],
    [
      FAR_ALB,
      'alb.cidrs',
      ['10.80.1.1/24'],
      'alb.cidrs[0]: "10.80.1.1/24" has bits beyond its prefix',
      ['10.80.0.0/16'],
    ],
    [
      NAMED,
      'alb.dnsName',
      'orders.example.com',
      'must be the DNS name of an internal load balancer',
      'internal-orders-1.eu-west-1.elb.amazonaws.com',
    ],
    [FAR_ALB, 'alb.targetType', 'alb', 'alb.targetType: must be "auto" or "ip"', 'ip'],
    [FAR_ALB, 'alb.networkLoadBalancers', -1, 'must be a whole number from 0 to 100', 3],
    [FAR_ALB, 'alb.previous', ['orders'], 'alb.previous[0]: "orders" must be the ARN of an Application', []],
    [FAR_ALB, 'alb.ports', [443], 'alb: has the unknown key "ports": remove it; known are loadBalancerArn', undefined],
  ])('%#: %s %s: %j', (base, path, wrong, problem, right) => {
    const problems = problemsOf(settingsWith({ ...base }, { [path]: wrong }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
    expect(problemsOf(settingsWith({ ...base }, { [path]: right }))).toEqual([]);
  });
});

describe('what is left out in front of an ALB', () => {
  const parse = (settings: unknown) => parseSettings(JSON.stringify(settings), 'deployment.json', '.');

  it('is another name of the stack, and no probe', () => {
    expect(parse(FAR_ALB)).toMatchObject({ stackName: 'static-ip-alb', audit: { probe: false } });
    expect(parse(NEW)).toMatchObject({ stackName: 'static-ip-private-api', audit: { probe: { expectStatus: [200] } } });
  });

  it('is not what was written', () => {
    const written = parse(settingsWith(NAMED, { stackName: 'mine', 'audit.probe': { path: '/x' } }));
    expect(written).toMatchObject({ stackName: 'mine', audit: { probe: { path: '/x', expectStatus: [200] } } });
  });

  it('leaves neither an endpoint nor an API to what is deployed', () => {
    const directory = new URL('../../infra/examples', import.meta.url).pathname;
    const deployment = readDeployment({ deployment: 'alb-same-vpc.jsonc' }, directory);
    expect(Object.keys(deployment)).not.toEqual(expect.arrayContaining(['endpoint']));
    expect(Object.keys(deployment)).not.toEqual(expect.arrayContaining(['api']));
  });

  it('is found in settings of its own: forced addresses need no more', () => {
    expect(problemsOf(FORCED)).toEqual([]);
  });
});
