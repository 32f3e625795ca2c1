import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
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

const WRITES = ['elasticloadbalancing:DeregisterTargets', 'elasticloadbalancing:RegisterTargets'];

/** Why resources of {@link syncStatements} stand for many. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html */
export const SYNC_WILDCARDS: Readonly<Record<string, string>> = {
  '*': 'The describe calls of EC2 and Elastic Load Balancing know no resources. Every write names its target group.',
};

/** What a role needs for sync passes over these bindings. A write names its group, and the group must bear the seal. */
export function syncStatements(bindings: readonly BindingPayload[]): readonly PolicyStatement[] {
  return [
    new PolicyStatement({ actions: [...new Set([...READS, ...READS_OF_REGISTERING])].toSorted(), resources: ['*'] }),
    ...bindings
      .filter(({ mode }) => mode !== 'observe')
      .map(
        ({ name, targetGroupArn }) =>
          new PolicyStatement({
            actions: WRITES,
            resources: [targetGroupArn],
            conditions: { StringEquals: { 'aws:ResourceTag/target-sync:binding': name } },
          }),
      ),
  ];
}
