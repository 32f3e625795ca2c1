import { addNode, type Alb, deleteAlb, removeNode, setZones } from '../land/alb.ts';
import { deploy } from '../land/deployment.ts';
import { makeSource, take } from '../land/network.ts';
import { carrierOf, type Source, sourceOf, zoneOf } from '../land/truth.ts';
import type { Land } from '../land.ts';
import { type Acts, freedIps, type Scene } from './scene.ts';

/** Seconds until an ALB puts a node in the place of a zone's last one. */
const REPLACED_AFTER_SECONDS = 25;
/** Seconds after which an IP that a node left is somebody else's. */
const TAKEN_AFTER_SECONDS = 10;

/** What becomes of the source, and where binding and seal point. */
export const SOURCE_ACTS = {
  replace: ({ land, now, boundId, bound }, what) => {
    const before = land.albs.has(boundId) ? 'ALB' : 'endpoint';
    const other = before === 'ALB' ? 'endpoint' : 'ALB';
    const id = makeSource(land, what.by === 'one like it' ? before : other);
    deploy(land, id);
    if (bound === undefined || what.deleteAfterSeconds === 'never') return `${id} replaces ${boundId}, which is kept`;
    if (what.deleteAfterSeconds === 0) deleteIfThere(land, boundId);
    else {
      const at = now + what.deleteAfterSeconds * 1_000;
      land.later.push({ at, run: () => deleteIfThere(land, boundId) });
    }
    return `${id} replaces ${boundId}, which is deleted after ${what.deleteAfterSeconds} s`;
  },
  'move back': ({ land, boundId }) => {
    const before = land.bound.findLast((id) => id !== boundId);
    if (before === undefined) return undefined;
    deploy(land, before);
    return `binding and seal move back from ${boundId} to ${before}`;
  },
  'add subnet': (scene) => addSubnet(scene),
  'remove subnet': ({ land, cloud, boundId, bound }, what) => {
    const subnetIds = [...new Set(bound?.interfaces.map(({ subnetId }) => subnetId))];
    if (bound?.state !== 'available' || subnetIds.length < 2) return undefined;
    const gone = subnetIds[what.zone % subnetIds.length] ?? '';
    const alb = land.albs.get(boundId);
    if (alb === undefined) cloud.removeEndpointSubnet(boundId, gone);
    else
      setZones(
        land,
        alb,
        alb.subnetIds.filter((id) => id !== gone),
      );
    return `${boundId} loses the subnet of zone ${land.ground.subnetIds.indexOf(gone) + 1}`;
  },
  readdress: (scene, what) => {
    const { land, boundId, bound } = scene;
    if (bound?.state !== 'available' || bound.interfaces.length === 0) return undefined;
    const alb = land.albs.get(boundId);
    if (alb !== undefined) return moveNode(scene, alb, what.zone);
    return readdress(scene, bound, what.zone, what.to === 'a freed one');
  },
  'scale out': (scene, what) => {
    const { land, boundId, bound } = scene;
    const alb = land.albs.get(boundId);
    if (alb === undefined) return addSubnet(scene);
    if (bound === undefined) return undefined;
    const node = addNode(land, alb, alb.subnetIds[what.zone % alb.subnetIds.length] ?? '');
    return `${boundId} gets a node: ${node?.ipv6 ?? node?.ip}`;
  },
  'scale in': (scene, what) => {
    const { land, boundId, bound, now } = scene;
    if (bound?.state !== 'available' || bound.interfaces.length === 0) return undefined;
    const alb = land.albs.get(boundId);
    if (alb === undefined) return readdress(scene, bound, what.nth, false);
    const node = bound.interfaces[what.nth % bound.interfaces.length];
    if (node === undefined) return undefined;
    const inZone = bound.interfaces.filter(({ subnetId }) => subnetId === node.subnetId);
    if (inZone.length === 1) return moveNode(scene, alb, what.nth);
    removeNode(land, alb, node, what);
    const ip = land.opening.family === 'ipv4' ? node.ip : (node.ipv6 ?? '');
    if (what.thenTaken !== 'no') {
      const at = now + (what.graceSeconds + what.detachSeconds + TAKEN_AFTER_SECONDS) * 1_000;
      const listens = what.thenTaken === 'by one that listens';
      land.later.push({ at, run: () => takeIfFree(land, ip, listens) });
    }
    return `${boundId} loses a node: ${ip}, in use for ${what.graceSeconds} s and there for ${what.detachSeconds} s more`;
  },
  'delete source': ({ land, boundId, bound }) => {
    if (bound === undefined || bound.state.startsWith('delet')) return undefined;
    return deleteIfThere(land, boundId);
  },
} satisfies Partial<Acts>;

function addSubnet({ land, cloud, boundId, bound }: Scene): string | undefined {
  if (bound?.state !== 'available') return undefined;
  const alb = land.albs.get(boundId);
  const taken = alb?.subnetIds ?? bound.interfaces.map(({ subnetId }) => subnetId);
  const free = land.ground.subnetIds.find((id) => !taken.includes(id));
  if (free === undefined) return undefined;
  if (alb === undefined) cloud.addEndpointSubnet(boundId, free);
  else setZones(land, alb, [...alb.subnetIds, free]);
  return `${boundId} gets a subnet, in zone ${land.ground.subnetIds.indexOf(free) + 1}`;
}

function readdress(
  { land, cloud, now, boundId }: Scene,
  bound: Source,
  nth: number,
  toFreed: boolean,
): string | undefined {
  const old = bound.interfaces[nth % bound.interfaces.length];
  if (old === undefined) return undefined;
  const freed = freedIps(land).find((ip) => land.ground.subnetIds[zoneOf(ip)] === old.subnetId);
  const to = toFreed && land.opening.family === 'ipv4' ? freed : undefined;
  const { interfaces } = cloud.readdress(boundId, old.subnetId, to);
  const fresh = interfaces.find(({ subnetId }) => subnetId === old.subnetId);
  if (fresh !== undefined) land.listensFrom.set(fresh.id, now + cloud.settings.readdressSeconds * 1_000);
  return `${boundId} moves from ${old.ipv6 ?? old.ip} to ${fresh?.ipv6 ?? fresh?.ip}`;
}

/** A zone's last node fails: it is gone at once, and another comes. */
function moveNode({ land, now, boundId, bound }: Scene, alb: Alb, nth: number): string | undefined {
  const interfaces = bound?.interfaces ?? [];
  const node = interfaces[nth % Math.max(1, interfaces.length)];
  if (node === undefined) return undefined;
  removeNode(land, alb, node, { graceSeconds: 0, detachSeconds: 0 });
  land.later.push({
    at: now + REPLACED_AFTER_SECONDS * 1_000,
    run: () => {
      if (alb.isDeleted || !alb.subnetIds.includes(node.subnetId)) return `${boundId} needs no other node`;
      const fresh = addNode(land, alb, node.subnetId);
      return `${boundId} gets a node in its place: ${fresh?.ipv6 ?? fresh?.ip}`;
    },
  });
  return `a node of ${boundId} fails: ${node.ipv6 ?? node.ip}`;
}

function takeIfFree(land: Land, ip: string, listens: boolean): string {
  if (carrierOf(land, ip) !== 'nobody') return `${ip} is not free`;
  take(land, zoneOf(ip), { ip, listens });
  return `${ip} is taken by an instance that ${listens ? 'listens' : 'does not listen'}`;
}

function deleteIfThere(land: Land, id: string): string {
  if (sourceOf(land, id)?.state !== 'available') return `${id} is not there to be deleted`;
  const alb = land.albs.get(id);
  if (alb === undefined) land.cloud.deleteEndpoint(id);
  else deleteAlb(land, alb);
  return `${id} is deleted`;
}
