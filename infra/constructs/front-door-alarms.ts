import { Duration } from 'aws-cdk-lib';
import { type Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { alarm } from './alarms.ts';
import { showTargets } from './commands.ts';

/** A load balancer and the group behind it, as far as its alarms need to know them. */
export type MonitoredFrontDoor = {
  readonly loadBalancer: { readonly loadBalancerFullName: string };
  readonly targetGroup: { readonly targetGroupArn: string; readonly targetGroupFullName: string };
  /** Names of the zones in which there are targets. Without any: those of the group are counted together. */
  readonly zones: readonly string[];
};

export type FrontDoorAlarms = { readonly healthyHosts: readonly Alarm[]; readonly others: readonly Alarm[] };

/** What the load balancer tells by itself: it works with the controller dead. */
export function frontDoorAlarms(scope: Construct, frontDoor: MonitoredFrontDoor, prefix: string): FrontDoorAlarms {
  const healthyHosts = healthyHostsAlarms(scope, frontDoor, prefix);
  const portAllocation = alarm(scope, 'PortAllocationErrors', {
    kind: 'port-allocation-errors-too-many',
    name: `${prefix}-port-allocation-errors-too-many`,
    metric: new Metric({
      namespace: 'AWS/NetworkELB',
      metricName: 'PortAllocationErrorCount',
      dimensionsMap: { LoadBalancer: frontDoor.loadBalancer.loadBalancerFullName },
      statistic: 'Sum',
      period: Duration.minutes(1),
    }),
    breaching: { atLeast: 1 },
    periods: { breaching: 1, of: 1 },
    // Emitted always; a gap is CloudWatch's.
    missing: 'notBreaching',
    means: 'The load balancer ran out of ports towards its targets, and connections of partners failed.',
    first: showTargets(frontDoor.targetGroup.targetGroupArn),
  });
  return { healthyHosts, others: [portAllocation] };
}

/** One a zone, where the zones of the targets are known. */
export function healthyHostsAlarms(scope: Construct, frontDoor: MonitoredFrontDoor, prefix: string): readonly Alarm[] {
  const { targetGroup, zones } = frontDoor;
  const kind = 'healthy-hosts-too-few';
  const first = showTargets(targetGroup.targetGroupArn);
  return (zones.length === 0 ? [undefined] : zones).map((zone, index) =>
    alarm(scope, zone === undefined ? 'HealthyHosts' : `HealthyHosts${index + 1}`, {
      kind,
      name: zone === undefined ? `${prefix}-${kind}` : `${prefix}-${kind}-in-${zone}`,
      metric: healthyHostCount(frontDoor, zone),
      breaching: { below: 1 },
      // One that somebody took out is back within two minutes, and healthy again 90 s later.
      periods: { breaching: 5, of: 5 },
      // Of a group without any target nothing is reported.
      missing: 'breaching',
      means:
        zone === undefined
          ? 'The load balancer has no healthy target.'
          : `The load balancer has no healthy target in ${zone}: its fixed IP is served from other zones, or by nobody.`,
      first,
    }),
  );
}

/**
 * The maximum, as AWS advises: each node of the load balancer reports its own view.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html#metric-statistics
 */
export function healthyHostCount(
  { loadBalancer, targetGroup }: Omit<MonitoredFrontDoor, 'zones'>,
  zone: string | undefined,
): Metric {
  return new Metric({
    namespace: 'AWS/NetworkELB',
    metricName: 'HealthyHostCount',
    dimensionsMap: {
      LoadBalancer: loadBalancer.loadBalancerFullName,
      TargetGroup: targetGroup.targetGroupFullName,
      ...(zone !== undefined && { AvailabilityZone: zone }),
    },
    statistic: 'Maximum',
    period: Duration.minutes(1),
  });
}
