import { CROSS_ZONE } from '../../cloud/world/load-balancers.ts';
import { sourceOf } from '../land/truth.ts';
import type { Acts } from './scene.ts';

/** What changes whom clients reach: health, cross-zone, zonal shifts and the listener. */
export const SERVING_ACTS = {
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
    const there = land.sourceIds.flatMap((id) => sourceOf(land, id) ?? []).filter(({ state }) => state === 'available');
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
} satisfies Partial<Acts>;
