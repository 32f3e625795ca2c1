import { attempt } from '../aws/failure.ts';
import type { ZoneView } from '../model/audit-dns.ts';
import { liesIn } from '../model/dns.ts';
import type { Zones } from './zones.ts';

/** A hostname, canonical, and a zone that is to answer for it. */
export type ZoneOfName = { readonly zoneId: string; readonly hostname: string };

/** Reads a zone as far as one name is concerned. */
export async function observeZoneView(zones: Zones, { zoneId, hostname }: ZoneOfName): Promise<ZoneView> {
  const [zone, records, wildcards] = await Promise.all([
    attempt(() => zones.zone(zoneId)),
    attempt(() => zones.recordsNamed(zoneId, hostname)),
    attempt(async () => {
      const { name } = await zones.zone(zoneId);
      const names = suffixesWithin(hostname, name).map((parent) => `*.${parent}`);
      return (await Promise.all(names.map((wildcard) => zones.recordsNamed(zoneId, wildcard)))).flat();
    }),
  ]);
  return { zoneId, zone, records, wildcards };
}

/** The parents of a name, longest first, as far up as a zone's own name: `b.example.com`, `example.com`. */
export function suffixesWithin(hostname: string, zoneName: string): readonly string[] {
  const labels = hostname.split('.');
  return labels
    .map((_, index) => labels.slice(index + 1).join('.'))
    .filter((name) => name !== '' && liesIn(name, zoneName));
}
