import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  ContextAttribute,
  type IScheduleGroup,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
  TimeWindow,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { EVENT_AGE_SECONDS } from '../../controller/model/limits.ts';
import { acknowledge } from './acknowledge.ts';
import type { AuditPayload } from './binding-payload.ts';

export type ScheduledProps = {
  /** A function or its alias: the only thing that the schedule may invoke. */
  readonly invoked: IFunction;
  /** What it is, for the schedule's role. */
  readonly description: string;
  readonly minutes: number;
  readonly bindings: readonly AuditPayload[];
  readonly deadLetters: IQueue;
  readonly group: IScheduleGroup;
};

/** A schedule that invokes a function with a binding document, and its role. */
export function scheduled(
  scope: Construct,
  id: string,
  { invoked, description, minutes, bindings, deadLetters, group }: ScheduledProps,
): Schedule {
  const role = new Role(scope, `${id}Role`, {
    // Else any schedule of any account that may pass this role could invoke the function with it.
    // https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
    description: `Invokes ${description}, and keeps what could not be delivered`,
  });
  role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [invoked.functionArn] }));
  role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }));
  const schedule = new Schedule(scope, id, {
    description: `Binding document of ${scope.node.path}`,
    schedule: ScheduleExpression.rate(Duration.minutes(minutes)),
    timeWindow: TimeWindow.off(),
    scheduleGroup: group,
    target: new LambdaInvoke(invoked, {
      role: role.withoutPolicyUpdates(),
      deadLetterQueue: deadLetters,
      // Observation is repeated soon; an invocation that comes late would carry a spec that may be over.
      retryAttempts: 0,
      maxEventAge: Duration.seconds(EVENT_AGE_SECONDS),
      input: ScheduleTargetInput.fromObject({ asOf: ContextAttribute.scheduledTime, bindings }),
    }),
  });
  // It names its group, and CloudFormation sees no reference in a name.
  schedule.node.addDependency(role, group);
  return schedule;
}

/** Keeps what a schedule could not deliver to its function. */
export function deadLetterQueue(scope: Construct, id: string): Queue {
  const queue = new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  acknowledge(queue, {
    'AwsSolutions-SQS3':
      'It is the dead-letter queue: of the schedules, for invocations that never reached their function.',
  });
  return queue;
}
