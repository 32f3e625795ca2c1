import type { Step } from '../../model/advice.ts';
import type { AuditedGroup } from '../../model/audit-group.ts';
import type { LoadBalancer } from '../../model/audit-load-balancer.ts';
import { loadBalancerId } from '../../model/spec.ts';
import { awsCommand } from '../command.ts';

/**
 * From a group that gets no new connection to none. Open ones stay with it for an hour at most, and AWS counts connections by
 * load balancer, never by group:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/listener-update-rules.html,
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html
 */
export function leavingSteps({ arn, name, region }: AuditedGroup, frontDoor: LoadBalancer): readonly Step[] {
  const dimension = loadBalancerId(frontDoor.arn).replace('loadbalancer/', '');
  return [
    {
      words: `Take the binding out of what deploys it, since alarms on ${name} come on by now. Leave the group itself.`,
      commands: [],
    },
    {
      words: `Wait an hour: so long may open connections stay with ${name}. AWS counts them by load balancer and not by group; where all that ${frontDoor.name} has are 0 before, none is left there either.`,
      commands: [
        awsCommand(
          'cloudwatch get-metric-statistics',
          {
            namespace: 'AWS/NetworkELB',
            'metric-name': 'ActiveFlowCount',
            dimensions: `Name=LoadBalancer,Value=${dimension}`,
            statistics: 'Maximum',
            period: '60',
            'start-time': '<when-the-last-listener-was-changed>',
            'end-time': '<now>',
          },
          region,
        ),
      ],
    },
    {
      words: `Delete ${name}; where a stack made it, by that stack.`,
      commands: [awsCommand('elbv2 delete-target-group', { 'target-group-arn': arn }, region)],
    },
  ];
}
