import type { AuditSituation } from '../../model/audit.ts';
import type { ClientVpc } from '../../model/audit-client-vpc.ts';
import type { ZoneSummary } from '../../model/dns.ts';
import type { PrivatePlace } from './each-half.ts';
import { fromReading, type Known, known } from '../known.ts';

/** The name of the private zone: its own, or as a listing of the VPC shows it. */
export function privateZoneName({ half, vpc }: PrivatePlace): Known<string> {
  if (half.zone.kind === 'read') return known(half.zone.value.name);
  const listed = [...(vpc.zones.kind === 'read' ? vpc.zones.value : []), ...profileZones(vpc)];
  const own = listed.find(({ id }) => id === half.zoneId);
  return own === undefined ? fromReading(half.zone) : known(own.name);
}

/** The zones that Route 53 Profiles bring a VPC, as far as their names could be read. */
export function profileZones({ profiles }: ClientVpc): readonly ZoneSummary[] {
  if (profiles.kind === 'unread') return [];
  return profiles.value.zones.flatMap(({ id, name }) => (name.kind === 'read' ? [{ id, name: name.value }] : []));
}

/** A VPC as Route 53's commands take it. */
export function vpcOption({ region }: AuditSituation, vpcId: string): string {
  return `VPCRegion=${region},VPCId=${vpcId}`;
}
