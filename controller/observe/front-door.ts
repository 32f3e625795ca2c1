import type { Aws } from '../aws/clients.ts';
import { findInterfacesDescribed } from '../aws/ec2.ts';
import { describeLoadBalancer, describeLoadBalancerAttributes } from '../aws/elbv2.ts';
import { attempt, given } from '../aws/failure.ts';
import { findAddresses } from '../aws/vpc.ts';
import type { ElasticIp, FrontDoor, LoadBalancer } from '../model/audit-load-balancer.ts';
import type { Reading } from '../model/reading.ts';
import { observeListeners } from './listeners.ts';
import { interfaceDescription, toLoadBalancer } from './load-balancer.ts';
import { toInterface } from './network.ts';

/** Reads a load balancer and what belongs to it. It lies in the VPC of its target group. */
export async function observeFrontDoor(
  aws: Aws,
  {
    loadBalancerArn,
    vpcId,
    groupArn,
  }: { readonly loadBalancerArn: string; readonly vpcId: string; readonly groupArn: string },
): Promise<FrontDoor> {
  const [loadBalancer, attributes, listeners, interfaces] = await Promise.all([
    attempt(async () => toLoadBalancer(given(await describeLoadBalancer(aws, loadBalancerArn), 'load balancer'))),
    attempt(() => describeLoadBalancerAttributes(aws, loadBalancerArn)),
    attempt(() => observeListeners(aws, { loadBalancerArn, groupArn })),
    attempt(async () => {
      const description = interfaceDescription(loadBalancerArn);
      return (await findInterfacesDescribed(aws, { vpcId, description })).map(toInterface);
    }),
  ]);
  return { loadBalancer, attributes, listeners, interfaces, elasticIps: await observeElasticIps(aws, loadBalancer) };
}

async function observeElasticIps(
  aws: Aws,
  loadBalancer: Reading<LoadBalancer>,
): Promise<Reading<readonly ElasticIp[]>> {
  if (loadBalancer.kind === 'unread') return loadBalancer;
  const addresses = loadBalancer.value.zones.flatMap((zone) => zone.addresses);
  const allocationIds = addresses.flatMap(({ allocationId }) => (allocationId === undefined ? [] : [allocationId]));
  return attempt(async () =>
    allocationIds.length === 0 ? [] : (await findAddresses(aws, allocationIds)).map(toElasticIp),
  );
}

function toElasticIp(raw: Awaited<ReturnType<typeof findAddresses>>[number]): ElasticIp {
  return {
    allocationId: given(raw.AllocationId, 'AllocationId'),
    ip: given(raw.PublicIp, 'PublicIp'),
    tags: Object.fromEntries((raw.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
  };
}
