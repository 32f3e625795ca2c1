import type { Policy } from '../policy.ts';
import type { Site } from '../site.ts';
import { deregister, listTargets, register, swallowed } from '../target-calls.ts';

/** Passes in a row in which DNS does not name an IP, until it is deregistered. */
const SIGHTINGS = 3;

/**
 * Like syncers that know a name alone. Their good sides: what is new comes at once, what goes has three minutes to
 * come back, and an empty answer changes nothing. Health is not looked at, so a draining target counts as one. An error
 * is swallowed: a group that cannot be listed has no targets, and a registration that failed does not stop the rest.
 */
export const dnsThreeSightings: Policy<Site> = {
  name: 'dns-three-sightings',
  does: 'each minute by DNS: registers what is new, deregisters what three answers in a row did not name',
  begin: (site) => {
    let absences: ReadonlyMap<string, number> = new Map();
    return {
      minute: async () => {
        const named = site.resolve();
        if (named.length === 0) return;
        const listed = ((await swallowed(listTargets(site))) ?? []).map(({ ip }) => ip);
        await swallowed(
          register(
            site,
            named.filter((ip) => !listed.includes(ip)),
          ),
        );
        const absent = listed.filter((ip) => !named.includes(ip));
        absences = new Map(absent.map((ip) => [ip, (absences.get(ip) ?? 0) + 1]));
        const leaving = absent.filter((ip) => absences.get(ip) === SIGHTINGS);
        await swallowed(deregister(site, leaving));
        absences = new Map([...absences].filter(([ip]) => !leaving.includes(ip)));
      },
    };
  },
};
