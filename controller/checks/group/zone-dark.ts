import type { AuditSituation } from '../../model/audit.ts';
import { type CheckResult, finding, ok, unknown, unread } from '../../model/finding.ts';
import { contains } from '../../model/ip.ts';
import type { Subnet } from '../../model/network.ts';
import { isDraining, isHealthy, type ListedTarget, mayServe, targetKey } from '../../model/target.ts';
import { awsCommand } from '../command.ts';
import { crossZoneText, effectiveCrossZone, turnCrossZoneOn } from '../cross-zone.ts';
import { frontDoorOf } from '../front-door.ts';
import { nounOf, sourceOf } from '../source.ts';
import { zonesOf } from './zones.ts';

/** An enabled zone, with the fixed IPs that clients may have pinned. */
type EnabledZone = { readonly id: string; readonly ips: readonly string[] };
/** A target with its zone: an id, `all`, or undefined where it is not known. */
type Placed = {
  readonly target: ListedTarget;
  readonly zoneId: string | undefined;
  /** True for one that neither the source nor the binding knows: it lights no zone, however healthy. */
  readonly isStranger: boolean;
};

/**
 * ZONE_DARK: every enabled zone has a healthy target that its fixed IP may use. DNS hides a dark zone, and clients that
 * pinned its IP just fail. A stranger's health counts for nothing. One result a zone.
 */
export function zoneDark(situation: AuditSituation): readonly CheckResult[] {
  const { spec, group, targets, subnets } = situation;
  const door = frontDoorOf(situation);
  if (door.kind === 'unknown') return [unknown('ZONE_DARK', spec.targetGroupArn, door.why)];
  const { name, zones } = door.loadBalancer;
  if (group.kind === 'read' && group.value.type !== 'ip') {
    const why = `Targets of ${group.value.name} are no IPs, since it is of type ${group.value.type}, as TG_ATTR_FATAL says.`;
    return [unknown('ZONE_DARK', name, why)];
  }
  if (targets.kind === 'unread') return [unread('ZONE_DARK', name, targets.problem)];
  if (subnets.kind === 'unread') return [unread('ZONE_DARK', name, subnets.problem)];
  const known = zonesOf(
    zones.map(({ subnetId }) => subnetId),
    subnets,
  );
  if (known.kind === 'unknown') return [unknown('ZONE_DARK', name, known.why)];
  if (zones.length === 0) return [unknown('ZONE_DARK', name, 'It shows no zone.')];

  const own = ownIps(situation);
  const placed = targets.value
    .filter((target) => !isDraining(target))
    .map((target) => ({
      target,
      zoneId: zoneOf(target, subnets.value),
      isStranger: own !== undefined && !own.includes(target.ip),
    }));
  return zones.map(({ subnetId, addresses }) =>
    judge({ id: known.value.get(subnetId) ?? '', ips: addresses.map(({ ip }) => ip) }, placed, situation),
  );
}

function judge(zone: EnabledZone, placed: readonly Placed[], situation: AuditSituation): CheckResult {
  const crossZone = effectiveCrossZone(situation);
  const subject = zone.ips.length === 0 ? zone.id : `${zone.id} (${zone.ips.join(', ')})`;
  const serves = ({ zoneId }: Placed): boolean => crossZone === true || zoneId === zone.id || zoneId === 'all';
  const here = placed.filter(serves);
  const own = here.filter(({ isStranger }) => !isStranger).map(({ target }) => target);
  const healthy = own.filter(isHealthy);
  const scope = crossZone === true ? 'cross-zone is on' : `in ${zone.id}; cross-zone is ${crossZoneText(crossZone)}`;
  if (healthy.length > 0) return ok('ZONE_DARK', subject, `${healthy.length} healthy, ${scope}.`);

  const known = placed.filter(({ isStranger }) => !isStranger);
  const doubt = doubtOf(own, known);
  if (doubt !== undefined) return unknown('ZONE_DARK', subject, doubt);
  return finding('ZONE_DARK', subject, {
    severity: 'crit',
    expected: `At least one healthy target (${scope}).`,
    found: `${ownText(own)}${strangerText(here)}`,
    fix: fixFor(known, situation),
  });
}

function ownText(own: readonly ListedTarget[]): string {
  if (own.length === 0) return 'There is no target.';
  return `None of ${own.length} is healthy: ${own.map(healthText).join(', ')}.`;
}

/** Who answers there in place of the source. */
function strangerText(here: readonly Placed[]): string {
  const strangers = here.filter(({ isStranger, target }) => isStranger && mayServe(target));
  if (strangers.length === 0) return '';
  return ` Strangers get its traffic: ${strangers.map(({ target }) => healthText(target)).join(', ')}.`;
}

/** The addresses that are the source's or to be kept; undefined where not all of them are known. */
function ownIps(situation: AuditSituation): readonly string[] | undefined {
  const source = sourceOf(situation);
  if (source.kind === 'unread' || source.value.unseen !== undefined) return undefined;
  return [...source.value.interfaces.flatMap(({ ips }) => ips), ...situation.spec.keep];
}

/** Why a zone without a healthy target may be lit all the same. */
function doubtOf(own: readonly ListedTarget[], placed: readonly Placed[]): string | undefined {
  const shifted = own.filter(({ zonalShift }) => zonalShift);
  if (shifted.length > 0) return `A zonal shift hides the health of ${shifted.map(targetKey).join(', ')}.`;
  const untold = own.filter(mayServe);
  if (untold.length > 0) return `AWS does not tell the health of ${untold.map(targetKey).join(', ')}.`;
  const lost = placed.filter(({ target, zoneId }) => zoneId === undefined && mayServe(target));
  if (lost.length === 0) return undefined;
  return `The zone of ${lost.map(({ target }) => targetKey(target)).join(', ')} is not known.`;
}

/** AWS gives targets of the VPC the zone of their subnet; those outside have none and are registered with `all`. */
function zoneOf({ ip, asListed }: ListedTarget, subnets: readonly Subnet[]): string | undefined {
  if (asListed.AvailabilityZone === 'all') return 'all';
  return subnets.find(({ cidrs }) => cidrs.some((cidr) => contains(cidr, ip)))?.zoneId;
}

function healthText(target: ListedTarget): string {
  const { health, healthReason } = target;
  return `${targetKey(target)} is ${health}${healthReason === undefined ? '' : ` (${healthReason})`}`;
}

function fixFor(placed: readonly Placed[], situation: AuditSituation): string {
  const { spec, region } = situation;
  // Where cross-zone is on, nobody was healthy.
  if (placed.some(({ target }) => isHealthy(target))) return turnCrossZoneOn(spec.targetGroupArn, region);
  const look = awsCommand('elbv2 describe-target-health', { 'target-group-arn': spec.targetGroupArn }, region);
  return `Mend what these reasons name: security groups, health check, ${nounOf(situation)}.\n${look}`;
}
