import { describe, expect, it } from 'vitest';
import { farDeployed, nearDeployed } from './alb-deployments.ts';
import { rolesOf, template } from './deployed-roles.ts';
import { grantsOf } from './policy.ts';
import { carries, hasFormat, lookUpAction, type Reference } from './reference.ts';
import { grantText } from './under-roles.ts';

/** Actions that could name what they are for, and name more: why, and AWS's page. */
const WIDE: Readonly<Record<string, readonly [why: string, page: string]>> = {
  'acm:DescribeCertificate': [
    'of whichever certificates listener and domain have',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscertificatemanager.html',
  ],
  'apigateway:GET': [
    'a private domain has an id in its ARN, which only the listing tells',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html',
  ],
  'ec2:AssignPrivateIpAddresses': [
    'Lambda makes the interface',
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html',
  ],
  'ec2:CreateNetworkInterface': [
    'Lambda makes the interface',
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html',
  ],
  'ec2:DeleteNetworkInterface': [
    'Lambda makes the interface',
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html',
  ],
  'ec2:UnassignPrivateIpAddresses': [
    'Lambda makes the interface',
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html',
  ],
  'ec2:DescribeVpcAttribute': [
    'of the endpoint’s VPC, where no other is told, which may be shared by another account',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html',
  ],
  'lambda:InvokeFunction': [
    'of whichever version a deployment publishes',
    'https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html',
  ],
  'logs:CreateLogStream': [
    'Lambda names the streams',
    'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html',
  ],
  'logs:PutLogEvents': [
    'Lambda names the streams',
    'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html',
  ],
  'route53:GetHostedZone': [
    'of zones that have the hostname’s name, or shadow it, which only listings tell',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonroute53.html',
  ],
  'route53:ListResourceRecordSets': [
    'of zones that have the hostname’s name, or shadow it, which only listings tell',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonroute53.html',
  ],
};

/** Of both stacks: the second with the role in the ALB’s account, and without one. */
const statements = [
  rolesOf(template(), { restApiId: 'a1b2c3d4e5' }),
  farDeployed().roles,
  nearDeployed().roles,
].flatMap((roles) => Object.values(roles).flat());
const grants = new Map(statements.flatMap(grantsOf).map((grant) => [grantText(grant), grant]));

async function known(action: string): Promise<Reference> {
  const reference = await lookUpAction(action);
  if (reference === undefined) throw new Error(`AWS has no action ${action}`);
  return reference;
}

describe('by AWS’s Service Authorization Reference', () => {
  it.each([...grants])(
    '%s names a resource of the action, or is known to name many',
    async (_, { action, resource }) => {
      const { arns } = await known(action);
      const isRight =
        arns.length === 0
          ? resource === '*'
          : /[*?]/.test(resource)
            ? Object.hasOwn(WIDE, action)
            : hasFormat(resource, arns);
      expect(isRight).toBe(true);
    },
  );

  it.each(Object.entries(WIDE))(
    '%s is granted more widely than it need be, and could name a resource',
    async (action, [, page]) => {
      const wide = [...grants.values()].filter((grant) => grant.action === action && /[*?]/.test(grant.resource));
      expect(wide).not.toEqual([]);
      expect((await known(action)).arns).not.toEqual([]);
      expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    },
  );

  it('every key of a condition is carried by the requests that the condition is for', async () => {
    const conditioned = statements.flatMap(({ actions, conditions }) =>
      actions.flatMap((action) => conditions.map(({ key }) => [action, key] as const)),
    );
    expect(new Set(conditioned.map(([, key]) => key))).toEqual(
      new Set([
        'aws:RequestedRegion',
        'aws:ResourceTag/target-sync:binding',
        'events:source',
        'lambda:SourceFunctionArn',
      ]),
    );
    const misplaced = await Promise.all(
      conditioned.map(async ([action, key]) => (carries(await known(action), key) ? [] : [`${key} for ${action}`])),
    );
    expect(misplaced.flat()).toEqual([]);
  });

  it.each(['aws:PrincipalArn', 'sts:ExternalId'])(
    'so is %s, for which the role in the ALB’s account asks',
    async (key) => {
      expect(carries(await known('sts:AssumeRole'), key)).toBe(true);
    },
  );
});

describe('what the reference does not know is seen', () => {
  it('an action that AWS does not have', async () => {
    expect(await lookUpAction('elasticloadbalancing:RegisterTarget')).toBeUndefined();
  });

  it.each([
    ['arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/0123456789abcdef', true],
    ['arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/api/0123456789abcdef', false],
    ['arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api', false],
  ])('targets are registered on %s: %s', async (arn, expected) => {
    expect(hasFormat(arn, (await known('elasticloadbalancing:RegisterTargets')).arns)).toBe(expected);
  });

  it.each([
    ['elasticloadbalancing:RegisterTargets', 'aws:ResourceTag/target-sync:binding', true],
    ['elasticloadbalancing:DescribeTags', 'aws:ResourceTag/target-sync:binding', false],
    ['elasticloadbalancing:RegisterTargets', 'events:source', false],
  ])('a request for %s carries %s: %s', async (action, key, expected) => {
    expect(carries(await known(action), key)).toBe(expected);
  });
});
