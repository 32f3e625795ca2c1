import type { Aws } from '../aws/clients.ts';
import { describeTargets, type TargetHealthDescription } from '../aws/elbv2.ts';
import { given } from '../aws/failure.ts';
import { canonicalIp } from '../model/ip.ts';
import { byTarget, HEALTH_STATES, type ListedTarget } from '../model/target.ts';

/** Reads what a group lists, draining targets included. Throws where AWS cannot tell: that is not an empty group. */
export async function observeTargets(aws: Aws, groupArn: string): Promise<readonly ListedTarget[]> {
  return (await describeTargets(aws, groupArn)).map(toListedTarget).toSorted(byTarget);
}

function toListedTarget({ Target, TargetHealth, AdministrativeOverride }: TargetHealthDescription): ListedTarget {
  const { Port, AvailabilityZone, QuicServerId } = given(Target, 'Target');
  const Id = given(Target?.Id, 'Target.Id');
  return {
    // Of a group that is not of type ip the id is no IP; such a group is refused.
    ip: canonicalIp(Id),
    port: Port ?? 0,
    health: HEALTH_STATES.find((known) => known === TargetHealth?.State) ?? 'unknown',
    ...(TargetHealth?.Reason !== undefined && { healthReason: TargetHealth.Reason }),
    // An override that AWS cannot tell may be one as well.
    zonalShift: (AdministrativeOverride?.State ?? 'no_override') !== 'no_override',
    asListed: {
      Id,
      ...(Port !== undefined && { Port }),
      ...(AvailabilityZone !== undefined && { AvailabilityZone }),
      ...(QuicServerId !== undefined && { QuicServerId }),
    },
  };
}
