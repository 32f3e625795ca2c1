import type { Subnet } from '../../model/network.ts';
import type { Reading } from '../../model/reading.ts';
import { fromReading, type Known, known } from '../known.ts';

/** Zone ids by subnet id. Zones are told apart by id: their names differ from account to account. */
export function zonesOf(
  subnetIds: readonly string[],
  subnets: Reading<readonly Subnet[]>,
): Known<ReadonlyMap<string, string>> {
  const all = fromReading(subnets);
  if (all.kind === 'unknown') return all;
  const zoneIds = new Map(all.value.map(({ id, zoneId }) => [id, zoneId]));
  const strange = [...new Set(subnetIds)].filter((id) => !zoneIds.has(id));
  if (strange.length === 0) return known(zoneIds);
  return {
    kind: 'unknown',
    why: `The zone of ${strange.toSorted().join(', ')} is not known: it is no subnet of the target group’s VPC.`,
  };
}
