import { describe, expect, it } from 'vitest';
import { InvalidBindingDocument, parseBindingDocument } from '../../controller/binding-document.ts';
import { GROUP_ARN, OURS } from './builders.ts';
import { ALB, FAR_ACCOUNT, OWNER_ROLE, PREVIOUS_ALB, ROLE } from './builders-load-balancer.ts';

const ACCOUNT = '123456789012';
const NEAR_ALB = ALB.replace(FAR_ACCOUNT, ACCOUNT);
const NEAR_ROLE = ROLE.replace(FAR_ACCOUNT, ACCOUNT);

const parse = (...sources: readonly unknown[]): ReturnType<typeof parseBindingDocument> =>
  parseBindingDocument(
    JSON.stringify({
      bindings: sources.map((source, index) => ({
        name: `b${index}`,
        targetGroupArn: GROUP_ARN.replace('targetgroup/api/', `targetgroup/api${index}/`),
        source,
      })),
    }),
    'bindings.json',
  );

/** Each problem of a document, without the title above them. */
function problemsOf(...sources: readonly unknown[]): readonly string[] {
  try {
    parse(...sources);
  } catch (error) {
    if (error instanceof InvalidBindingDocument) return error.problems;
    throw error;
  }
  return [];
}

const ONE_OF = 'bindings[0].source: must name one source: give either vpcEndpointId or loadBalancerArn';
const BOTH = 'bindings[0].source: must name one source: keep either vpcEndpointId or loadBalancerArn';
const NOT_AN_ALB =
  'must be the ARN of an Application Load Balancer: arn:aws:elasticloadbalancing:<region>:<account>:loadbalancer/app/<name>/<id>';
const NOT_A_ROLE = 'must be a role ARN: arn:aws:iam::<account>:role/<name>';
const NOT_AN_EXTERNAL_ID =
  'must be an external id: 2 to 1224 letters, digits and any of "_+=,.@:/-", as the trust policy of the role has it';
const NO_PREDECESSOR =
  'must be an endpoint id, as in vpce-0123456789abcdef0, or the ARN of an Application Load Balancer';

/** A source that is wrong in one way, all that is said of it, and the nearest one that is right. */
type Row = readonly [title: string, wrong: unknown, problem: string, twin: unknown];

const ROWS: readonly Row[] = [
  ['none', {}, ONE_OF, { loadBalancerArn: NEAR_ALB }],
  ['none but its options', { previous: [OURS] }, ONE_OF, { vpcEndpointId: OURS, previous: [PREVIOUS_ALB] }],
  ['two', { vpcEndpointId: OURS, loadBalancerArn: NEAR_ALB }, BOTH, { vpcEndpointId: OURS }],
  [
    'a service of a load balancer',
    { loadBalancerArn: NEAR_ALB, serviceName: 'com.amazonaws.eu-west-1.execute-api' },
    'bindings[0].source.serviceName: is of endpoints alone; remove it beside loadBalancerArn',
    { vpcEndpointId: OURS, serviceName: 'com.amazonaws.eu-west-1.execute-api' },
  ],
  ...(
    [
      ['a name alone', 'orders'],
      ['a network load balancer', NEAR_ALB.replace('/app/', '/net/')],
      ['a classic load balancer', NEAR_ALB.replace('/app/orders/0123456789abcdef', '/orders')],
      ['a target group', GROUP_ARN],
      ['no hash', NEAR_ALB.replace('/0123456789abcdef', '')],
      ['a listener', NEAR_ALB.replace('loadbalancer/', 'listener/')],
      ['an account that is none', NEAR_ALB.replace(ACCOUNT, '1234')],
    ] as const
  ).map(
    ([what, arn]): Row => [
      `the ARN of ${what}`,
      { loadBalancerArn: arn },
      `bindings[0].source.loadBalancerArn: "${arn}" ${NOT_AN_ALB}`,
      { loadBalancerArn: NEAR_ALB },
    ],
  ),
  [
    'a load balancer whose Region is of another partition',
    { loadBalancerArn: NEAR_ALB.replace('eu-west-1', 'cn-north-1') },
    'bindings[0].source.loadBalancerArn: the Region cn-north-1 belongs to the partition aws-cn, not aws; correct the one or the other',
    { loadBalancerArn: NEAR_ALB.replace('eu-west-1', 'us-east-1') },
  ],
  [
    'a load balancer of another account without a role',
    { loadBalancerArn: ALB },
    `bindings[0].source.roleArn: is missing; the load balancer is of account ${FAR_ACCOUNT} and the target group of ${ACCOUNT}: give a role of ${FAR_ACCOUNT} to see it with`,
    { loadBalancerArn: ALB, roleArn: ROLE },
  ],
  [
    'a load balancer with a role of another account',
    { loadBalancerArn: ALB, roleArn: NEAR_ROLE },
    `bindings[0].source.roleArn: is a role of account ${ACCOUNT}; the load balancer is of ${FAR_ACCOUNT}, give a role of that account`,
    { loadBalancerArn: NEAR_ALB, roleArn: NEAR_ROLE },
  ],
  ...(
    [
      ['a user', ROLE.replace('role/', 'user/')],
      ['a name alone', 'target-sync-source'],
      ['a session', ROLE.replace('iam::', 'sts::').replace('role/', 'assumed-role/')],
    ] as const
  ).map(
    ([what, arn]): Row => [
      `the ARN of ${what} as role`,
      { vpcEndpointId: OURS, roleArn: arn },
      `bindings[0].source.roleArn: "${arn}" ${NOT_A_ROLE}`,
      { vpcEndpointId: OURS, roleArn: ROLE.replace('role/', 'role/service/') },
    ],
  ),
  [
    'an external id without a role',
    { vpcEndpointId: OURS, externalId: 'partner-7' },
    'bindings[0].source.externalId: goes with a role; give roleArn, or remove it',
    { vpcEndpointId: OURS, externalId: 'partner-7', roleArn: ROLE },
  ],
  [
    'an external id without a role, of a load balancer',
    { loadBalancerArn: NEAR_ALB, externalId: 'partner-7' },
    'bindings[0].source.externalId: goes with a role; give roleArn, or remove it',
    { loadBalancerArn: NEAR_ALB, externalId: 'partner-7', ownerRoleArn: OWNER_ROLE },
  ],
  [
    'an external id without a role, where the owner’s would do',
    { vpcEndpointId: OURS, externalId: 'partner-7' },
    'bindings[0].source.externalId: goes with a role; give roleArn, or remove it',
    { vpcEndpointId: OURS, externalId: 'partner-7', ownerRoleArn: OWNER_ROLE },
  ],
  [
    'the ARN of a user as the owner’s role',
    { vpcEndpointId: OURS, ownerRoleArn: OWNER_ROLE.replace('role/', 'user/') },
    `bindings[0].source.ownerRoleArn: "${OWNER_ROLE.replace('role/', 'user/')}" ${NOT_A_ROLE}`,
    { vpcEndpointId: OURS, ownerRoleArn: OWNER_ROLE },
  ],
  [
    'a load balancer of another account with the owner’s role alone',
    { loadBalancerArn: ALB, ownerRoleArn: OWNER_ROLE },
    `bindings[0].source.roleArn: is missing; the load balancer is of account ${FAR_ACCOUNT} and the target group of ${ACCOUNT}: give a role of ${FAR_ACCOUNT} to see it with`,
    { loadBalancerArn: ALB, roleArn: ROLE, ownerRoleArn: OWNER_ROLE },
  ],
  ...(
    [
      ['of one letter', 'x', 'xy'],
      ['with a space', 'partner 7', 'partner-7'],
      ['of 1225 letters', 'x'.repeat(1_225), 'x'.repeat(1_224)],
    ] as const
  ).map(
    ([what, externalId, right]): Row => [
      `an external id ${what}`,
      { vpcEndpointId: OURS, roleArn: ROLE, externalId },
      `bindings[0].source.externalId: "${externalId}" ${NOT_AN_EXTERNAL_ID}`,
      { vpcEndpointId: OURS, roleArn: ROLE, externalId: right },
    ],
  ),
  ...(
    [
      ['a load balancer’s name', 'orders-old'],
      ['a network load balancer', PREVIOUS_ALB.replace('/app/', '/net/')],
      ['a load balancer’s id', 'loadbalancer/app/orders-old/0123456789abcdef'],
    ] as const
  ).map(
    ([what, id]): Row => [
      `${what} as predecessor`,
      { vpcEndpointId: OURS, previous: [PREVIOUS_ALB, id] },
      `bindings[0].source.previous[1]: "${id}" ${NO_PREDECESSOR}`,
      { vpcEndpointId: OURS, previous: [PREVIOUS_ALB, 'vpce-0123456789abcdef0'] },
    ],
  ),
  [
    'one predecessor without a list',
    { vpcEndpointId: OURS, previous: PREVIOUS_ALB },
    'bindings[0].source.previous: must be a list of endpoint ids and load balancer ARNs',
    { vpcEndpointId: OURS, previous: [PREVIOUS_ALB] },
  ],
  [
    'an endpoint that replaces itself',
    { vpcEndpointId: OURS, previous: [OURS] },
    `bindings[0].source.previous: names the source itself; remove ${OURS} from it`,
    { vpcEndpointId: OURS, previous: [] },
  ],
  [
    'a load balancer that replaces itself',
    { loadBalancerArn: NEAR_ALB, previous: [PREVIOUS_ALB, NEAR_ALB] },
    `bindings[0].source.previous: names the source itself; remove ${NEAR_ALB} from it`,
    { loadBalancerArn: NEAR_ALB, previous: [PREVIOUS_ALB] },
  ],
];

describe('the source of a binding', () => {
  it.each(ROWS)('that is %s gets exactly one problem', (_, wrong, problem) => {
    expect(problemsOf(wrong)).toEqual([problem]);
  });

  it.each(ROWS)('that is not %s gets none', (_title, _wrong, _problem, twin) => {
    expect(problemsOf(twin)).toEqual([]);
  });

  it('is an endpoint or a load balancer, with what is said beside it and no more', () => {
    const { bindings } = parse(
      { loadBalancerArn: ALB, roleArn: ROLE, externalId: 'partner-7', previous: [PREVIOUS_ALB, OURS] },
      { vpcEndpointId: OURS, roleArn: ROLE, serviceName: 'com.amazonaws.eu-west-1.execute-api' },
      { loadBalancerArn: NEAR_ALB.replace('eu-west-1', 'us-east-1') },
      { loadBalancerArn: NEAR_ALB, ownerRoleArn: OWNER_ROLE, externalId: 'partner-7' },
    );
    expect(bindings.map(({ source }) => source)).toEqual([
      { loadBalancerArn: ALB, roleArn: ROLE, externalId: 'partner-7', previous: [PREVIOUS_ALB, OURS] },
      {
        vpcEndpointId: OURS,
        roleArn: ROLE,
        serviceName: 'com.amazonaws.eu-west-1.execute-api',
        previous: [],
      },
      { loadBalancerArn: NEAR_ALB.replace('eu-west-1', 'us-east-1'), previous: [] },
      { loadBalancerArn: NEAR_ALB, ownerRoleArn: OWNER_ROLE, externalId: 'partner-7', previous: [] },
    ]);
  });

  it('gets all its problems at once, also those between its keys', () => {
    expect(
      problemsOf(
        { externalId: '!', previous: ['x'] },
        { loadBalancerArn: ALB, serviceName: 'UP', previous: [ALB] },
        { vpcEndpointId: OURS, loadBalancerArn: ALB, roleArn: NEAR_ROLE, color: 'red' },
      ).map((problem) => problem.split(': ', 1)[0]),
    ).toEqual(
      expect.arrayContaining([
        'bindings[0].source.externalId',
        'bindings[0].source.previous[0]',
        'bindings[0].source',
        'bindings[1].source.serviceName',
        'bindings[1].source.previous',
        'bindings[1].source.roleArn',
        'bindings[2].source',
        'bindings[2].source.roleArn',
      ]),
    );
  });

  it('missing both names is said however wrong its other keys are', () => {
    expect(problemsOf({ externalId: '!', roleArn: ROLE })).toEqual([
      `bindings[0].source.externalId: "!" ${NOT_AN_EXTERNAL_ID}`,
      ONE_OF,
    ]);
  });
});
