import { Aws, Duration } from 'aws-cdk-lib';
import { type Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { alarm } from './alarms.ts';

export type DeliveryAlarmsProps = {
  /** The group of both schedules, and of nobody else's: their metrics know no single schedule. */
  readonly schedules: IScheduleGroup;
  readonly deadLetters: IQueue;
  /** What the names of the alarms begin with. */
  readonly prefix: string;
  /** Shows the schedule of sync passes. */
  readonly showSchedule: string;
};

/** What is told of invocations that did not reach their function. EventBridge Scheduler and SQS emit it themselves. */
export function deliveryAlarms(
  scope: Construct,
  { schedules, deadLetters, prefix, showSchedule }: DeliveryAlarmsProps,
): readonly Alarm[] {
  /** https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html */
  const ofSchedules = (metricName: string): Metric =>
    new Metric({
      namespace: 'AWS/Scheduler',
      metricName,
      dimensionsMap: { ScheduleGroup: schedules.scheduleGroupName },
      statistic: 'Sum',
      period: Duration.minutes(1),
    });
  // One that is lost is made good by the next.
  const wrongly = { breaching: { atLeast: 1 }, periods: { breaching: 3, of: 5 }, missing: 'notBreaching' } as const;
  return [
    alarm(scope, 'DroppedInvocations', {
      kind: 'dropped-invocations-too-many',
      name: `${prefix}-dropped-invocations-too-many`,
      metric: ofSchedules('InvocationDroppedCount'),
      ...wrongly,
      means: 'Invocations of a schedule are dropped: passes or audits are not made.',
      first: showSchedule,
    }),
    alarm(scope, 'TargetErrors', {
      kind: 'target-errors-too-many',
      name: `${prefix}-target-errors-too-many`,
      metric: ofSchedules('TargetErrorCount'),
      ...wrongly,
      means:
        'Lambda turns invocations of a schedule away: its role, or the function that it names, is not as it was deployed.',
      first: showSchedule,
    }),
    alarm(scope, 'DeadLetters', {
      kind: 'dead-letters-too-many',
      name: `${prefix}-dead-letters-too-many`,
      // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
      metric: new Metric({
        namespace: 'AWS/SQS',
        metricName: 'ApproximateNumberOfMessagesVisible',
        dimensionsMap: { QueueName: deadLetters.queueName },
        statistic: 'Maximum',
        period: Duration.minutes(5),
      }),
      breaching: { atLeast: 1 },
      periods: { breaching: 1, of: 1 },
      // SQS emits nothing of a queue that nobody has used for six hours: this one, as it should be.
      missing: 'notBreaching',
      means: 'An invocation that never reached its function lies in the dead-letter queue, with the reason.',
      first: `aws sqs receive-message --region ${Aws.REGION} --queue-url ${deadLetters.queueUrl} --message-attribute-names All`,
    }),
  ];
}
