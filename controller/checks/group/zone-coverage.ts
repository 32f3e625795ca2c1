import type { AuditSituation } from '../../model/audit.ts';
import type { LoadBalancer } from '../../model/audit-load-balancer.ts';
import type { AuditedSource } from '../../model/audit-source.ts';
import { type CheckResult, finding, ok, unknown, unread } from '../../model/finding.ts';
import { awsCommand } from '../command.ts';
import { crossZoneText, effectiveCrossZone, turnCrossZoneOn } from '../cross-zone.ts';
import { frontDoorOf } from '../front-door.ts';
import { untold } from '../untold.ts';
import { zonesOf } from './zones.ts';

type Place = {
  readonly zoneId: string;
  /** The load balancer's subnet there. */
  readonly doorSubnetId: string | undefined;
  /** The endpoint's subnet there. */
  readonly sourceSubnetId: string | undefined;
  readonly loadBalancer: LoadBalancer;
  readonly source: AuditedSource;
};

/** ZONE_COVERAGE: load balancer and endpoint stand in the same zones, and in more than one. One result a zone. */
export function zoneCoverage(situation: AuditSituation): readonly CheckResult[] {
  const { spec, group, source, subnets } = situation;
  const endpointId = spec.source.vpcEndpointId;
  if (source.kind === 'unread') return [unread('ZONE_COVERAGE', endpointId, source.problem)];
  const door = frontDoorOf(situation);
  if (door.kind === 'unknown') return [unknown('ZONE_COVERAGE', endpointId, door.why)];
  const { vpcId } = source.value.endpoint;
  if (group.kind === 'read' && vpcId !== group.value.vpcId) {
    const why = `${endpointId} lies in ${vpcId}, and the group in ${group.value.vpcId}: the zones of the other VPC are not read.`;
    return [untold('ZONE_COVERAGE', endpointId, why)];
  }
  const doorSubnetIds = door.loadBalancer.zones.map(({ subnetId }) => subnetId);
  const sourceSubnetIds = source.value.interfaces.map(({ subnetId }) => subnetId);
  const zones = zonesOf([...doorSubnetIds, ...sourceSubnetIds], subnets);
  if (zones.kind === 'unknown') return [unknown('ZONE_COVERAGE', endpointId, zones.why)];

  const zoneOf = (subnetId: string): string => zones.value.get(subnetId) ?? '';
  const zoneIds = [...new Set([...doorSubnetIds, ...sourceSubnetIds].map(zoneOf))].toSorted();
  if (zoneIds.length === 0) {
    return [unknown('ZONE_COVERAGE', endpointId, 'Neither load balancer nor endpoint shows a zone.')];
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

function isShared({ doorSubnetId, sourceSubnetId }: Place): boolean {
  return doorSubnetId !== undefined && sourceSubnetId !== undefined;
}

function judge(place: Place, situation: AuditSituation): CheckResult {
  const { zoneId, doorSubnetId, sourceSubnetId } = place;
  if (doorSubnetId === undefined) return notEnabled(place, situation);
  if (sourceSubnetId === undefined) return withoutInterface({ ...place, doorSubnetId }, situation);
  return ok('ZONE_COVERAGE', zoneId, `Load balancer in ${doorSubnetId}, endpoint in ${sourceSubnetId}.`);
}

function withoutInterface(
  { zoneId, doorSubnetId, loadBalancer, source }: Place & { readonly doorSubnetId: string },
  situation: AuditSituation,
): CheckResult {
  const { endpoint, interfaces } = source;
  if (interfaces.length < endpoint.interfaceIds.length) {
    const seen = `${interfaces.length} of the ${endpoint.interfaceIds.length} interfaces of ${endpoint.id} were seen`;
    return unknown('ZONE_COVERAGE', zoneId, `${seen}: one that was not may lie in ${zoneId}.`);
  }
  const crossZone = effectiveCrossZone(situation);
  const addSubnet = awsCommand(
    'ec2 modify-vpc-endpoint',
    { 'vpc-endpoint-id': endpoint.id, 'add-subnet-ids': doorSubnetId },
    situation.region,
  );
  return finding('ZONE_COVERAGE', zoneId, {
    severity: crossZone === true ? 'warn' : 'crit',
    expected: `${endpoint.id} has an interface in ${zoneId}, where ${loadBalancer.name} is enabled.`,
    found: `It has none there, and cross-zone is ${crossZoneText(crossZone)}.`,
    fix:
      crossZone === true
        ? `Give the endpoint this subnet, or another one in ${zoneId}:\n${addSubnet}`
        : `Turn cross-zone on, and then give the endpoint a subnet in ${zoneId}:\n${turnCrossZoneOn(situation.spec.targetGroupArn, situation.region)}\n${addSubnet}`,
  });
}

function notEnabled({ zoneId, sourceSubnetId, loadBalancer, source }: Place, { region }: AuditSituation): CheckResult {
  return finding('ZONE_COVERAGE', zoneId, {
    severity: 'warn',
    expected: `${loadBalancer.name} is enabled in ${zoneId}, where ${source.endpoint.id} has an interface in ${sourceSubnetId}.`,
    found: 'It is not, so the target there is never used, whatever cross-zone is.',
    fix: `Enable the zone by set-subnets, which replaces the whole set, or take the endpoint’s subnet there away. The zones now:\n${look(loadBalancer, region)}`,
  });
}

function singleZone({ zoneId, loadBalancer, source }: Place, { region }: AuditSituation): CheckResult {
  return finding('ZONE_COVERAGE', zoneId, {
    severity: 'warn',
    expected: `${loadBalancer.name} and ${source.endpoint.id} stand in two zones or more.`,
    found: `Both stand in ${zoneId} alone, and fail with it.`,
    fix: `Give both a second zone; set-subnets replaces the whole set. The zones now:\n${look(loadBalancer, region)}`,
  });
}

function look({ arn }: LoadBalancer, region: string): string {
  return awsCommand('elbv2 describe-load-balancers', { 'load-balancer-arns': arn }, region);
}
