import { deploy } from '../land/deployment.ts';
import { makeEndpoint } from '../land/network.ts';
import { endpointOf, zoneOf } from '../land/truth.ts';
import type { Land } from '../land.ts';
import { type Acts, freedIps } from './scene.ts';

/** What becomes of the endpoint, and where binding and seal point. */
export const ENDPOINT_ACTS = {
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
} satisfies Partial<Acts>;

function deleteIfThere(land: Land, id: string): void {
  if (endpointOf(land, id)?.state === 'available') land.cloud.deleteEndpoint(id);
}
