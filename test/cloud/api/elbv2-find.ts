import { AwsError } from '../world/aws-error.ts';
import type { Listener, LoadBalancer, TargetGroup, World } from '../world/state.ts';
import type { Caller } from './operation.ts';

type Kind = 'loadbalancer' | 'targetgroup' | 'listener';

const NOT_FOUND: Readonly<Record<Kind, { readonly code: string; readonly message: string }>> = {
  loadbalancer: { code: 'LoadBalancerNotFound', message: 'One or more load balancers not found' },
  targetgroup: { code: 'TargetGroupNotFound', message: 'One or more target groups not found' },
  listener: { code: 'ListenerNotFound', message: 'One or more listeners not found' },
};

/** A load balancer of the caller's account and Region, by ARN. */
export function findLoadBalancer(world: World, caller: Caller, arn: string): LoadBalancer {
  return find(world.loadBalancers, caller, 'loadbalancer', arn);
}

export function findTargetGroup(world: World, caller: Caller, arn: string): TargetGroup {
  return find(world.targetGroups, caller, 'targetgroup', arn);
}

export function findListener(world: World, caller: Caller, arn: string): Listener {
  return find(world.listeners, caller, 'listener', arn);
}

/** Those of an account and a Region. */
export function owned<T extends { readonly arn: string }>(items: ReadonlyMap<string, T>, caller: Caller): readonly T[] {
  return [...items.values()].filter(({ arn }) => arn.startsWith(prefix(caller)));
}

/** An ARN of another account or Region is as unknown as one that never was. */
function find<T>(items: ReadonlyMap<string, T>, caller: Caller, kind: Kind, arn: string): T {
  if (!/^arn:aws[\w-]*:elasticloadbalancing:/.test(arn) || !arn.includes(`:${kind}/`)) {
    throw new AwsError('ValidationError', `'${arn}' is not a valid ${kind} ARN`);
  }
  const found = arn.startsWith(prefix(caller)) ? items.get(arn) : undefined;
  if (found === undefined) throw new AwsError(NOT_FOUND[kind].code, NOT_FOUND[kind].message);
  return found;
}

function prefix({ region, account }: Caller): string {
  return `arn:aws:elasticloadbalancing:${region}:${account}:`;
}
