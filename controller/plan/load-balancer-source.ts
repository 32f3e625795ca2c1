import type { Address } from '../model/address.ts';
import type { ObservedLoadBalancer } from '../model/network.ts';
import type { Refusal } from '../model/plan.ts';
import { loadBalancerId, type Spec } from '../model/spec.ts';
import { parseArn } from '../model/target-group.ts';

/** States of DescribeLoadBalancers: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerState.html */
const USABLE_STATES: ReadonlySet<string> = new Set(['active', 'active_impaired', 'provisioning']);

/**
 * Why the observation cannot be all of a load balancer: each gap with its numbers. How many nodes it has, AWS says nowhere;
 * at rest it has one in each zone.
 */
export function findGapsOfLoadBalancer(
  { loadBalancer, interfaces }: ObservedLoadBalancer,
  addresses: readonly Address[],
): readonly string[] {
  const gaps: string[] = [];
  const { state, subnetIds } = loadBalancer;
  const carrying = new Set(addresses.map(({ interfaceId }) => interfaceId)).size;
  const served = new Set(addresses.map(({ subnetId }) => subnetId));
  const bare = subnetIds.filter((subnetId) => !served.has(subnetId));
  if (state === 'provisioning') gaps.push(`the load balancer is ${state}`);
  if (subnetIds.length === 0) gaps.push('AWS named none of its subnets');
  if (bare.length > 0) gaps.push(`${bare.length} of its ${subnetIds.length} zones show no node (${bare.join(', ')})`);
  if (carrying < interfaces.length) gaps.push(`${carrying} of ${interfaces.length} interfaces carry an address`);
  return gaps;
}

/** Refuses a load balancer that is not what the binding means, or whose addresses cannot be trusted. */
export function refuseLoadBalancer(
  { source }: Spec,
  { loadBalancer, interfaces }: ObservedLoadBalancer,
): Refusal | undefined {
  const { arn, type, scheme, state, stateReason, ownerId } = loadBalancer;
  const id = loadBalancerId(arn);
  if (type !== 'application' || scheme !== 'internal') {
    return {
      code: 'source-unsuitable',
      reason: `${id} is a load balancer of type ${type} and scheme ${scheme}; only an internal Application Load Balancer has addresses to register.`,
      remedy: 'Name an internal Application Load Balancer as source.loadBalancerArn.',
    };
  }
  const owners = new Set([ownerId, ...interfaces.map((networkInterface) => networkInterface.ownerId)]);
  if (owners.size !== 1) {
    return {
      code: 'source-of-other-owner',
      reason: `${id} belongs to ${ownerId}, interfaces with its description to ${[...owners].filter((owner) => owner !== ownerId).join(', ')}.`,
      remedy: 'Look who made these interfaces.',
    };
  }
  if (!USABLE_STATES.has(state)) {
    const { region } = parseArn(arn);
    const role = source.roleArn === undefined ? '' : `, as ${source.roleArn}`;
    return {
      code: 'source-not-usable',
      reason: `${id} is ${state}${stateReason === undefined ? '' : ` (${stateReason})`}; its addresses cannot be trusted.`,
      remedy: `Look at it${role}: aws elbv2 describe-load-balancers --region ${region} --load-balancer-arns ${arn}. If it does not come back, create another one, seal the group for it and bind it.`,
    };
  }
  return undefined;
}
