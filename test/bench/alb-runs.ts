import type { AlbSite } from './alb-site.ts';
import type { Policy } from './policy.ts';

/** One address in each zone: the first node’s, and those of the two that come after it. */
export const OLD = '10.0.1.11 10.0.2.11';
export const NEXT = '10.0.1.12 10.0.2.12';
export const NEW = '10.0.1.13 10.0.2.13';

/** Begins a policy; each call of the result is a run, and the minute after it. */
export const begin = (policy: Policy<AlbSite>, site: AlbSite): (() => Promise<void>) => {
  const { minute } = policy.begin(site);
  return async () => {
    try {
      await minute?.();
    } finally {
      site.stage.cloud.advance(60);
    }
  };
};

/** A node more in each zone, in DNS already. */
export const grow = (site: AlbSite): void => {
  for (const subnetId of site.albSubnetIds) site.scaleOut(subnetId);
  site.stage.cloud.advance(60);
};

/** A node less in each zone, silent and free after a while. */
export const shrink = (site: AlbSite, graceSeconds = 600): void => {
  for (const subnetId of site.albSubnetIds) site.scaleIn(subnetId, graceSeconds);
};
