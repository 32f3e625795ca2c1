/** Every metric of this project: its unit, the dimension it is billed by, and the pass that emits it. */
type Metric = {
  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
  readonly unit: 'Count';
  readonly dimension: 'Binding' | 'Function';
  readonly pass: readonly ('sync' | 'audit')[];
};

/** The one namespace of all of them. */
export const NAMESPACE = 'TargetSync';

/**
 * The metrics. `Binding` is the binding's name, `Function` the Lambda function's. CloudWatch bills each metric for each value
 * of its dimension: six a binding, the rest a function.
 */
export const METRICS = {
  /** Targets missing and surplus, as found before any change. Not emitted where source or group is unknown. */
  Drift: { unit: 'Count', dimension: 'Binding', pass: ['sync'] },
  /** Desired targets that are healthy. Not emitted where source or group is unknown. */
  HealthyDesired: { unit: 'Count', dimension: 'Binding', pass: ['sync'] },
  /** Strangers that may serve clients and were not evicted. */
  StrangersServing: { unit: 'Count', dimension: 'Binding', pass: ['sync'] },
  /** 1 where the pass was refused or blocked. */
  Blocked: { unit: 'Count', dimension: 'Binding', pass: ['sync'] },
  /** Fixed IPs without a healthy target: findings ZONE_DARK. */
  DarkZones: { unit: 'Count', dimension: 'Binding', pass: ['audit'] },
  /** Findings of severity crit. */
  CriticalFindings: { unit: 'Count', dimension: 'Binding', pass: ['audit'] },
  /** 1 at the end of a pass in which nothing faulted: the heartbeat. A refused pass is a completed pass. */
  CompletedPasses: { unit: 'Count', dimension: 'Function', pass: ['sync', 'audit'] },
  /** Bindings that faulted. */
  Faults: { unit: 'Count', dimension: 'Function', pass: ['sync', 'audit'] },
  /** Targets registered and deregistered. */
  Changes: { unit: 'Count', dimension: 'Function', pass: ['sync'] },
  /** Changes of which nobody could be told. */
  FailedNotifications: { unit: 'Count', dimension: 'Function', pass: ['sync'] },
  /** Findings of severity err, warn or info. */
  LesserFindings: { unit: 'Count', dimension: 'Function', pass: ['audit'] },
} as const satisfies Readonly<Record<string, Metric>>;

/** One of {@link METRICS}. */
export type MetricName = keyof typeof METRICS;

/** What one pass measured of one binding, or of itself. Zeros are measured too: a gap says that nothing is known. */
export type Measurement = {
  readonly dimension: { readonly name: 'Binding' | 'Function'; readonly value: string };
  readonly values: Readonly<Partial<Record<MetricName, number>>>;
};

/** Takes measurements. Production prints them in CloudWatch's embedded metric format. */
export type Meter = (measurement: Measurement) => void;
