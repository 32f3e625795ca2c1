import { contains } from '../model/ip.ts';
import { groundOf, type ObservedSource } from '../model/network.ts';
import type { Refusal } from '../model/plan.ts';
import { problemText, type Reading } from '../model/reading.ts';
import type { Situation } from '../model/situation.ts';
import type { Spec } from '../model/spec.ts';
import type { CrossZone, TargetGroup } from '../model/target-group.ts';
import type { Target } from '../model/target.ts';
import { remedyFor } from './remedies.ts';

/** True for a source outside the group's VPC: AWS then wants the zone `all` for its targets (rule 13). */
export function liesOutside(source: Reading<ObservedSource>, { vpcId }: TargetGroup): boolean {
  return source.kind === 'read' && groundOf(source.value).vpcId !== vpcId;
}

/** Refuses to register anything of a source outside the group's VPC that AWS would not take there (rule 13). */
export function checkOutside(
  { spec, group, source, crossZone, groupBlocks }: Situation,
  missing: readonly Target[],
): Refusal | undefined {
  if (missing.length === 0 || !liesOutside(source, group)) return undefined;
  return checkAddresses(group, missing, groupBlocks) ?? checkCrossZone(spec, group, crossZone);
}

/** What AWS takes from outside a group's VPC: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html#target-type */
const TAKEN_FROM_OUTSIDE = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'];

/**
 * Refuses addresses that AWS takes only from the group's own VPC: of IPv6, IPv4 ones that are not private, and such as lie in
 * a block of that VPC, where somebody else may have them.
 */
function checkAddresses(
  { vpcId, family }: TargetGroup,
  targets: readonly Target[],
  blocks: Reading<readonly string[]> | undefined,
): Refusal | undefined {
  const own = blocks?.kind === 'read' ? blocks.value : [];
  const doubled = targets.filter(({ ip }) => own.some((cidr) => contains(cidr, ip)));
  if (doubled.length > 0) {
    return {
      code: 'source-unsuitable',
      reason: `The source lies outside ${vpcId}, yet ${doubled.map(({ ip }) => ip).join(', ')} ${doubled.length === 1 ? 'lies' : 'lie'} in a block of it (${own.toSorted().join(', ')}): the load balancer would look for it there.`,
      remedy: 'Give the source a VPC whose blocks are no part of this one’s.',
    };
  }
  const alien = targets.filter(({ ip }) => !TAKEN_FROM_OUTSIDE.some((cidr) => contains(cidr, ip)));
  if (alien.length === 0) return undefined;
  return {
    code: 'source-unsuitable',
    reason: `The source lies outside ${vpcId}, and of ${alien.map(({ ip }) => ip).join(', ')} AWS takes none from there.`,
    remedy:
      family === 'ipv6'
        ? 'Bind a target group of IPv4, or a source in the VPC of the target group.'
        : `Bind a source in the VPC of the target group, or one with addresses of ${TAKEN_FROM_OUTSIDE.join(', ')}.`,
  };
}

/**
 * Refuses to register outside the group's VPC unless cross-zone is effectively on: AWS takes the zone `all` only then.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetDescription.html
 */
export function checkCrossZone(
  spec: Spec,
  group: TargetGroup,
  crossZone: Reading<CrossZone> | undefined,
): Refusal | undefined {
  if (crossZone?.kind === 'read' && crossZone.value === 'on') return undefined;
  const about = `The source lies outside ${group.vpcId}, so that its targets need cross-zone load balancing`;
  if (crossZone?.kind === 'unread') {
    const { problem } = crossZone;
    const reason = `${about}, and whether that is on could not be read: ${problemText(problem)}`;
    return { code: 'cross-zone-off', reason, remedy: remedyFor(problem, 'evidence', spec), unread: problem.kind };
  }
  const found = crossZone?.value === 'off' ? 'is off' : 'is left to a load balancer, and the group is attached to none';
  return {
    code: 'cross-zone-off',
    reason: `${about}, which ${crossZone === undefined ? 'was not read' : found}.`,
    remedy: `Turn it on for the group: aws elbv2 modify-target-group-attributes --region ${group.region} --target-group-arn ${group.arn} --attributes Key=load_balancing.cross_zone.enabled,Value=true`,
  };
}
