import type { Aws } from '../aws/clients.ts';
import { describeTargets, type TargetHealthDescription } from '../aws/elbv2.ts';
import { doing, IncompleteAnswer } from '../aws/failure.ts';
import { canonicalIp } from '../model/ip.ts';
import { byTarget, HEALTH_STATES, type ListedTarget } from '../model/target.ts';

/** Reads what a group lists, draining targets included. Throws where AWS cannot tell: that is not an empty group. */
export async function observeTargets(aws: Aws, groupArn: string): Promise<readonly ListedTarget[]> {
  const listing = await describeTargets(aws, groupArn);
  return doing(`reading the targets of ${groupArn}`, async () => listing.map(toListedTarget).toSorted(byTarget));
}

function toListedTarget({ Target, TargetHealth, AdministrativeOverride }: TargetHealthDescription): ListedTarget {
  if (Target?.Id === undefined) throw new IncompleteAnswer('the answer lists a target without its id');
  const { Id, Port, AvailabilityZone, QuicServerId } = Target;
  return {
    // Of a group that is not of type ip the id is no IP; such a group is refused.
    ip: canonicalIp(Id),
    port: Port ?? 0,
    health: HEALTH_STATES.find((known) => known === TargetHealth?.State) ?? 'unknown',
    ...(TargetHealth?.Reason !== undefined && { healthReason: TargetHealth.Reason }),
    zonalShift: AdministrativeOverride?.State?.startsWith('zonal_shift') ?? false,
    asListed: {
      Id,
      ...(Port !== undefined && { Port }),
      ...(AvailabilityZone !== undefined && { AvailabilityZone }),
      ...(QuicServerId !== undefined && { QuicServerId }),
    },
  };
}
