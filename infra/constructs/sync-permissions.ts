import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EVENT_SOURCE } from '../../controller/change-event.ts';
import type { BindingPayload } from './binding-payload.ts';

/** What a pass reads. None of it knows resources or tags. */
const READS = [
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
  'elasticloadbalancing:DescribeLoadBalancerAttributes',
  'elasticloadbalancing:DescribeLoadBalancers',
  'elasticloadbalancing:DescribeTags',
  'elasticloadbalancing:DescribeTargetGroupAttributes',
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeTargetHealth',
];

/** What it reads besides where a source is an endpoint. */
const READS_OF_ENDPOINTS = ['ec2:DescribeVpcEndpoints'];

/** What RegisterTargets does for its caller: https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-api-permissions.html */
const READS_OF_REGISTERING = [
  'ec2:DescribeInstances',
  'ec2:DescribeInternetGateways',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
];

/** What each mode writes. */
const WRITES: Readonly<Record<BindingPayload['mode'], readonly string[]>> = {
  observe: [],
  add: ['elasticloadbalancing:RegisterTargets'],
  enforce: ['elasticloadbalancing:DeregisterTargets', 'elasticloadbalancing:RegisterTargets'],
};

/** Why resources of {@link syncStatements} stand for many. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html */
export const SYNC_WILDCARDS: Readonly<Record<string, string>> = {
  '*': 'The describe calls of EC2 and Elastic Load Balancing know no resources. Every write names its target group.',
};

/**
 * What a role needs for sync passes over these bindings. A write names its group, and the group must bear the seal; changes
 * are told on the default event bus, in this project's name alone. Where nothing is written, none of that is granted.
 */
export function syncStatements(bindings: readonly BindingPayload[]): readonly PolicyStatement[] {
  const writing = bindings.filter(({ mode }) => mode !== 'observe');
  const roles = sourceRoles(bindings);
  const endpoints = bindings.some(({ source }) => 'vpcEndpointId' in source) ? READS_OF_ENDPOINTS : [];
  const reads = [...READS, ...endpoints, ...(writing.length === 0 ? [] : READS_OF_REGISTERING)];
  const reading = new PolicyStatement({ actions: [...new Set(reads)].toSorted(), resources: ['*'] });
  if (writing.length === 0) return [reading, ...roles];
  return [
    reading,
    ...writing.map(
      ({ name, targetGroupArn, mode }) =>
        new PolicyStatement({
          actions: [...WRITES[mode]],
          resources: [targetGroupArn],
          conditions: { StringEquals: { 'aws:ResourceTag/target-sync:binding': name } },
        }),
    ),
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
    new PolicyStatement({
      actions: ['events:PutEvents'],
      resources: [`arn:${Aws.PARTITION}:events:${Aws.REGION}:${Aws.ACCOUNT_ID}:event-bus/default`],
      conditions: { StringEquals: { 'events:source': EVENT_SOURCE } },
    }),
    ...roles,
  ];
}

/** The roles with which sources of other accounts are looked at, and no other role. */
function sourceRoles(bindings: readonly BindingPayload[]): readonly PolicyStatement[] {
  const roles = [
    ...new Set(
      bindings.flatMap(({ source }) => [source.roleArn, source.ownerRoleArn].filter((arn) => arn !== undefined)),
    ),
  ];
  return roles.length === 0 ? [] : [new PolicyStatement({ actions: ['sts:AssumeRole'], resources: roles })];
}
