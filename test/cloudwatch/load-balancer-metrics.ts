import type { Cloud } from '../cloud/cloud.ts';
import type { LoadBalancerView, TargetGroupView, TargetView } from '../cloud/verbs/views.ts';
import type { MetricId, MetricStore } from './metric-store.ts';

/** What a load balancer counts besides its targets. */
export type LoadBalancerReport = {
  readonly store: MetricStore;
  readonly loadBalancer: LoadBalancerView;
  readonly group: TargetGroupView;
  /** Connections that found no free port since the last report; the cloud's traffic needs none. */
  readonly portErrors: number;
};

/**
 * Reports what a load balancer's nodes report now, as while clients call. Counts of hosts come only "if there are registered
 * targets", under the names of both sets of dimensions. The documentation says of a zone's count no more than that it is
 * filtered by zone; here it counts the targets that lie in the zone, whatever the cross-zone setting.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html
 */
export function reportLoadBalancer(cloud: Cloud, { store, loadBalancer, group, portErrors }: LoadBalancerReport): void {
  const at = cloud.clock.now().getTime();
  const put = (name: string, dimensions: MetricId['dimensions'], value: number): void => {
    store.put({ namespace: 'AWS/NetworkELB', name, dimensions }, { at, value });
  };
  const LoadBalancer = loadBalancerName(loadBalancer);
  const TargetGroup = targetGroupName(group);
  const registered = cloud.targets(group.arn).filter(({ state }) => state !== 'draining');
  for (const AvailabilityZone of [undefined, ...loadBalancer.zones.map(({ zone }) => zone)]) {
    const own = { LoadBalancer, ...(AvailabilityZone !== undefined && { AvailabilityZone }) };
    put('PortAllocationErrorCount', own, AvailabilityZone === undefined ? portErrors : 0);
    if (registered.length === 0) continue;
    const counted = registered.filter(({ zone }) => AvailabilityZone === undefined || zone === AvailabilityZone);
    put('HealthyHostCount', { ...own, TargetGroup }, count(counted, 'healthy'));
    put('UnHealthyHostCount', { ...own, TargetGroup }, count(counted, 'unhealthy', 'unhealthy.draining'));
  }
}

/** The value of the dimension `LoadBalancer`: "the final portion of the load balancer ARN". */
export function loadBalancerName({ arn }: Pick<LoadBalancerView, 'arn'>): string {
  return arn.slice(arn.indexOf('loadbalancer/') + 'loadbalancer/'.length);
}

/** The value of the dimension `TargetGroup`. */
export function targetGroupName({ arn }: Pick<TargetGroupView, 'arn'>): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

function count(targets: readonly TargetView[], ...states: readonly TargetView['state'][]): number {
  return targets.filter(({ state }) => states.includes(state)).length;
}
