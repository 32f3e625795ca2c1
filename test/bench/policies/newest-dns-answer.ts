import type { AlbSite } from '../alb-site.ts';
import type { Policy } from '../policy.ts';
import { deregister, register } from '../target-calls.ts';

/**
 * Like forwarders that keep a table of names and of the IPs they registered for each. Their good sides: one lookup a
 * minute, the group need not be listed, what is new comes first, and an error of the load balancer ends the run and is
 * made good by the next. As published, a lookup that fails is one without addresses. The zone `all`, which they always
 * give, is refused inside the group's VPC: here it is left out there.
 */
export const newestDnsAnswer: Policy<AlbSite> = {
  name: 'newest-dns-answer',
  does: 'each minute by a resolver’s newest answer: registers what is new in it, deregisters what is no longer',
  begin: (site) => {
    let remembered = site.addresses();
    return {
      minute: async () => {
        // Reads the table, and writes it back.
        site.callElsewhere(2);
        const named = lookUp(site);
        const kept = remembered;
        const fresh = named.filter((ip) => !kept.includes(ip));
        await register(site, fresh);
        const gone = kept.filter((ip) => !named.includes(ip));
        await deregister(site, gone);
        remembered = named;
      },
    };
  },
};

function lookUp(site: AlbSite): readonly string[] {
  try {
    return site.lookUpName();
  } catch {
    return [];
  }
}
