import { attempt } from '../aws/failure.ts';
import type { PublicHalf } from '../model/audit-dns.ts';
import type { ZoneSummary } from '../model/dns.ts';
import type { Live } from './live.ts';
import { observeZoneView, suffixesWithin, type ZoneOfName } from './zone-view.ts';
import type { Zones } from './zones.ts';

/** Reads the public half of a name: its zone, what may stand before that zone, and what the world is answered. */
export async function observePublicHalf(
  zones: Zones,
  where: ZoneOfName,
  live: Pick<Live, 'answers' | 'delegation'>,
): Promise<PublicHalf> {
  const [view, moreSpecific, delegation, answers] = await Promise.all([
    observeZoneView(zones, where),
    attempt(() => findMoreSpecific(zones, where)),
    delegationOf(zones, where, live),
    live.answers(where.hostname),
  ]);
  return { ...view, moreSpecific, delegation, answers };
}

/** Public zones that would answer for the name instead, since their names are longer suffixes of it. */
async function findMoreSpecific(zones: Zones, { zoneId, hostname }: ZoneOfName): Promise<readonly ZoneSummary[]> {
  const { name } = await zones.zone(zoneId);
  const longer = [hostname, ...suffixesWithin(hostname, name)].filter((suffix) => suffix.length > name.length);
  return (await Promise.all(longer.map((suffix) => zones.publicZonesNamed(suffix, zoneId)))).flat();
}

async function delegationOf(
  zones: Zones,
  { zoneId }: ZoneOfName,
  live: Pick<Live, 'delegation'>,
): Promise<PublicHalf['delegation']> {
  const zone = await attempt(() => zones.zone(zoneId));
  return zone.kind === 'unread' ? zone : live.delegation(zone.value.name);
}
