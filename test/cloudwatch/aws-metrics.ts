type AwsMetrics = {
  readonly source: string;
  /** Metric → the sets of dimensions it is published under. `[]` is the metric of the whole account in the Region. */
  readonly dimensions: Readonly<Record<string, readonly (readonly string[])[]>>;
};

const OF_LOAD_BALANCER = [['LoadBalancer'], ['AvailabilityZone', 'LoadBalancer']];
const OF_TARGET_GROUP = [
  ['LoadBalancer', 'TargetGroup'],
  ['AvailabilityZone', 'LoadBalancer', 'TargetGroup'],
];
/** `Resource` is `<function>:<alias or version>`. */
const OF_FUNCTION = [['FunctionName'], ['FunctionName', 'Resource']];
const OF_SCHEDULES = [[], ['ScheduleGroup']];

/** The metrics of AWS that alarms or a dashboard may name, as AWS publishes them. Another set of dimensions has no data. */
const AWS_METRICS: Readonly<Record<string, AwsMetrics>> = {
  'AWS/NetworkELB': {
    source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html',
    dimensions: {
      HealthyHostCount: OF_TARGET_GROUP,
      UnHealthyHostCount: OF_TARGET_GROUP,
      PortAllocationErrorCount: OF_LOAD_BALANCER,
    },
  },
  'AWS/Lambda': {
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html',
    dimensions: { Invocations: OF_FUNCTION, Errors: OF_FUNCTION, Throttles: OF_FUNCTION, Duration: OF_FUNCTION },
  },
  'AWS/Scheduler': {
    source: 'https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html',
    dimensions: {
      InvocationAttemptCount: OF_SCHEDULES,
      TargetErrorCount: OF_SCHEDULES,
      InvocationDroppedCount: OF_SCHEDULES,
      InvocationsSentToDeadLetterCount: OF_SCHEDULES,
    },
  },
  'AWS/SQS': {
    source:
      'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html',
    dimensions: { ApproximateNumberOfMessagesVisible: [['QueueName']] },
  },
};

/** True if AWS publishes the metric under exactly these dimensions. */
export function isPublished({
  namespace,
  name,
  dimensions,
}: {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}): boolean {
  const wanted = Object.keys(dimensions).toSorted().join();
  return (AWS_METRICS[namespace]?.dimensions[name] ?? []).some((names) => names.toSorted().join() === wanted);
}
