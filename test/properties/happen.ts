import type { EndpointView } from '../cloud/verbs/views.ts';
import { CROSS_ZONE } from '../cloud/world/load-balancers.ts';
import {
  addressesOf,
  carrierOf,
  deploy,
  endpointOf,
  FOREIGN_PORT,
  type Land,
  makeEndpoint,
  noteAddresses,
  take,
  zoneOf,
} from './land.ts';
import type { Happening } from './story.ts';

const PAUSE_TAG = 'target-sync:pause-until';
const SEAL_TAGS = ['target-sync:binding', 'target-sync:source'];

/** True for what a deployment does to the seal. */
export function movesSeal({ kind }: Happening): boolean {
  return kind === 'replace' || kind === 'move back' || kind === 'unseal';
}

/** Lets something happen, and says in words what came of it: what cannot happen just now does not. */
export function happen(land: Land, what: Act): string {
  const { cloud, group, loadBalancer, subnetIds } = land;
  const boundId = land.bound.at(-1) ?? '';
  const bound = endpointOf(land, boundId);
  const scene = { land, cloud, group, loadBalancer, subnetIds, now: cloud.clock.now().getTime(), boundId, bound };
  const said = act(what.kind, scene, what);
  noteAddresses(land);
  return said ?? `${what.kind}: nothing to do it to`;
}

// The compiler cannot see that a happening has the kind it was looked up by.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it ties the entry to its happening
function act<K extends Kind>(kind: K, scene: Scene, what: Act): string | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  return ACTS[kind](scene, what as Extract<Act, { readonly kind: K }>);
}

/** The world as a happening finds it. */
type Scene = Pick<Land, 'cloud' | 'group' | 'loadBalancer' | 'subnetIds'> & {
  readonly land: Land;
  readonly now: number;
  /** The endpoint that is bound, while AWS knows of it. */
  readonly boundId: string;
  readonly bound: EndpointView | undefined;
};

type Act = Exclude<Happening, { readonly kind: 'stall' }>;
type Kind = Act['kind'];

/** What each happening does, and what is said of it; undefined where there is nothing to do it to. */
const ACTS: { readonly [K in Kind]: (scene: Scene, what: Extract<Act, { readonly kind: K }>) => string | undefined } = {
  replace: ({ land, cloud, now, boundId, bound }, what) => {
    const { id } = makeEndpoint(land);
    deploy(land, id);
    if (bound === undefined || what.deleteAfterSeconds === 'never') return `${id} replaces ${boundId}, which is kept`;
    if (what.deleteAfterSeconds === 0) cloud.deleteEndpoint(boundId);
    else land.later.push({ at: now + what.deleteAfterSeconds * 1_000, run: () => deleteIfThere(land, boundId) });
    return `${id} replaces ${boundId}, which is deleted after ${what.deleteAfterSeconds} s`;
  },
  'move back': ({ land, boundId }) => {
    const before = land.bound.findLast((id) => id !== boundId);
    if (before === undefined) return undefined;
    deploy(land, before);
    return `binding and seal move back from ${boundId} to ${before}`;
  },
  'add subnet': ({ cloud, subnetIds, boundId, bound }) => {
    if (bound?.state !== 'available') return undefined;
    const free = subnetIds.find((id) => !bound.interfaces.some(({ subnetId }) => subnetId === id));
    if (free === undefined) return undefined;
    const added = cloud.addEndpointSubnet(boundId, free);
    return `${boundId} gets a subnet: ${added.ips.join(', ')}`;
  },
  'remove subnet': ({ cloud, boundId, bound }, what) => {
    if (bound?.state !== 'available' || bound.interfaces.length < 2) return undefined;
    const gone = bound.interfaces[what.zone % bound.interfaces.length];
    cloud.removeEndpointSubnet(boundId, gone?.subnetId ?? '');
    return `${boundId} loses the subnet with ${gone?.ipv6 ?? gone?.ip}`;
  },
  readdress: ({ land, cloud, subnetIds, now, boundId, bound }, what) => {
    if (bound?.state !== 'available' || bound.interfaces.length === 0) return undefined;
    const old = bound.interfaces[what.zone % bound.interfaces.length];
    if (old === undefined) return undefined;
    const freed = freedIps(land).find((ip) => subnetIds[zoneOf(ip)] === old.subnetId);
    const to = what.to === 'a freed one' && land.opening.family === 'ipv4' ? freed : undefined;
    const { interfaces } = cloud.readdress(boundId, old.subnetId, to);
    const fresh = interfaces.find(({ subnetId }) => subnetId === old.subnetId);
    if (fresh !== undefined) land.listensFrom.set(fresh.id, now + cloud.settings.readdressSeconds * 1_000);
    return `${boundId} moves from ${old.ipv6 ?? old.ip} to ${fresh?.ipv6 ?? fresh?.ip}`;
  },
  'delete endpoint': ({ cloud, boundId, bound }) => {
    if (bound === undefined || bound.state.startsWith('delet')) return undefined;
    cloud.deleteEndpoint(boundId);
    return `${boundId} is deleted`;
  },
  'take a freed IP': ({ land, subnetIds }, what) => {
    const [ip] = freedIps(land);
    if (ip === undefined) return undefined;
    take(land, subnetIds[zoneOf(ip)] ?? '', { ip, as: what.as, listens: what.listens });
    return `${ip} is taken by ${what.as === 'instance' ? 'an instance' : what.as === 'prefix' ? 'a prefix of an instance' : 'an interface without a name'} that ${what.listens ? 'listens' : 'does not listen'}`;
  },
  'release a taken IP': ({ land, cloud }) => {
    const taker = land.takers.pop();
    if (taker === undefined) return undefined;
    cloud.releaseAddress(taker.interfaceId);
    return `${taker.ip} is released`;
  },
  'other writer deregisters': ({ cloud, group }, what) => {
    const there = cloud.targets(group.arn).filter(({ state }) => !state.endsWith('draining'));
    const target = there[what.nth % Math.max(1, there.length)];
    if (target === undefined) return undefined;
    cloud.deregister(group.arn, [{ ip: target.ip, port: target.port }]);
    return `somebody deregisters ${target.ip}:${target.port}`;
  },
  'other writer registers': ({ land, cloud, group, subnetIds, boundId }, what) => {
    const chosen = {
      stranger: () => land.takers.at(-1)?.ip ?? take(land, subnetIds[0] ?? '', { listens: true }).ip,
      'freed IP': () => freedIps(land)[0],
      foreign: () => addressesOf(land, boundId)[0],
      retired: () => addressesOf(land, land.bound.findLast((id) => id !== boundId) ?? '')[0],
    }[what.what]();
    if (chosen === undefined) return undefined;
    const port = what.what === 'foreign' ? FOREIGN_PORT : land.port;
    cloud.register(group.arn, [{ ip: chosen, port }]);
    return `somebody registers ${chosen}:${port} (${carrierOf(land, chosen)})`;
  },
  'stops listening': ({ land, cloud, now, bound }, what) => {
    const interfaces = bound?.interfaces ?? [];
    const one = interfaces[what.zone % Math.max(1, interfaces.length)];
    // One that was just re-addressed listens when it is done, whatever was done to it before.
    if (one === undefined || (land.listensFrom.get(one.id) ?? 0) > now) return undefined;
    cloud.setListening(one.id, []);
    land.deaf.add(one.id);
    return `${one.ipv6 ?? one.ip} stops listening`;
  },
  'listens again': ({ land, cloud }) => {
    const there = land.endpointIds
      .flatMap((id) => endpointOf(land, id) ?? [])
      .filter(({ state }) => state === 'available');
    const back = there.flatMap(({ interfaces }) => interfaces).filter(({ id }) => land.deaf.delete(id));
    for (const { id } of back) cloud.setListening(id, [443]);
    return back.length === 0 ? undefined : `${back.map(({ ip, ipv6 }) => ipv6 ?? ip).join(', ')} listens again`;
  },
  'flip cross-zone': ({ land, cloud, group, loadBalancer }, what) => {
    const value = String(!land.crossZone);
    land.crossZone = !land.crossZone;
    if (what.by === 'load balancer' && !land.groupSays) {
      cloud.setLoadBalancerAttributes(loadBalancer.arn, { [CROSS_ZONE]: value });
      return `cross-zone becomes ${value} by the load balancer`;
    }
    land.groupSays = true;
    cloud.setTargetGroupAttributes(group.arn, { [CROSS_ZONE]: value });
    return `cross-zone becomes ${value} by the group`;
  },
  shift: ({ land, cloud, loadBalancer }, what) => {
    const shifted = loadBalancer.zones[what.zone % loadBalancer.zones.length]?.zone ?? '';
    cloud.zonalShift(loadBalancer.arn, shifted);
    land.shifted.add(shifted);
    return `a zonal shift moves ${shifted} away`;
  },
  'end shift': ({ land, cloud, loadBalancer }) => {
    const [shifted] = land.shifted;
    if (shifted === undefined) return undefined;
    cloud.endZonalShift(loadBalancer.arn, shifted);
    land.shifted.delete(shifted);
    return `the zonal shift of ${shifted} ends`;
  },
  pause: ({ cloud, group, now }, what) => {
    const until = new Date(now + what.seconds * 1_000).toISOString();
    cloud.setTags(group.arn, { [PAUSE_TAG]: until });
    return `an operator pauses the group until ${until}`;
  },
  unpause: ({ cloud, group }) => {
    if (cloud.tags(group.arn)[PAUSE_TAG] === undefined) return undefined;
    cloud.removeTags(group.arn, [PAUSE_TAG]);
    return 'an operator lifts the pause';
  },
  unseal: ({ land, cloud, group }) => {
    cloud.removeTags(group.arn, SEAL_TAGS);
    land.sealMoves += 1;
    return 'the seal is removed';
  },
  detach: ({ land, cloud }) => {
    if (land.listenerArn === undefined) return undefined;
    cloud.detach(land.listenerArn);
    land.listenerArn = undefined;
    return 'the listener is removed';
  },
  attach: ({ land, cloud, group, loadBalancer }) => {
    if (land.listenerArn !== undefined) return undefined;
    land.listenerArn = cloud.attach({ loadBalancerArn: loadBalancer.arn, targetGroupArn: group.arn });
    return 'a listener is made';
  },
};

function deleteIfThere(land: Land, id: string): void {
  if (endpointOf(land, id)?.state === 'available') land.cloud.deleteEndpoint(id);
}

/** IPs that an endpoint had and nobody has now, the last one first. */
function freedIps(land: Land): readonly string[] {
  return [...land.known].filter((ip) => carrierOf(land, ip) === 'nobody').toReversed();
}
