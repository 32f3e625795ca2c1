import type { Aws } from '../aws/clients.ts';
import { describeTargets, type TargetHealthDescription } from '../aws/elbv2.ts';
import { canonicalIp } from '../model/ip.ts';
import { byTarget, HEALTH_STATES, type ListedTarget } from '../model/target.ts';

/** Reads what a group lists, draining targets included. Throws where AWS cannot tell: that is not an empty group. */
export async function observeTargets(aws: Aws, groupArn: string): Promise<readonly ListedTarget[]> {
  return (await describeTargets(aws, groupArn)).map(toListedTarget).toSorted(byTarget);
}

function toListedTarget({ Target, TargetHealth, AdministrativeOverride }: TargetHealthDescription): ListedTarget {
  const zone = Target?.AvailabilityZone;
  return {
    ip: canonicalIp(Target?.Id ?? ''),
    port: Target?.Port ?? 0,
    health: HEALTH_STATES.find((known) => known === TargetHealth?.State) ?? 'unknown',
    ...(TargetHealth?.Reason !== undefined && { healthReason: TargetHealth.Reason }),
    ...(zone !== undefined && zone !== '' && { zone }),
    zonalShift: AdministrativeOverride?.State?.startsWith('zonal_shift') ?? false,
  };
}
