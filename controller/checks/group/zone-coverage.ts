import type { AuditSituation } from '../../model/audit.ts';
import type { LoadBalancer } from '../../model/audit-load-balancer.ts';
import { type CheckResult, finding, ok, unknown, unread } from '../../model/finding.ts';
import { read, type Reading } from '../../model/reading.ts';
import type { Subnet } from '../../model/network.ts';
import { awsCommand } from '../command.ts';
import { crossZoneText, effectiveCrossZone, turnCrossZoneOn } from '../cross-zone.ts';
import { frontDoorOf } from '../front-door.ts';
import { describeSource, inSourceAccount, nounOf, placeOf, type SourceFacts, sourceOf, subjectOf } from '../source.ts';
import { zonesOf } from './zones.ts';

type Place = {
  readonly zoneId: string;
  /** The load balancer's subnet there. */
  readonly doorSubnetId: string | undefined;
  /** The source's subnet there. */
  readonly sourceSubnetId: string | undefined;
  readonly loadBalancer: LoadBalancer;
  readonly source: SourceFacts;
};

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

/** AWS takes addresses outside the VPC for every zone, and takes none of them while cross-zone is off. */
function fromAnotherVpc(
  { name, vpcId, subnetIds }: SourceFacts,
  groupVpcId: string,
  situation: AuditSituation,
): CheckResult {
  const { spec, region } = situation;
  const subject = subjectOf(situation);
  const where = `${name} lies in ${vpcId}, and the group in ${groupVpcId}`;
  const crossZone = effectiveCrossZone(situation);
  if (crossZone === undefined)
    return unknown('ZONE_COVERAGE', subject, `${where}; whether cross-zone is on is not known.`);
  if (!crossZone) {
    return finding('ZONE_COVERAGE', subject, {
      severity: 'crit',
      expected: `Cross-zone is on, since ${where}.`,
      found: 'It is off: AWS accepts no address of another VPC then, and passes refuse to register any.',
      fix: turnCrossZoneOn(spec.targetGroupArn, region),
    });
  }
  if (subnetIds.length === 1) {
    return finding('ZONE_COVERAGE', subject, {
      severity: 'warn',
      expected: `${name} stands in two zones or more.`,
      found: `It stands in ${subnetIds.join(', ')} alone, and fails with that zone.`,
      fix: inSourceAccount(situation, secondZone(situation)),
    });
  }
  return ok('ZONE_COVERAGE', subject, `${where}; cross-zone is on, so that every fixed IP uses every zone’s targets.`);
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

function withoutInterface(
  { zoneId, doorSubnetId, loadBalancer, source }: Place & { readonly doorSubnetId: string },
  situation: AuditSituation,
): CheckResult {
  if (source.isPartial) {
    return unknown('ZONE_COVERAGE', zoneId, `${source.unseen} One that was not seen may lie in ${zoneId}.`);
  }
  const crossZone = effectiveCrossZone(situation);
  const addSubnet = addSubnetTo(source, { subnetId: doorSubnetId, situation });
  return finding('ZONE_COVERAGE', zoneId, {
    severity: crossZone === true ? 'warn' : 'crit',
    expected: `${source.name} has an interface in ${zoneId}, where ${loadBalancer.name} is enabled.`,
    found: `It has none there, and cross-zone is ${crossZoneText(crossZone)}.`,
    fix:
      crossZone === true
        ? inSourceAccount(
            situation,
            `Give the ${nounOf(situation)} this subnet, or another one in ${zoneId}:\n${addSubnet}`,
          )
        : `Turn cross-zone on, and then give the ${nounOf(situation)} a subnet in ${zoneId}:\n${turnCrossZoneOn(situation.spec.targetGroupArn, situation.region)}\n${inSourceAccount(situation, addSubnet)}`,
  });
}

/** An ALB's zones are set as a whole: the command repeats those it has. */
function addSubnetTo(
  { subnetIds }: SourceFacts,
  { subnetId, situation }: { readonly subnetId: string; readonly situation: AuditSituation },
): string {
  const { source } = situation.spec;
  const { region } = placeOf(situation);
  return 'vpcEndpointId' in source
    ? awsCommand(
        'ec2 modify-vpc-endpoint',
        { 'vpc-endpoint-id': source.vpcEndpointId, 'add-subnet-ids': subnetId },
        region,
      )
    : awsCommand(
        'elbv2 set-subnets',
        { 'load-balancer-arn': source.loadBalancerArn, subnets: [...subnetIds, subnetId] },
        region,
      );
}

function secondZone(situation: AuditSituation): string {
  return `Give it a subnet in a second zone; set-subnets replaces the whole set of an ALB. What it is now:\n${describeSource(situation)}`;
}

function notEnabled({ zoneId, sourceSubnetId, loadBalancer, source }: Place, situation: AuditSituation): CheckResult {
  return finding('ZONE_COVERAGE', zoneId, {
    severity: 'warn',
    expected: `${loadBalancer.name} is enabled in ${zoneId}, where ${source.name} has an interface in ${sourceSubnetId}.`,
    found: 'It is not, so the target there is never used, whatever cross-zone is.',
    fix: `Enable the zone by set-subnets, which replaces the whole set, or take the ${nounOf(situation)}’s subnet there away. The zones now:\n${look(loadBalancer, situation.region)}`,
  });
}

function singleZone({ zoneId, loadBalancer, source }: Place, { region }: AuditSituation): CheckResult {
  return finding('ZONE_COVERAGE', zoneId, {
    severity: 'warn',
    expected: `${loadBalancer.name} and ${source.name} stand in two zones or more.`,
    found: `Both stand in ${zoneId} alone, and fail with it.`,
    fix: `Give both a second zone; set-subnets replaces the whole set. The zones now:\n${look(loadBalancer, region)}`,
  });
}

function look({ arn }: LoadBalancer, region: string): string {
  return awsCommand('elbv2 describe-load-balancers', { 'load-balancer-arns': arn }, region);
}
