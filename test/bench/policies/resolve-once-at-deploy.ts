import type { Policy } from '../policy.ts';
import { deregister, register } from '../target-calls.ts';

/**
 * Like a custom resource, or a stack that looks IPs up while it is deployed. Its good sides: it acts within the
 * deployment, not up to a minute later; it registers before it deregisters; it makes no calls afterwards. A change
 * under an unchanged source is no change of its input, so it does not run. A deployment in which it fails is
 * repeated, here each minute, until it is through.
 */
export const resolveOnceAtDeploy: Policy = {
  name: 'resolve-once-at-deploy',
  does: 'in a deployment that binds another source: registers its IPs, deregisters those of before; else nothing',
  begin: (site) => {
    let own = site.addresses();
    let isDue = false;
    const deploy = async (): Promise<void> => {
      isDue = true;
      const ips = await site.lookUp();
      await register(
        site,
        ips.filter((ip) => !own.includes(ip)),
      );
      await deregister(
        site,
        own.filter((ip) => !ips.includes(ip)),
      );
      own = ips;
      isDue = false;
    };
    return {
      deployed: deploy,
      minute: async () => {
        if (isDue) await deploy();
      },
    };
  },
};
