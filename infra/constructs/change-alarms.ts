import { Duration } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { SCHEDULE_MINUTES } from '../../controller/model/limits.ts';
import { alarm } from './alarms.ts';
import { lookUpWriters, tailLogs } from './commands.ts';
import type { ControllerFunction } from './controller-function.ts';
import { controllerMetric } from './controller-metric.ts';

/** What is told by the changes that sync passes make: that there are too many, or that nobody could be told of one. */
export function changeAlarms(
  scope: Construct,
  { of, prefix }: { readonly of: ControllerFunction; readonly prefix: string },
): readonly Alarm[] {
  const dimension = { Function: of.function.functionName };
  return [
    alarm(scope, 'Changes', {
      kind: 'changes-too-many',
      name: `${prefix}-changes-too-many`,
      metric: controllerMetric('Changes', dimension, {
        statistic: 'Sum',
        period: Duration.minutes(SCHEDULE_MINUTES),
      }),
      breaching: { atLeast: 1 },
      // A replacement in three zones changes in about four passes: one registers, and one a zone deregisters. Two writers
      // undo each other in all of them.
      periods: { breaching: 6, of: 10 },
      missing: 'notBreaching',
      means: 'A target group keeps changing: most likely two writers undo each other.',
      first: lookUpWriters(),
    }),
    alarm(scope, 'ChangesGoOn', {
      kind: 'changes-too-many',
      name: `${prefix}-slow-changes-too-many`,
      metric: controllerMetric('Changes', dimension, { statistic: 'Sum', period: Duration.minutes(15) }),
      breaching: { atLeast: 1 },
      // A writer that comes every five minutes is undone within one. A replacement falls into two of these periods at most.
      periods: { breaching: 4, of: 4 },
      missing: 'notBreaching',
      means:
        'A target group has been changed again and again for an hour: most likely by a second writer that comes seldom.',
      first: lookUpWriters(),
    }),
    alarm(scope, 'FailedNotifications', {
      kind: 'failed-notifications-too-many',
      name: `${prefix}-failed-notifications-too-many`,
      metric: controllerMetric('FailedNotifications', dimension, { statistic: 'Sum', period: Duration.minutes(5) }),
      breaching: { atLeast: 1 },
      // Changes are rare: one that nobody heard of is worth a look, and no later one may come to repeat it.
      periods: { breaching: 1, of: 1 },
      missing: 'notBreaching',
      means: 'A target group was changed and the event bus could not be told; the change itself was made.',
      first: tailLogs(of.logGroup),
    }),
  ];
}
