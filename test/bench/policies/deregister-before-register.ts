import type { Policy } from '../policy.ts';
import { endpointIps } from '../source-calls.ts';
import { deregister, listTargets, register } from '../target-calls.ts';
import type { Site } from '../site.ts';

/**
 * Like controllers that reconcile a group with the endpoints of a service. Their good sides: targets are compared by
 * IP and port, draining ones are neither, and a source that cannot be read ends the run. A source that does not
 * exist is one that wants no targets.
 */
export const deregisterBeforeRegister: Policy<Site> = {
  name: 'deregister-before-register',
  does: 'each minute by the endpoint: compares ip:port without draining, deregisters surplus, then registers missing',
  begin: (site) => ({
    minute: async () => {
      const wanted = await wantedIps(site);
      const { port: on } = site.stage.group;
      const targets = await listTargets(site);
      const standing = targets.filter(({ port, state }) => port === on && state !== 'draining').map(({ ip }) => ip);
      await deregister(
        site,
        standing.filter((ip) => !wanted.includes(ip)),
      );
      await register(
        site,
        wanted.filter((ip) => !standing.includes(ip)),
      );
    },
  }),
};

async function wantedIps(site: Site): Promise<readonly string[]> {
  try {
    return await endpointIps(site, site.source().id);
  } catch (error) {
    if (error instanceof Error && error.name === 'InvalidVpcEndpointId.NotFound') return [];
    throw error;
  }
}
