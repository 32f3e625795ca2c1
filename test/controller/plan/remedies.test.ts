import { describe, expect, it } from 'vitest';
import { remedyFor } from '../../../controller/plan/remedies.ts';
import { problem, spec } from '../builders.ts';
import { albSpec, OWNER_ROLE, ROLE } from '../builders-load-balancer.ts';

describe('the remedy for a call that failed', () => {
  it.each([
    ['credentials', ['AWS_PROFILE', 'aws sts get-caller-identity']],
    ['denied', ['ec2:DescribeVpcEndpoints, ec2:DescribeNetworkInterfaces', 'explicit deny', 'sts get-caller-identity']],
    ['not-found', ['account 123456789012', 'Region is eu-west-1', 'correct source.vpcEndpointId']],
    ['invalid', ['Correct source.vpcEndpointId']],
    ['unreachable', ['AWS_ENDPOINT_URL', 'The next pass tries again']],
    ['transient', ['None needed', 'The next pass tries again']],
    ['other', ['Look AWS’s code up', 'The next pass tries again']],
  ] as const)('of kind %s says what an operator does about it', (kind, texts) => {
    const remedy = remedyFor(problem({ kind }), 'source', spec());
    expect(texts.filter((text) => !remedy.includes(text))).toEqual([]);
  });

  it.each([
    ['caller', 'sts:GetCallerIdentity', 'Correct the credentials.'],
    [
      'group',
      'elasticloadbalancing:DescribeTargetGroups, elasticloadbalancing:DescribeTags, elasticloadbalancing:DescribeTargetHealth',
      'Correct targetGroupArn.',
    ],
    ['source', 'ec2:DescribeVpcEndpoints, ec2:DescribeNetworkInterfaces', 'Correct source.vpcEndpointId.'],
    [
      'evidence',
      'ec2:DescribeSubnets, ec2:DescribeNetworkInterfaces, ec2:DescribeVpcs, ec2:DescribeVpcEndpoints, ' +
        'elasticloadbalancing:DescribeLoadBalancers, elasticloadbalancing:DescribeLoadBalancerAttributes, ' +
        'elasticloadbalancing:DescribeTargetGroupAttributes',
      'Correct the binding.',
    ],
    [
      'targets',
      'elasticloadbalancing:RegisterTargets and DeregisterTargets on the target group',
      'Look where the address lies: AWS takes those of the target group’s VPC, and from outside it private IPv4 ones that are in no block of that VPC.',
    ],
  ] as const)('about the %s names every action it takes, and what to correct', (about, actions, correction) => {
    expect(remedyFor(problem({ kind: 'denied' }), about, spec())).toContain(`Grant ${actions} to the caller`);
    expect(remedyFor(problem({ kind: 'invalid' }), about, spec())).toBe(correction);
  });
});

describe('the remedy for a call that a role takes part in', () => {
  const denied = (about: Parameters<typeof remedyFor>[1], binding = albSpec()): string =>
    remedyFor(problem({ kind: 'denied' }), about, binding);
  const TRUST = `Grant sts:AssumeRole on ${ROLE} to the caller, have the role trust the caller`;

  it('about the source grants to the role, and the role to the caller', () => {
    expect(denied('source')).toContain(`${TRUST}, and grant elasticloadbalancing:DescribeLoadBalancers`);
    expect(denied('source')).toContain(` to ${ROLE}, and look`);
  });

  it('about the evidence grants to both: each of them reads its own VPC', () => {
    expect(denied('evidence')).toContain(`${TRUST}, and grant ec2:DescribeSubnets`);
    expect(denied('evidence')).toContain(` to ${ROLE} and to the caller, and look`);
  });

  it('names the external id where there is one', () => {
    expect(denied('source', albSpec({ externalId: 'partner-7' }))).toContain(
      'have the role trust the caller with the external id "partner-7", and grant',
    );
  });

  it.each([
    [
      'the owner’s alone',
      { roleArn: undefined, ownerRoleArn: OWNER_ROLE },
      `Grant sts:AssumeRole on ${OWNER_ROLE} to the caller, have the role trust the caller, and grant ec2:DescribeSubnets`,
      ` to ${OWNER_ROLE} and to the caller, and look`,
    ],
    [
      'both',
      { ownerRoleArn: OWNER_ROLE },
      `Grant sts:AssumeRole on ${ROLE} and ${OWNER_ROLE} to the caller, have each trust the caller, and grant ec2:DescribeSubnets`,
      ` to ${ROLE} and ${OWNER_ROLE} and to the caller, and look`,
    ],
    [
      'both, with an external id',
      { ownerRoleArn: OWNER_ROLE, externalId: 'partner-7' },
      `to the caller, have each trust the caller with the external id "partner-7", and grant`,
      ` to ${ROLE} and ${OWNER_ROLE} and to the caller, and look`,
    ],
    [
      'the owner’s alone, with an external id',
      { roleArn: undefined, ownerRoleArn: OWNER_ROLE, externalId: 'partner-7' },
      `have the role trust the caller with the external id "partner-7", and grant`,
      ` to ${OWNER_ROLE} and to the caller, and look`,
    ],
  ])('about the evidence names the roles that look: %s', (_, source, trust, grantees) => {
    expect(denied('evidence', albSpec(source))).toContain(trust);
    expect(denied('evidence', albSpec(source))).toContain(grantees);
  });

  it.each([
    ['beside the source’s role', {}, ` to ${ROLE}, and look`],
    ['alone', { roleArn: undefined }, ' to the caller, and look'],
  ])('about the source leaves the owner’s role out, %s: it does not read the source', (_, source, grantees) => {
    const remedy = denied('source', albSpec({ ownerRoleArn: OWNER_ROLE, ...source }));
    expect(remedy).not.toContain(OWNER_ROLE);
    expect(remedy).toContain(grantees);
  });

  it('of an endpoint grants what endpoints take', () => {
    const endpoint = spec({ source: { ...spec().source, roleArn: ROLE } });
    expect(denied('source', endpoint)).toContain(`${TRUST}, and grant ec2:DescribeVpcEndpoints`);
  });

  it.each(['caller', 'group', 'targets'] as const)('is none about the %s: that is the caller’s own', (about) => {
    const both = albSpec({ ownerRoleArn: OWNER_ROLE });
    expect(denied(about, both)).not.toContain(':role/');
    expect(denied(about, both)).toContain(' to the caller, and look for an explicit deny.');
  });

  it.each([
    ['a load balancer', albSpec(), 'source.loadBalancerArn'],
    ['an endpoint', spec(), 'source.vpcEndpointId'],
  ])('that is invalid names the setting of %s', (_, binding, setting) => {
    expect(remedyFor(problem({ kind: 'invalid' }), 'source', binding)).toBe(`Correct ${setting}.`);
  });
});

it('looks for the group in its own Region and account, wherever the source is', () => {
  const arn = 'arn:aws:elasticloadbalancing:eu-central-1:222222222222:loadbalancer/app/orders/0123456789abcdef';
  const far = albSpec({ loadBalancerArn: arn });
  const missing = problem({ kind: 'not-found' });
  expect(remedyFor(missing, 'group', far)).toContain('account 123456789012');
  expect(remedyFor(missing, 'group', far)).toContain('Region is eu-west-1');
  expect(remedyFor(missing, 'source', far)).toContain('Region is eu-central-1');
});
