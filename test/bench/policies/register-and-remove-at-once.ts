import type { Policy } from '../policy.ts';
import { interfaceIps } from '../source-calls.ts';
import { deregister, listTargets, register } from '../target-calls.ts';

/**
 * Like syncers that find interfaces by their description. Their good sides: two calls a minute, the truth of EC2
 * instead of DNS, registrations first, and an error ends the run. Whatever is listed counts as registered, whatever its
 * state; an empty answer is taken at its word.
 */
export const registerAndRemoveAtOnce: Policy = {
  name: 'register-and-remove-at-once',
  does: 'each minute by interfaces: registers what is missing and deregisters what is surplus, in one run',
  begin: (site) => ({
    minute: async () => {
      const wanted = await interfaceIps(site, 'description', [site.description()]);
      const listed = (await listTargets(site)).map(({ ip }) => ip);
      await register(
        site,
        wanted.filter((ip) => !listed.includes(ip)),
      );
      await deregister(
        site,
        listed.filter((ip) => !wanted.includes(ip)),
      );
    },
  }),
};
