import type { ZoneView } from '../../model/audit-dns.ts';
import type { LoadBalancer } from '../../model/audit-load-balancer.ts';
import type { RecordSet } from '../../model/dns.ts';

/** For checks of what a record leads to, where the check of its existence speaks. */
export const NO_A_RECORD = 'There is no A record to look at.';

/** A hosted zone in a sentence. */
export function zoneText({ zoneId, zone }: ZoneView): string {
  return zone.kind === 'read' ? `${zone.value.name} (${zoneId})` : zoneId;
}

/** A record set in a sentence. */
export function recordText({ type, setIdentifier, alias, values }: RecordSet): string {
  const leg = setIdentifier === undefined ? '' : `${setIdentifier}: `;
  if (alias !== undefined) return `${leg}${type} alias to ${aliasText(alias)}`;
  return `${leg}${type} ${values.length === 0 ? 'without a value' : values.join(', ')}`;
}

/** Where an alias leads, with the zone id that belongs to it. */
export function aliasText({ name, zoneId }: { readonly name: string; readonly zoneId: string }): string {
  return `${name} (zone ${zoneId})`;
}

/** True if a record set is an alias to the load balancer, by its name and by its zone. */
export function isAliasTo({ alias }: RecordSet, { dnsName, zoneId }: LoadBalancer): boolean {
  return alias !== undefined && alias.name === dnsName && alias.zoneId === zoneId;
}

/**
 * The record sets of a type that clients are sent to. One of weight 0 is not, unless all are:
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html
 */
export function liveLegs(records: readonly RecordSet[], type: string): readonly RecordSet[] {
  const legs = records.filter((record) => record.type === type);
  const weighty = legs.filter(({ weight }) => weight !== 0);
  return weighty.length === 0 ? legs : weighty;
}
