import type { Template } from 'aws-cdk-lib/assertions';
import { z } from 'zod';
import { render, resource, resources } from '../infra/resources.ts';
import type { AlarmDefinitions } from '../cloudwatch/alarms.ts';
import type { MetricAlarm } from '../cloudwatch/evaluate-alarm.ts';
import type { MetricId } from '../cloudwatch/metric-store.ts';

/** What CloudFormation fills in for an id, or for an attribute of it. */
export type Put = (id: string, attribute?: string) => string;

/** An alarm as a template has it. Anything else, such as metric math, is not read, and so is rejected. */
const alarmProperties = z.strictObject({
  ActionsEnabled: z.boolean().optional(),
  AlarmActions: z.array(z.unknown()).optional(),
  AlarmDescription: z.unknown(),
  AlarmName: z.string(),
  ComparisonOperator: z.enum([
    'GreaterThanThreshold',
    'GreaterThanOrEqualToThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
  ]),
  DatapointsToAlarm: z.int().optional(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.unknown() })).default([]),
  EvaluationPeriods: z.int(),
  MetricName: z.string(),
  Namespace: z.string(),
  OKActions: z.array(z.unknown()).optional(),
  Period: z.int(),
  Statistic: z.enum(['Sum', 'Minimum', 'Maximum', 'Average', 'SampleCount']),
  Tags: z.array(z.unknown()).optional(),
  Threshold: z.number(),
  TreatMissingData: z.enum(['missing', 'ignore', 'breaching', 'notBreaching']).default('missing'),
});

/** The alarms of a template; the rules of its composites have the names of alarms where the template has their ARNs. */
export function alarmsOf(template: Template, put: Put): AlarmDefinitions {
  const metric = resources(template, 'AWS::CloudWatch::Alarm').map(({ Properties }): MetricAlarm => {
    const alarm = alarmProperties.parse(Properties);
    return {
      name: alarm.AlarmName,
      metric: {
        namespace: alarm.Namespace,
        name: alarm.MetricName,
        dimensions: Object.fromEntries(alarm.Dimensions.map(({ Name, Value }) => [Name, render(Value, put)])),
      },
      statistic: alarm.Statistic,
      periodSeconds: alarm.Period,
      comparison: alarm.ComparisonOperator,
      threshold: alarm.Threshold,
      evaluationPeriods: alarm.EvaluationPeriods,
      datapointsToAlarm: alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods,
      missingData: alarm.TreatMissingData,
    };
  });
  const nameOf = (id: string): string =>
    String(resources(template, 'AWS::CloudWatch::Alarm').find((each) => each.id === id)?.Properties['AlarmName']);
  const composite = resources(template, 'AWS::CloudWatch::CompositeAlarm').map(({ Properties }) => ({
    name: String(Properties['AlarmName']),
    rule: render(Properties['AlarmRule'], nameOf),
  }));
  return { metric, composite };
}

const dashboard = z.object({
  widgets: z.array(z.object({ properties: z.object({ metrics: z.array(z.array(z.unknown())).default([]) }) })),
});

/**
 * Every metric that a template's dashboard shows: a row holds namespace, name, then dimension after dimension.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function shownMetrics(template: Template, put: Put): readonly MetricId[] {
  const { DashboardBody } = resource(template, 'AWS::CloudWatch::Dashboard').Properties;
  const { widgets } = dashboard.parse(JSON.parse(render(DashboardBody, put)));
  return widgets.flatMap(({ properties }) => properties.metrics).flatMap((row) => metricOf(row) ?? []);
}

/** Undefined for a row that is an expression over others. */
function metricOf(row: readonly unknown[]): MetricId | undefined {
  const [namespace, name, ...pairs] = row.filter((each) => typeof each === 'string');
  if (namespace === undefined || name === undefined) return undefined;
  const dimensions = pairs.flatMap((key, index) => (index % 2 === 0 ? [[key, pairs[index + 1] ?? '']] : []));
  return { namespace, name, dimensions: Object.fromEntries(dimensions) };
}
