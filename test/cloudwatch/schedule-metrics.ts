import type { MetricStore } from './metric-store.ts';

/** How an invocation ended that a schedule was due to make. */
export type Invoked = {
  readonly functionName: string;
  /** The group that its schedule is in. */
  readonly scheduleGroup: string;
  /** When Lambda was asked. */
  readonly at: number;
  /**
   * `undeliverable`: Scheduler may not or cannot invoke the function. `throttled`: Lambda has taken the event, finds no
   * capacity for it, and drops it at its age.
   */
  readonly end: 'succeeded' | 'failed' | 'undeliverable' | 'throttled';
  readonly durationMs: number;
};

/**
 * Reports what EventBridge Scheduler counts, without retries and with a dead-letter queue: of all schedules, and of the group.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html
 */
export function reportSchedule(store: MetricStore, { scheduleGroup, at, end }: Invoked): void {
  const failures = ['TargetErrorCount', 'InvocationDroppedCount', 'InvocationsSentToDeadLetterCount'];
  const names = ['InvocationAttemptCount', ...(end === 'undeliverable' ? failures : [])];
  const sets: readonly Readonly<Record<string, string>>[] = [{}, { ScheduleGroup: scheduleGroup }];
  for (const dimensions of sets) {
    for (const name of names) store.put({ namespace: 'AWS/Scheduler', name, dimensions }, { at, value: 1 });
  }
}

/**
 * Reports what Lambda counts of an invocation, under the function and under the alias it was invoked by. Its time is that of
 * the invocation. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export function reportFunction(store: MetricStore, { functionName, at, end, durationMs }: Invoked): void {
  if (end === 'undeliverable') return;
  const values =
    end === 'throttled'
      ? { Throttles: 1 }
      : { Invocations: 1, Errors: end === 'failed' ? 1 : 0, Throttles: 0, Duration: durationMs };
  const sets: readonly Readonly<Record<string, string>>[] = [
    { FunctionName: functionName },
    { FunctionName: functionName, Resource: `${functionName}:live` },
  ];
  for (const dimensions of sets) {
    for (const [name, value] of Object.entries(values))
      store.put({ namespace: 'AWS/Lambda', name, dimensions }, { at, value });
  }
}

/**
 * Reports what SQS counts of a queue that has been used; of one that never was there is nothing.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export function reportQueue(
  store: MetricStore,
  { name, at, messages }: { readonly name: string; readonly at: number; readonly messages: number | undefined },
): void {
  if (messages === undefined) return;
  const metric = { namespace: 'AWS/SQS', name: 'ApproximateNumberOfMessagesVisible', dimensions: { QueueName: name } };
  store.put(metric, { at, value: messages });
}
