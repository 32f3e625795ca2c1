import { carriersOf } from './health.ts';
import { answers } from './interfaces.ts';
import { fixedIp } from './load-balancers.ts';
import { inRotation, reachableFrom } from './rotation.ts';
import type { Listener, LoadBalancer, NetworkInterface, TargetGroup, World } from './state.ts';
import { emptyTally, type Tally } from './tally.ts';

/** A target by where it stands, and what becomes of a client that it gets. */
type Destination = { readonly zone: string; readonly fate: keyof Tally };

/** Where a share of a listener's new connections goes. */
type Way = {
  readonly group: TargetGroup;
  readonly share: number;
  readonly targets: readonly Destination[];
  readonly stragglers: readonly Destination[];
};

/** A tally that is being added to: this runs every virtual second, for every fixed IP. */
type Sum = { -readonly [Fate in keyof Tally]: Tally[Fate] };

/** One second of clients: a new connection to each fixed IP of each listener, spread evenly over its targets. */
export function carryTraffic(world: World): void {
  for (const listener of world.listeners.values()) {
    const loadBalancer = world.loadBalancers.get(listener.loadBalancerArn);
    if (loadBalancer?.type !== 'network') continue;
    const ways = waysOf(world, listener);
    for (const zone of loadBalancer.zones) {
      const tally: Sum = { ...(world.traffic.get(fixedIp(zone)) ?? emptyTally) };
      if (ways.length === 0) tally.failed += 1;
      for (const way of ways) connect(world, { way, loadBalancer, zone: zone.subnet.zone, tally });
      world.traffic.set(fixedIp(zone), tally);
    }
  }
}

/** The groups that a listener's new connections go to, by weight: none where every weight is 0. */
function waysOf(world: World, { forwards }: Listener): readonly Way[] {
  const total = forwards.reduce((weights, { weight = 1 }) => weights + weight, 0);
  return forwards.flatMap(({ targetGroupArn, weight = 1 }) => {
    const group = world.targetGroups.get(targetGroupArn);
    if (group === undefined || weight === 0) return [];
    if (group.stragglers.length > 0) group.stragglers = group.stragglers.filter(({ until }) => until >= world.now);
    const destinations = (target: Address): readonly Destination[] => destinationsOf(world, group, target);
    const targets = inRotation(world, group).flatMap(destinations);
    return [{ group, share: weight / total, targets, stragglers: group.stragglers.flatMap(destinations) }];
  });
}

type Connection = {
  readonly way: Way;
  readonly loadBalancer: LoadBalancer;
  readonly zone: string;
  readonly tally: Sum;
};

/**
 * A share of new connections still goes to deregistered targets, for about two minutes and whatever the
 * deregistration delay: https://github.com/aws/containers-roadmap/issues/470,
 * https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/2366
 */
function connect(world: World, { way: { group, share, ...way }, loadBalancer, zone, tally }: Connection): void {
  const stragglers = reachableFrom(zone, way.stragglers, group, loadBalancer);
  const strayShare = stragglers.length === 0 ? 0 : world.settings.stragglingShare;
  spread(tally, reachableFrom(zone, way.targets, group, loadBalancer), share * (1 - strayShare));
  spread(tally, stragglers, share * strayShare);
}

/** Without targets a connection is refused. */
function spread(tally: Sum, destinations: readonly Destination[], share: number): void {
  if (destinations.length === 0) tally.failed += share;
  for (const { fate } of destinations) tally[fate] += share / destinations.length;
}

type Address = { readonly ip: string; readonly port: number; readonly zone: string };

/** An ALB leads to its nodes, each in its own zone. Where nobody is, a client fails. */
function destinationsOf(world: World, group: TargetGroup, target: Address): readonly Destination[] {
  const carriers = carriersOf(world, group, target);
  if (carriers.length === 0) return [{ zone: target.zone, fate: 'failed' }];
  return carriers.map((carrier) => ({
    zone: group.targetType === 'alb' ? carrier.subnet.zone : target.zone,
    fate: fate(world, carrier, target.port),
  }));
}

function fate(world: World, reached: NetworkInterface, port: number): keyof Tally {
  if (!answers(reached, port)) return 'failed';
  return isServed(world, reached) ? 'served' : 'stranger';
}

/** True for an interface that clients want to reach. */
function isServed(world: World, { holder }: NetworkInterface): boolean {
  if (holder === undefined) return false;
  if (world.served.size === 0) return true;
  const service = world.endpoints.get(holder)?.serviceName;
  return world.served.has(holder) || (service !== undefined && world.served.has(service));
}
