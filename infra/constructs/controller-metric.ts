import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type MetricName, METRICS, NAMESPACE } from '../../controller/metrics.ts';

/** The one dimension of a metric, with its value: another does not compile. */
type DimensionOf<Name extends MetricName> = Readonly<Record<(typeof METRICS)[Name]['dimension'], string>>;

/** What is taken of the data points of a period. */
export type Taken = { readonly statistic: 'Sum' | 'Maximum'; readonly period: Duration };

/** A metric of the controller. CloudWatch finds it only under exactly the dimension that it was emitted with. */
export function controllerMetric<Name extends MetricName>(
  metricName: Name,
  dimensionsMap: DimensionOf<Name>,
  { statistic, period }: Taken,
): Metric {
  return new Metric({ namespace: NAMESPACE, metricName, dimensionsMap: { ...dimensionsMap }, statistic, period });
}
