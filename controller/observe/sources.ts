import type { Aws } from '../aws/clients.ts';
import type { ObservedSource } from '../model/network.ts';
import type { Reading } from '../model/reading.ts';
import { loadBalancerId, type SourceSpec } from '../model/spec.ts';
import { observeAppLoadBalancers } from './app-load-balancers.ts';
import { observeEndpoints } from './endpoints.ts';

/** Reads sources of both kinds, by their ids: two calls for all endpoints, and two for up to twenty load balancers. */
export async function observeSources(
  aws: Aws,
  sources: readonly SourceSpec[],
): Promise<ReadonlyMap<string, Reading<ObservedSource>>> {
  const endpointIds = sources.flatMap((source) => ('vpcEndpointId' in source ? [source.vpcEndpointId] : []));
  const arns = sources.flatMap((source) => ('loadBalancerArn' in source ? [source.loadBalancerArn] : []));
  const [endpoints, loadBalancers] = await Promise.all([
    endpointIds.length === 0 ? [] : observeEndpoints(aws, endpointIds),
    arns.length === 0 ? [] : observeAppLoadBalancers(aws, arns),
  ]);
  const byArn = [...loadBalancers].map(([arn, reading]) => [loadBalancerId(arn), reading] as const);
  return new Map<string, Reading<ObservedSource>>([...endpoints, ...byArn]);
}
