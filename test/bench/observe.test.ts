import { expect, it } from 'vitest';
import { toFigures } from './figures.ts';
import { observe } from './observe.ts';
import { play } from './play.ts';
import type { Policy } from './policy.ts';
import { setSite, type Site } from './site.ts';
import { deregister } from './target-calls.ts';
import type { Trace } from './trace.ts';

const AT = 85;
const STRANGER: Trace<Site> = {
  name: 'an address changes hands',
  tells: 'the first one',
  minutes: 35,
  set: () => setSite(),
  happenings: [
    {
      at: AT,
      happens: (site) => {
        const [subnetId = ''] = site.stage.subnetIds;
        const [ip = ''] = site.stage.endpoint.ips;
        site.stage.cloud.readdress(site.source().id, subnetId);
        site.giveAway(subnetId, ip);
      },
    },
  ],
};

/** Deregisters the first address in a minute of its own, after it has slept. */
const evictIn = (minute: number, sleepSeconds: number): Policy<Site> => ({
  name: 'evict',
  does: 'for this test',
  begin: (site) => {
    let minutes = 0;
    return {
      minute: async () => {
        const { clock } = site.stage.cloud;
        if (minutes === minute) {
          await clock.sleepUntil(new Date(clock.now().getTime() + sleepSeconds * 1_000));
          await deregister(site, site.stage.endpoint.ips.slice(0, 1));
        }
        minutes += 1;
      },
    };
  },
});

it.each([0, 7])('tells a stranger unseen, left and by lag apart, also where the run sleeps %i s', async (sleeps) => {
  const played = await play(evictIn(3, sleeps), STRANGER);
  const { stranger, strangerPastRule5 } = toFigures(STRANGER, played);
  // One of two targets, so half of two clients, to the pass at 120 s, and on to the eviction at 180 s and its sleep;
  // then a tenth of both for 120 s.
  expect(stranger).toEqual({ unseen: 120 - AT, left: 60 + sleeps, straggling: 24 });
  expect(strangerPastRule5).toBe(60 + sleeps);
});

it('sees every second once, and what clients met in it, whoever lets it pass', async () => {
  const site = setSite();
  const { cloud } = site.stage;
  const observer = observe(site);
  const before = cloud.traffic.mark();
  observer.second();
  cloud.deleteEndpoint(site.source().id);
  await observer.during(async () => cloud.clock.sleepUntil(new Date(cloud.clock.now().getTime() + 5_000)));
  await observer.during(async () => undefined);
  observer.second();
  const seconds = observer.finish();
  expect(seconds.map(({ at }) => at)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(seconds.map(({ failed }) => failed)).toEqual([0, 2, 2, 2, 2, 2, 2]);
  expect(cloud.traffic.since(before).failed).toBe(12);
});

it('judges a second by the group that its clients met, not by what a run writes right after', async () => {
  const site = setSite();
  const { clock } = site.stage.cloud;
  const observer = observe(site);
  await observer.during(async () => {
    await clock.sleepUntil(new Date(clock.now().getTime() + 3_000));
    await deregister(site, site.stage.endpoint.ips.slice(0, 1));
  });
  observer.second();
  await deregister(site, site.stage.endpoint.ips);
  observer.second();
  const seconds = observer.finish();
  expect(seconds.map(({ asSourceSays }) => asSourceSays)).toEqual([true, true, true, false, false]);
  // The last one has no target left: nothing to fail open to, and a straggling tenth that is served.
  expect(seconds.map(({ failingOpen }) => failingOpen > 0)).toEqual([false, false, false, false, true]);
});

it('counts what is served while no target is healthy, and nothing while one is', async () => {
  const site = setSite({ registered: false });
  const { cloud, group, endpoint } = site.stage;
  cloud.register(group.arn, endpoint.ips);
  const observer = observe(site);
  for (let second = 0; second < 120; second += 1) observer.second();
  const seconds = observer.finish();
  const open = seconds.filter(({ failingOpen }) => failingOpen > 0).map(({ at }) => at);
  expect([open[0], open.at(-1), open.length]).toEqual([1, 89, 89]);
  expect(seconds.find(({ asSourceSays }) => asSourceSays)?.at).toBe(90);
});

it('heals never where a dead target stays, and at once where nothing broke', async () => {
  const nothing: Policy = { name: 'nothing', does: 'nothing', begin: () => ({}) };
  const heals = async (trace: Trace<Site>): Promise<unknown> =>
    toFigures(trace, await play(nothing, trace)).healSeconds;
  expect(await heals(STRANGER)).toBe('never');
  expect(await heals({ ...STRANGER, happenings: [{ at: AT, happens: () => undefined }] })).toBe(0);
});
