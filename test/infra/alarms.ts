import type { Template } from 'aws-cdk-lib/assertions';
import { render, resources } from './resources.ts';

type Properties = Readonly<
  Record<'ComparisonOperator' | 'MetricName' | 'Namespace' | 'Statistic' | 'TreatMissingData', string> &
    Record<'DatapointsToAlarm' | 'EvaluationPeriods' | 'Period' | 'Threshold', number>
> & {
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly AlarmActions?: unknown;
  readonly OKActions?: unknown;
  readonly InsufficientDataActions?: unknown;
};

/** An alarm on one metric, its texts as CloudFormation puts them together. */
export type AlarmResource = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly Properties: Properties;
};

/** The alarms of a template, in its order. */
export function alarmsOf(template: Template): readonly AlarmResource[] {
  return resources(template, 'AWS::CloudWatch::Alarm').map(({ id, Properties: properties }) => ({
    id,
    name: render(properties['AlarmName'], filledIn),
    description: render(properties['AlarmDescription'], filledIn),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- CDK's own types make it so
    Properties: properties as unknown as Properties,
  }));
}

/** The dimensions of an alarm's metric. */
export function dimensionsOf(properties: Properties | undefined): Readonly<Record<string, unknown>> {
  return Object.fromEntries((properties?.Dimensions ?? []).map(({ Name, Value }) => [Name, Value]));
}

function filledIn(id: string): string {
  return id === 'AWS::Region' ? 'eu-west-1' : id;
}

/** What AWS emits by itself, with the dimensions under which this project looks at it, each as its page lists them. */
export const AWS_METRICS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html
  'AWS/NetworkELB': {
    HealthyHostCount: ['AvailabilityZone', 'LoadBalancer', 'TargetGroup'],
    PortAllocationErrorCount: ['LoadBalancer'],
  },
  // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
  'AWS/Lambda': { Errors: ['FunctionName'], Throttles: ['FunctionName'], Duration: ['FunctionName'] },
  // https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html
  'AWS/Scheduler': { InvocationDroppedCount: ['ScheduleGroup'], TargetErrorCount: ['ScheduleGroup'] },
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
  'AWS/SQS': { ApproximateNumberOfMessagesVisible: ['QueueName'] },
};
