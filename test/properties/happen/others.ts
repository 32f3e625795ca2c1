import { asTargets, crossZoneInForce, take } from '../land/network.ts';
import { addressesOf, carrierOf, zoneOf } from '../land/truth.ts';
import { FOREIGN_PORT } from '../land.ts';
import { type Acts, freedIps } from './scene.ts';

/** What others do: those who take IPs, and those who write to the group. */
export const OTHER_ACTS = {
  'take a freed IP': ({ land }, what) => {
    const [ip] = freedIps(land);
    if (ip === undefined) return undefined;
    take(land, zoneOf(ip), { ip, as: what.as, listens: what.listens });
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
  'other writer registers': ({ land, cloud, group, boundId }, what) => {
    // AWS would not take it.
    if (land.ground.outside && crossZoneInForce(land) !== true) return undefined;
    const chosen = {
      stranger: () => land.takers.at(-1)?.ip ?? take(land, 0, { listens: true }).ip,
      'freed IP': () => freedIps(land)[0],
      foreign: () => addressesOf(land, boundId)[0],
      retired: () => addressesOf(land, land.bound.findLast((id) => id !== boundId) ?? '')[0],
    }[what.what]();
    if (chosen === undefined) return undefined;
    const port = what.what === 'foreign' ? FOREIGN_PORT : land.port;
    cloud.register(group.arn, asTargets(land, [chosen], port));
    return `somebody registers ${chosen}:${port} (${carrierOf(land, chosen)})`;
  },
} satisfies Partial<Acts>;
