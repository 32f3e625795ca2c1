import { observe, isStranger, registeredTargets, type Second } from './observe.ts';
import type { Policy } from './policy.ts';
import { setSite, type Site } from './site.ts';
import { type Trace, TRACE_MINUTES } from './traces.ts';

/** One minute's run of a policy, in virtual seconds from the start. */
export type Run = {
  readonly beganAt: number;
  readonly endedAt: number;
  /** A stranger stood registered, and by rule 5 could go: it was unhealthy, or a desired target was healthy. */
  readonly mayEvict: boolean;
};

/** A call to AWS, as far as it is counted. */
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
export async function play(policy: Policy, trace: Trace): Promise<Played> {
  const site = setSite(trace.stage);
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
  for (let minute = 0; minute < TRACE_MINUTES; minute += 1) {
    const next = (minute + 1) * 60;
    const [beganAt, mayEvict] = [now(), rule5AllowsEviction(site)];
    // oxlint-disable-next-line no-await-in-loop -- minutes follow one another
    await observer.during(() => settled(acts.minute));
    runs.push({ beganAt, endedAt: now(), mayEvict });
    for (const { at, happens } of trace.happenings.filter(({ at }) => at >= minute * 60 && at < next)) {
      sleepTo(at);
      const bound = site.source().id;
      happens(site);
      // oxlint-disable-next-line no-await-in-loop -- as above
      if (site.source().id !== bound) await observer.during(() => settled(acts.deployed));
    }
    sleepTo(next);
  }
  const [stranger] = site.strangers;
  return {
    seconds: observer.finish(),
    runs,
    calls: cloud.calls.map(({ at, write }) => ({ at: secondsSince(at), write })),
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

function rule5AllowsEviction(site: Site): boolean {
  const targets = registeredTargets(site);
  const strangers = targets.filter(({ ip }) => isStranger(site, ip));
  const canServe = targets.some(({ ip, state }) => state === 'healthy' && site.addresses().includes(ip));
  return strangers.some(({ state }) => state !== 'healthy' || canServe);
}
