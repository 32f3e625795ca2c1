import type { Tally } from '../cloud/world/tally.ts';
import type { TargetView } from '../cloud/verbs/views.ts';
import type { Ground } from './ground.ts';

/** One virtual second as clients and the group saw it. Client-seconds are parts of whole ones where connections spread. */
export type Second = Omit<Tally, 'served'> & {
  /** When it ended, in virtual seconds from the start. */
  readonly at: number;
  /** Served while no registered target was healthy: by a load balancer that then sends to all of them (fails open). */
  readonly failingOpen: number;
  /** A stranger's address stood registered, so that what reached it was not the load balancer's lag. */
  readonly strangerRegistered: boolean;
  /** No client was lost, and registered are the source's addresses, all of them healthy, and nothing else but what leaves. */
  readonly asSourceSays: boolean;
};

/** What a policy cannot touch: it looks at every virtual second, whoever lets it pass. */
export type Observer = {
  /** Lets one second pass. */
  readonly second: () => void;
  /** Goes on looking while a run sleeps. */
  readonly during: (run: () => Promise<void>) => Promise<void>;
  readonly finish: () => readonly Second[];
};

/** Begins to look. A second is closed as its clients connected, before anything else is written. */
export function observe(site: Ground): Observer {
  const { cloud } = site.stage;
  const startedAt = cloud.clock.now().getTime();
  const seconds: Second[] = [];
  let met = cloud.traffic.totals();

  const close = (at: number): void => {
    if (seconds.length >= at) return;
    const now = cloud.traffic.totals();
    const [failed, stranger, served] = [now.failed - met.failed, now.stranger - met.stranger, now.served - met.served];
    met = now;
    const { isBacked, strangerRegistered, isWhole } = look(site);
    const asSourceSays = failed + stranger === 0 && isWhole;
    seconds.push({ at, failed, stranger, failingOpen: isBacked ? 0 : served, strangerRegistered, asSourceSays });
  };
  const passed = (): number => (cloud.clock.now().getTime() - startedAt) / 1_000;
  return {
    second: () => {
      cloud.advance(1);
      close(passed());
    },
    during: async (run) => {
      let isOver = false;
      // The cloud's agenda wakes it before clients of a second connect: those of the second before have, in the same sleep.
      const wake = (at: number): void => {
        cloud.clock.abortAt(new Date(startedAt + at * 1_000)).addEventListener('abort', () => {
          if (isOver) return;
          close(at - 1);
          // A sleep that ends with this second resumes the run later than this, so nothing is written yet.
          queueMicrotask(() => {
            close(at);
          });
          wake(at + 1);
        });
      };
      wake(passed() + 1);
      await run();
      isOver = true;
    },
    finish: () => seconds,
  };
}

/** The group as clients of a second meet it. */
type Look = { readonly isBacked: boolean; readonly strangerRegistered: boolean; readonly isWhole: boolean };

function look(site: Ground): Look {
  const registered = registeredTargets(site);
  const wanted = site.addresses();
  const leaving = site.leaving();
  const ips = registered.map(({ ip }) => ip);
  const healthy = registered.filter(({ state }) => state === 'healthy');
  return {
    isBacked: healthy.length > 0,
    strangerRegistered: registered.some(({ ip }) => isStranger(site, ip)),
    isWhole:
      wanted.length > 0 &&
      healthy.length === registered.length &&
      wanted.every((ip) => ips.includes(ip)) &&
      ips.every((ip) => wanted.includes(ip) || leaving.includes(ip)),
  };
}

/** Targets that are not on their way out, sorted. */
export function registeredTargets({ stage: { cloud, group } }: Ground): readonly TargetView[] {
  return cloud.targets(group.arn).filter(({ state }) => state !== 'draining');
}

/** True for an address that was given to somebody else. */
export function isStranger({ strangers }: Ground, ip: string): boolean {
  return strangers.some((each) => each.ip === ip);
}
