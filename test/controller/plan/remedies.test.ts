import { describe, expect, it } from 'vitest';
import { remedyFor } from '../../../controller/plan/remedies.ts';
import { problem, spec } from '../builders.ts';

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
    ['caller', 'sts:GetCallerIdentity', 'the credentials'],
    [
      'group',
      'elasticloadbalancing:DescribeTargetGroups, elasticloadbalancing:DescribeTags, elasticloadbalancing:DescribeTargetHealth',
      'targetGroupArn',
    ],
    ['source', 'ec2:DescribeVpcEndpoints, ec2:DescribeNetworkInterfaces', 'source.vpcEndpointId'],
    [
      'evidence',
      'ec2:DescribeSubnets, ec2:DescribeNetworkInterfaces, ec2:DescribeVpcEndpoints, ' +
        'elasticloadbalancing:DescribeLoadBalancers, elasticloadbalancing:DescribeLoadBalancerAttributes, ' +
        'elasticloadbalancing:DescribeTargetGroupAttributes',
      'the binding',
    ],
    ['targets', 'elasticloadbalancing:RegisterTargets and DeregisterTargets on the target group', 'the target'],
  ] as const)('about the %s names every action it takes, and its setting', (about, actions, setting) => {
    expect(remedyFor(problem({ kind: 'denied' }), about, spec())).toContain(`Grant ${actions} to the caller`);
    expect(remedyFor(problem({ kind: 'invalid' }), about, spec())).toBe(`Correct ${setting}.`);
  });
});
