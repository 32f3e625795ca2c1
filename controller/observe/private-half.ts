import { attempt } from '../aws/failure.ts';
import type { Collateral, PrivateHalf } from '../model/audit-dns.ts';
import type { ZoneSummary } from '../model/dns.ts';
import { type Reading, read } from '../model/reading.ts';
import { observeZoneView, type ZoneOfName } from './zone-view.ts';
import type { Zones } from './zones.ts';

/** Reads the private half of a name. `publicZoneId` is the zone of its public half, where it has one. */
export async function observePrivateHalf(
  zones: Zones,
  where: ZoneOfName & { readonly publicZoneId?: string | undefined },
): Promise<PrivateHalf> {
  const [view, collateral] = await Promise.all([
    observeZoneView(zones, where),
    attempt(() => observeCollateral(zones, where)),
  ]);
  const wide = present(collateral);
  return { ...view, ...(wide !== undefined && { collateral: wide }) };
}

/** What a wide private zone hides: every public name of the same zone that it does not have itself. */
async function observeCollateral(
  zones: Zones,
  { zoneId, hostname, publicZoneId }: ZoneOfName & { readonly publicZoneId?: string | undefined },
): Promise<Collateral | undefined> {
  const { name } = await zones.zone(zoneId);
  if (name === hostname) return undefined;
  const publicZone = await findPublicTwin(zones, { name, zoneId, publicZoneId });
  const [privateSide, publicSide] = await Promise.all([
    zones.namesIn(zoneId),
    publicZone === undefined ? { names: [], complete: true } : zones.namesIn(publicZone.id),
  ]);
  return {
    ...(publicZone !== undefined && { publicZone }),
    publicNames: publicSide.names,
    privateNames: privateSide.names,
    complete: privateSide.complete && publicSide.complete,
  };
}

/** The zone of the public half if it has the same name, for an account may have several; else one the account has. */
async function findPublicTwin(
  zones: Zones,
  twin: { readonly name: string; readonly zoneId: string; readonly publicZoneId?: string | undefined },
): Promise<ZoneSummary | undefined> {
  const { name, zoneId, publicZoneId } = twin;
  if (publicZoneId !== undefined) {
    const { id, name: publicName, isPrivate } = await zones.zone(publicZoneId);
    if (publicName === name && !isPrivate) return { id, name };
  }
  return (await zones.publicZonesNamed(name, zoneId))[0];
}

function present<T>(reading: Reading<T | undefined>): Reading<T> | undefined {
  if (reading.kind === 'unread') return reading;
  return reading.value === undefined ? undefined : read(reading.value);
}
