import type { AuditSituation } from '../../model/audit.ts';
import { type CheckResult, finding, ok, unknown } from '../../model/finding.ts';
import { effectiveCrossZone, turnCrossZoneOn } from '../cross-zone.ts';
import { describeSource, inSourceAccount, nounOf, type SourceFacts, subjectOf } from '../source.ts';

/**
 * ZONE_COVERAGE of a source in another VPC: AWS takes addresses outside the VPC for every zone, and takes none of them while
 * cross-zone is off.
 */
export function fromAnotherVpc(
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

function secondZone(situation: AuditSituation): string {
  const how = nounOf(situation) === 'ALB' ? '; set-subnets replaces the whole set' : '';
  return `Give it a subnet in a second zone${how}. What it is now:\n${describeSource(situation)}`;
}
