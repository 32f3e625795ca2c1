import { openNodes } from './alb-nodes.ts';
import { AwsError } from './aws-error.ts';
import { listenersOf } from './load-balancers.ts';
import type { Listener, LoadBalancer, World } from './state.ts';

export type AlbListener = {
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly certificateArns?: readonly string[];
};

/** What CreateListener gives an HTTPS listener: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
const SSL_POLICY = 'ELBSecurityPolicy-2016-08';

/** Adds a listener, on whose port the nodes answer from now on. */
export function addListener(world: World, alb: LoadBalancer, listener: AlbListener): Listener {
  const created = putListener(world, alb, listener);
  alb.listens = [...new Set([...alb.listens, listener.port])];
  openNodes(world, alb);
  return created;
}

/** Replaces its listeners. Its nodes answer there, unless they are to answer elsewhere. */
export function setListeners(
  world: World,
  alb: LoadBalancer,
  listeners: readonly AlbListener[],
  listens: readonly number[] = listeners.map(({ port }) => port),
): void {
  for (const { arn } of listenersOf(world, alb)) world.listeners.delete(arn);
  for (const listener of listeners) putListener(world, alb, listener);
  alb.listens = listens;
  openNodes(world, alb);
}

/** A listener that is gone is answered no more. */
export function removeListener(world: World, alb: LoadBalancer, { arn, port }: Listener): void {
  world.listeners.delete(arn);
  alb.listens = alb.listens.filter((each) => each !== port);
  openNodes(world, alb);
}

function putListener(world: World, alb: LoadBalancer, { certificateArns = [], ...rest }: AlbListener): Listener {
  if (listenersOf(world, alb).some(({ port }) => port === rest.port)) {
    throw new AwsError('DuplicateListener', `A listener already exists on port ${rest.port} for this load balancer`);
  }
  const listener: Listener = {
    arn: `${alb.arn.replace(':loadbalancer/', ':listener/')}/${world.ids.hash()}`,
    loadBalancerArn: alb.arn,
    ...rest,
    certificateArns,
    forwards: [],
    ...(rest.protocol === 'HTTPS' && { sslPolicy: SSL_POLICY }),
  };
  world.listeners.set(listener.arn, listener);
  return listener;
}
