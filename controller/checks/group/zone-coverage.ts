import type { AuditSituation } from '../../model/audit.ts';
import { type CheckResult, ok, unknown, unread } from '../../model/finding.ts';
import { read, type Reading } from '../../model/reading.ts';
import type { Subnet } from '../../model/network.ts';
import { frontDoorOf } from '../front-door.ts';
import { nounOf, sourceOf, subjectOf } from '../source.ts';
import { fromAnotherVpc } from './zone-outside.ts';
import { notEnabled, type Place, singleZone, withoutInterface } from './zone-uneven.ts';
import { zonesOf } from './zones.ts';

/**
 * ZONE_COVERAGE: load balancer and source stand in the same zones, and in more than one. One result a zone; one alone where
 * the source lies in another VPC, since its addresses are then of no zone of the load balancer's.
 */
export function zoneCoverage(situation: AuditSituation): readonly CheckResult[] {
  const { group } = situation;
  const subject = subjectOf(situation);
  const source = sourceOf(situation);
  if (source.kind === 'unread') return [unread('ZONE_COVERAGE', subject, source.problem)];
  const door = frontDoorOf(situation);
  if (door.kind === 'unknown') return [unknown('ZONE_COVERAGE', subject, door.why)];
  if (group.kind === 'read' && source.value.vpcId !== group.value.vpcId) {
    return [fromAnotherVpc(source.value, group.value.vpcId, situation)];
  }
  const doorSubnetIds = door.loadBalancer.zones.map(({ subnetId }) => subnetId);
  const sourceSubnetIds = source.value.interfaces.map(({ subnetId }) => subnetId);
  const zones = zonesOf([...doorSubnetIds, ...sourceSubnetIds], seenByEither(situation));
  if (zones.kind === 'unknown') return [unknown('ZONE_COVERAGE', subject, zones.why)];

  const zoneOf = (subnetId: string): string => zones.value.get(subnetId) ?? '';
  const zoneIds = [...new Set([...doorSubnetIds, ...sourceSubnetIds].map(zoneOf))].toSorted();
  if (zoneIds.length === 0) {
    return [unknown('ZONE_COVERAGE', subject, `Neither load balancer nor ${nounOf(situation)} shows a zone.`)];
  }
  const places = zoneIds.map((zoneId) => ({
    zoneId,
    doorSubnetId: doorSubnetIds.find((subnetId) => zoneOf(subnetId) === zoneId),
    sourceSubnetId: sourceSubnetIds.find((subnetId) => zoneOf(subnetId) === zoneId),
    loadBalancer: door.loadBalancer,
    source: source.value,
  }));
  const [only, ...more] = places;
  if (only !== undefined && more.length === 0 && isShared(only)) return [singleZone(only, situation)];
  return places.map((place) => judge(place, situation));
}

/** Subnets of the VPC as the group's account sees them, and as the source's does: of a shared VPC either may see less. */
function seenByEither({ subnets, sourceSubnets }: AuditSituation): Reading<readonly Subnet[]> {
  if (subnets.kind === 'unread') return subnets;
  return read([...subnets.value, ...(sourceSubnets.kind === 'read' ? sourceSubnets.value : [])]);
}

function isShared({ doorSubnetId, sourceSubnetId }: Place): boolean {
  return doorSubnetId !== undefined && sourceSubnetId !== undefined;
}

function judge(place: Place, situation: AuditSituation): CheckResult {
  const { zoneId, doorSubnetId, sourceSubnetId } = place;
  if (doorSubnetId === undefined) return notEnabled(place, situation);
  if (sourceSubnetId === undefined) return withoutInterface({ ...place, doorSubnetId }, situation);
  return ok('ZONE_COVERAGE', zoneId, `Load balancer in ${doorSubnetId}, ${nounOf(situation)} in ${sourceSubnetId}.`);
}
