import type { AlbSite } from '../alb-site.ts';
import type { Policy } from '../policy.ts';
import { deregister, listTargets, register, swallowed } from '../target-calls.ts';

/** As published: questions in one run at most, and runs in which an IP has to be absent before it is deregistered. */
const QUESTIONS = 50;
const RUNS = 3;
/** An answer of fewer addresses is the whole of it. */
const FULL_ANSWER = 8;

/** What it keeps in a bucket, by the ALB's name. */
type Memory = { readonly active: readonly string[]; readonly absences: ReadonlyMap<string, number> };

const NOTHING: Memory = { active: [], absences: new Map() };

/**
 * Like the sample function for an ALB behind a load balancer with fixed IPs. Its good sides: it asks the authoritative
 * servers and no cache, it asks until it has seen every node of a large ALB, what is new comes at once, what goes has
 * three runs to come back, and no answer changes nothing. Its bucket never fails here, and the servers answer in turn, so
 * that fifty questions always show all. What it is known for stays: errors of the load balancer are swallowed, a draining
 * target counts as registered, and what was active when it last registered is deregistered for as long as it is absent.
 */
export const dnsUnionThreeRuns: Policy<AlbSite> = {
  name: 'dns-union-three-runs',
  does: 'each minute by authoritative DNS, many answers united: registers what is new, deregisters what three runs did not see',
  begin: (site) => {
    const bucket = new Map<string, Memory>([
      // It registered the group as it is, and noted so.
      [site.bound(), { active: site.addresses(), absences: new Map() }],
    ]);
    return {
      minute: async () => {
        const named = askAll(site);
        if (named.length === 0) throw new Error('no IP found');
        const listed = ((await swallowed(listTargets(site))) ?? []).map(({ ip }) => ip);
        // The metric, and both objects of the bucket.
        site.callElsewhere(3);
        const { active, absences: before } = bucket.get(site.bound()) ?? NOTHING;
        const absent = new Set([...active, ...listed].filter((ip) => !named.includes(ip)));
        const absences = new Map([...absent].map((ip) => [ip, (before.get(ip) ?? 0) + 1]));

        const fresh = named.filter((ip) => !listed.includes(ip));
        const isRegistered = fresh.length > 0 && (await succeeded(register(site, fresh)));
        const due = [...absences].filter(([, runs]) => runs >= RUNS).map(([ip]) => ip);
        await swallowed(deregister(site, due));
        site.callElsewhere(isRegistered ? 2 : 1);
        bucket.set(site.bound(), { active: isRegistered ? named : active, absences });
      },
    };
  },
};

function askAll(site: AlbSite): readonly string[] {
  const named = new Set<string>();
  for (let question = 0; question < QUESTIONS; question += 1) {
    const answer = site.askServers();
    for (const ip of answer) named.add(ip);
    if (answer.length < FULL_ANSWER) break;
  }
  return [...named];
}

async function succeeded(write: Promise<void>): Promise<boolean> {
  return (await swallowed(write.then(() => true))) ?? false;
}
