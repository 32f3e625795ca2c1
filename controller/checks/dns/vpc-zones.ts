import type { AuditSituation } from '../../model/audit.ts';
import type { PrivatePlace } from './each-half.ts';
import { fromReading, type Known, known } from '../known.ts';

/** The name of the private zone: its own, or as a listing of the VPC shows it. */
export function privateZoneName({ half, vpc }: PrivatePlace): Known<string> {
  if (half.zone.kind === 'read') return known(half.zone.value.name);
  const listed = [
    ...(vpc.zones.kind === 'read' ? vpc.zones.value : []),
    ...(vpc.profiles.kind === 'read' ? vpc.profiles.value.zones : []),
  ];
  const own = listed.find(({ id }) => id === half.zoneId);
  return own === undefined ? fromReading(half.zone) : known(own.name);
}

/** A VPC as Route 53's commands take it. */
export function vpcOption({ region }: AuditSituation, vpcId: string): string {
  return `VPCRegion=${region},VPCId=${vpcId}`;
}
