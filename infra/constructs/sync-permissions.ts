import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EVENT_SOURCE } from '../../controller/change-event.ts';
import type { BindingPayload } from './binding-payload.ts';

/** What a pass reads. None of it knows resources or tags. */
const READS = [
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcEndpoints',
  'elasticloadbalancing:DescribeLoadBalancerAttributes',
  'elasticloadbalancing:DescribeLoadBalancers',
  'elasticloadbalancing:DescribeTags',
  'elasticloadbalancing:DescribeTargetGroupAttributes',
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeTargetHealth',
];

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
  if (writing.length === 0) return [new PolicyStatement({ actions: READS, resources: ['*'] })];
  return [
    new PolicyStatement({ actions: [...new Set([...READS, ...READS_OF_REGISTERING])].toSorted(), resources: ['*'] }),
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
  ];
}
