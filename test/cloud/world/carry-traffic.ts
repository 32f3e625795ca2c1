import { answers, reach } from './interfaces.ts';
import { fixedIp } from './load-balancers.ts';
import { inRotation, reachableFrom } from './rotation.ts';
import type { Listener, LoadBalancer, NetworkInterface, TargetGroup, World } from './state.ts';
import { emptyTally, scaled, sum, type Tally } from './tally.ts';

type Address = { readonly ip: string; readonly port: number };

/** One second of clients: a new connection to each fixed IP of each listener, spread evenly over its targets. */
export function carryTraffic(world: World): void {
  for (const listener of world.listeners.values()) {
    const loadBalancer = world.loadBalancers.get(listener.loadBalancerArn);
    if (loadBalancer === undefined) continue;
    const shares = sharesOf(world, listener);
    for (const { group } of shares) group.stragglers = group.stragglers.filter(({ until }) => until >= world.now);
    for (const zone of loadBalancer.zones) {
      const earlier = world.traffic.get(fixedIp(zone)) ?? emptyTally;
      const now = shares.map(({ group, share }) =>
        scaled(connect(world, { loadBalancer, group, zone: zone.subnet.zone }), share),
      );
      const nowhere = { ...emptyTally, failed: 1 };
      world.traffic.set(fixedIp(zone), sum([earlier, shares.length === 0 ? nowhere : sum(now)]));
    }
  }
}

type Share = { readonly group: TargetGroup; readonly share: number };

/** The groups that a listener's new connections go to, by weight: none where every weight is 0. */
function sharesOf(world: World, { forwards }: Listener): readonly Share[] {
  const total = forwards.reduce((weights, { weight = 1 }) => weights + weight, 0);
  return forwards.flatMap(({ targetGroupArn, weight = 1 }) => {
    const group = world.targetGroups.get(targetGroupArn);
    return group === undefined || weight === 0 ? [] : [{ group, share: weight / total }];
  });
}

type Way = {
  readonly loadBalancer: LoadBalancer;
  readonly group: TargetGroup;
  readonly zone: string;
};

/**
 * A share of new connections still goes to deregistered targets, for about two minutes and whatever the
 * deregistration delay: https://github.com/aws/containers-roadmap/issues/470,
 * https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/2366
 */
function connect(world: World, { loadBalancer, group, zone }: Way): Tally {
  const targets = reachableFrom(zone, inRotation(world, group), group, loadBalancer);
  const stragglers = reachableFrom(zone, group.stragglers, group, loadBalancer);
  const strayShare = stragglers.length === 0 ? 0 : world.settings.stragglingShare;
  return sum([spread(world, group, targets, 1 - strayShare), spread(world, group, stragglers, strayShare)]);
}

/** Without targets a connection is refused. */
function spread(world: World, group: TargetGroup, targets: readonly Address[], share: number): Tally {
  if (targets.length === 0) return { ...emptyTally, failed: share };
  const each = share / targets.length;
  return sum(targets.map((target) => ({ ...emptyTally, [fate(world, group, target)]: each })));
}

function fate(world: World, group: TargetGroup, { ip, port }: Address): keyof Tally {
  const reached = reach(world, group.vpc, ip);
  if (reached === undefined || !answers(reached, port)) return 'failed';
  return isServed(world, reached) ? 'served' : 'stranger';
}

/** True for an interface that clients want to reach. */
function isServed(world: World, { holder }: NetworkInterface): boolean {
  if (holder === undefined) return false;
  if (world.served.size === 0) return true;
  const service = world.endpoints.get(holder)?.serviceName;
  return world.served.has(holder) || (service !== undefined && world.served.has(service));
}
