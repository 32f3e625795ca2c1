import type { AuditSituation } from '../../model/audit.ts';
import type { LoadBalancer } from '../../model/audit-load-balancer.ts';
import { type CheckResult, finding, unknown } from '../../model/finding.ts';
import { awsCommand } from '../command.ts';
import { crossZoneText, effectiveCrossZone, turnCrossZoneOn } from '../cross-zone.ts';
import { inSourceAccount, nounOf, placeOf, type SourceFacts } from '../source.ts';

/** A zone of the load balancer, of the source, or of both. */
export type Place = {
  readonly zoneId: string;
  /** The load balancer's subnet there. */
  readonly doorSubnetId: string | undefined;
  /** The source's subnet there. */
  readonly sourceSubnetId: string | undefined;
  readonly loadBalancer: LoadBalancer;
  readonly source: SourceFacts;
};

/** The load balancer's zone in which the source has nothing. */
export function withoutInterface(
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

/** The source's zone to which the load balancer never goes. */
export function notEnabled(
  { zoneId, sourceSubnetId, loadBalancer, source }: Place,
  situation: AuditSituation,
): CheckResult {
  return finding('ZONE_COVERAGE', zoneId, {
    severity: 'warn',
    expected: `${loadBalancer.name} is enabled in ${zoneId}, where ${source.name} has an interface in ${sourceSubnetId}.`,
    found: 'It is not, so the target there is never used, whatever cross-zone is.',
    fix: `Enable the zone by set-subnets, which replaces the whole set, or take the ${nounOf(situation)}’s subnet there away. The zones now:\n${look(loadBalancer, situation.region)}`,
  });
}

/** The one zone that both are in. */
export function singleZone({ zoneId, loadBalancer, source }: Place, { region }: AuditSituation): CheckResult {
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
