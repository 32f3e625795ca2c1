import type { AuditAws } from '../aws/audit-clients.ts';
import type { Pace } from '../aws/pace.ts';
import { getHostedZone, listRecords, listRecordsNamed, listZonesNamed, type Route53 } from '../aws/route53.ts';
import { sessionName } from '../aws/sts.ts';
import { assumeZoneRole } from '../aws/zone-role.ts';
import type { AuditSpec } from '../model/audit-spec.ts';
import { canonicalName, type HostedZone, type RecordSet, type ZoneSummary } from '../model/dns.ts';
import { once } from '../model/once.ts';
import { toHostedZone, toRecordSet, toZoneId } from './dns.ts';

/** Hosted zones, each read with the credentials its account asks for. Every read throws an AwsFailure where it fails. */
export type Zones = {
  readonly zone: (zoneId: string) => Promise<HostedZone>;
  /** The record sets of exactly one name, of every type. The name is canonical. */
  readonly recordsNamed: (zoneId: string, name: string) => Promise<readonly RecordSet[]>;
  /** The names of a zone but its own, sorted, and whether that is all of them. */
  readonly namesIn: (zoneId: string) => Promise<ZoneNames>;
  /** The public zones of exactly one name in the account of another zone. */
  readonly publicZonesNamed: (name: string, besideZoneId: string) => Promise<readonly ZoneSummary[]>;
};

type ZoneNames = { readonly names: readonly string[]; readonly complete: boolean };

/** The hosted zones as one binding sees them. What two of its names ask for is read once: Route 53 is asked slowly. */
export function createZones(spec: AuditSpec, { aws, pace }: { aws: AuditAws; pace: Pace }): Zones {
  const roles = spec.audit?.zoneRoleArns ?? {};
  const withRole = once((roleArn) => assumeZoneRole(aws, { roleArn, session: sessionName(spec.name) }));
  const accessTo = async (zoneId: string): Promise<Route53> => {
    const roleArn = roles[zoneId];
    return { ...aws, pace, ...(roleArn !== undefined && { route53: await withRole(roleArn) }) };
  };
  const zone = once(async (zoneId) => toHostedZone(await getHostedZone(await accessTo(zoneId), zoneId)));
  return {
    zone,
    recordsNamed: async (zoneId, name) =>
      (await listRecordsNamed(await accessTo(zoneId), zoneId, name)).map(toRecordSet),
    namesIn: once(async (zoneId) => {
      const { name: own } = await zone(zoneId);
      const { items, complete } = await listRecords(await accessTo(zoneId), zoneId);
      const names = new Set(items.map(({ Name = '' }) => canonicalName(Name)));
      names.delete(own);
      return { names: [...names].toSorted(), complete };
    }),
    publicZonesNamed: async (name, besideZoneId) =>
      (await listZonesNamed(await accessTo(besideZoneId), name))
        .filter(({ Config }) => Config?.PrivateZone !== true)
        .map(({ Id }) => ({ id: toZoneId(Id), name })),
  };
}
