import { Aws, type Duration } from 'aws-cdk-lib';
import { type Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { alarm, type AlarmSpec } from './alarms.ts';
import type { ControllerFunction } from './controller-function.ts';
import { controllerMetric } from './controller-metric.ts';
import { tailLogs } from './commands.ts';

export type FunctionAlarmsProps = {
  readonly pass: 'sync' | 'audit';
  readonly of: ControllerFunction;
  /** What the names of the alarms begin with. */
  readonly prefix: string;
  /** Time between two passes: the period of each alarm. */
  readonly every: Duration;
  /** So many periods without a completed pass are an alarm. */
  readonly silence: number;
  /**
   * What silence looks like: `ALARM`, or where a pass may not have ended yet when the alarm is made, `INSUFFICIENT_DATA`.
   */
  readonly silent: 'ALARM' | 'INSUFFICIENT_DATA';
  /** So many of so many passes that go wrong are an alarm; fewer heal by themselves. */
  readonly wrong: AlarmSpec['periods'];
};

/** The alarms of a function: its heartbeat, which no failure of it can silence, and what goes wrong in it. */
export type FunctionAlarms = { readonly heartbeat: Alarm; readonly others: readonly Alarm[] };

export function functionAlarms(
  scope: Construct,
  id: string,
  { pass, of, prefix, every, silence, silent, wrong }: FunctionAlarmsProps,
): FunctionAlarms {
  const { functionName } = of.function;
  const first = tailLogs(of.logGroup);
  const sum = { statistic: 'Sum', period: every } as const;
  const wrongly = { breaching: { atLeast: 1 }, periods: wrong, missing: 'notBreaching' } as const;

  const heartbeat = alarm(scope, `${id}Silence`, {
    kind: `completed-${pass}-passes-too-few`,
    name: `${prefix}-completed-${pass}-passes-too-few`,
    metric: controllerMetric('CompletedPasses', { Function: functionName }, sum),
    breaching: { below: 1 },
    periods: { breaching: silence, of: silence },
    // Whatever stops the passes stops the metric with them. A pass that faults measures a zero.
    missing: silent === 'ALARM' ? 'breaching' : 'missing',
    means: `No ${pass} pass has ended well for ${silence * every.toMinutes()} minutes: nothing that it does is done and its other alarms are blind, or a binding faults in each of them.`,
    first,
  });
  const faults = alarm(scope, `${id}Faults`, {
    kind: 'faults-too-many',
    name: `${prefix}-${pass}-faults-too-many`,
    metric: controllerMetric('Faults', { Function: functionName }, sum),
    ...wrongly,
    means: `A binding faults in ${pass} passes again and again: it is left as it is, and the others are served.`,
    first,
  });
  const errors = alarm(scope, `${id}Errors`, {
    kind: 'errors-too-many',
    name: `${prefix}-${pass}-errors-too-many`,
    metric: ofLambda('Errors', functionName, every),
    ...wrongly,
    means: `Invocations of the ${pass} function fail: a fault, a time-out, or code that does not start.`,
    first,
  });
  const throttles = alarm(scope, `${id}Throttles`, {
    kind: 'throttles-too-many',
    name: `${prefix}-${pass}-throttles-too-many`,
    metric: ofLambda('Throttles', functionName, every),
    ...wrongly,
    means: `Lambda turns invocations of the ${pass} function away: other functions use up the account's concurrency.`,
    first: `aws lambda get-account-settings --region ${Aws.REGION}`,
  });
  return { heartbeat, others: [faults, errors, throttles] };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
function ofLambda(metricName: 'Errors' | 'Throttles', functionName: string, period: Duration): Metric {
  return new Metric({
    namespace: 'AWS/Lambda',
    metricName,
    dimensionsMap: { FunctionName: functionName },
    statistic: 'Sum',
    period,
  });
}
