import { Metrics } from '@aws-lambda-powertools/metrics';
import { type Meter, METRICS, NAMESPACE } from './metrics.ts';

/**
 * Makes the meter of a function: it prints each measurement as one line of CloudWatch's embedded metric format.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function createMeter(): Meter {
  const metrics = new Metrics({ namespace: NAMESPACE });
  // Else `service` stands beside the one dimension, and no alarm finds the metric.
  metrics.clearDefaultDimensions();
  return ({ dimension, values }) => {
    const measured = new Map(Object.entries(values));
    metrics.addDimension(dimension.name, dimension.value);
    for (const [name, { unit }] of Object.entries(METRICS)) {
      const value = measured.get(name);
      if (value !== undefined) metrics.addMetric(name, unit, value);
    }
    metrics.publishStoredMetrics();
  };
}
