import { observe, isStranger, registeredTargets, type Second } from './observe.ts';
import type { Policy } from './policy.ts';
import type { Ground } from './ground.ts';
import type { Trace } from './trace.ts';

/** One minute's run of a policy, in virtual seconds from the start. */
export type Run = {
  readonly beganAt: number;
  readonly endedAt: number;
  /** A stranger stood registered, and by rule 5 could go: it was unhealthy, could read, or a desired target was healthy. */
  readonly mayEvict: boolean;
};

/** A call to AWS, as far as it is counted; `write` of one that changes a target group. */
export type CountedCall = { readonly at: number; readonly write: boolean };

/** What a trace came to under a policy, as it was seen from outside. */
export type Played = {
  readonly seconds: readonly Second[];
  readonly runs: readonly Run[];
  readonly calls: readonly CountedCall[];
  /** When the stranger got its address, where there is one. */
  readonly strangerAt: number | undefined;
};

/** Plays a trace: a run at each minute's beginning, happenings at their seconds, every client counted. */
export async function play<S extends Ground>(policy: Policy<S>, trace: Trace<S>): Promise<Played> {
  const site = trace.set();
  const { cloud } = site.stage;
  const startedAt = cloud.clock.now().getTime();
  const secondsSince = (at: Date): number => (at.getTime() - startedAt) / 1_000;
  const now = (): number => secondsSince(cloud.clock.now());
  const acts = policy.begin(site);
  const observer = observe(site);
  const sleepTo = (second: number): void => {
    while (now() < second) observer.second();
  };
  const runs: Run[] = [];
  for (let minute = 0; minute < trace.minutes; minute += 1) {
    const next = (minute + 1) * 60;
    const [beganAt, mayEvict] = [now(), rule5AllowsEviction(site)];
    // oxlint-disable-next-line no-await-in-loop -- minutes follow one another
    await observer.during(() => settled(acts.minute));
    runs.push({ beganAt, endedAt: now(), mayEvict });
    for (const { at, happens } of trace.happenings.filter(({ at }) => at >= minute * 60 && at < next)) {
      sleepTo(at);
      const bound = site.bound();
      happens(site);
      // oxlint-disable-next-line no-await-in-loop -- as above
      if (site.bound() !== bound) await observer.during(() => settled(acts.deployed));
    }
    sleepTo(next);
  }
  const [stranger] = site.strangers;
  return {
    seconds: observer.finish(),
    runs,
    calls: [
      ...cloud.calls.map(({ at, write }) => ({ at: secondsSince(at), write })),
      ...site.callsElsewhere.map((at) => ({ at: secondsSince(at), write: false })),
    ],
    strangerAt: stranger === undefined ? undefined : secondsSince(stranger.since),
  };
}

/** A run that fails is over; what it has done stays done. */
async function settled(run: (() => Promise<void>) | undefined): Promise<void> {
  try {
    await run?.();
  } catch {
    // The next run comes as ever: so does the schedule.
  }
}

function rule5AllowsEviction(site: Ground): boolean {
  const targets = registeredTargets(site);
  const strangers = targets.filter(({ ip }) => isStranger(site, ip));
  const { protocol, port } = site.stage.group;
  const canRead = protocol === 'TLS' || ![443, 8443].includes(port);
  const canServe = targets.some(({ ip, state }) => state === 'healthy' && site.addresses().includes(ip));
  return strangers.some(({ state }) => state !== 'healthy' || canServe || canRead);
}
