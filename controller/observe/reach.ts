import type { Aws } from '../aws/clients.ts';
import { describeGroupAttributes, describeLoadBalancer, describeLoadBalancerAttributes } from '../aws/elbv2.ts';
import { attempt, given } from '../aws/failure.ts';
import { CROSS_ZONE, statedCrossZone } from '../model/cross-zone.ts';
import type { Subnet } from '../model/network.ts';
import { type Reading, read, unread } from '../model/reading.ts';
import type { CrossZone, Reach, TargetGroup } from '../model/target-group.ts';

/** Reads the load balancer's enabled zones and the cross-zone setting in force. Absent for a group attached to nothing. */
export async function observeReach(
  aws: Aws,
  group: TargetGroup,
  known: { readonly subnets: Reading<readonly Subnet[]>; readonly crossZone?: Reading<CrossZone> | undefined },
): Promise<{ readonly reach?: Reading<Reach> }> {
  const { loadBalancerArn } = group;
  const { subnets } = known;
  if (loadBalancerArn === undefined) return {};
  if (subnets.kind === 'unread') return { reach: subnets };
  const zoneOfSubnet = new Map(subnets.value.map((subnet) => [subnet.id, subnet.zoneId]));
  const [zones, crossZone] = await Promise.all([
    attempt(async () => (await describeLoadBalancer(aws, loadBalancerArn))?.AvailabilityZones ?? []),
    known.crossZone ?? observeCrossZone(aws, group),
  ]);
  if (zones.kind === 'unread') return { reach: zones };
  if (crossZone.kind === 'unread') return { reach: crossZone };

  const zoneIds = zones.value.map((zone) => zoneOfSubnet.get(zone.SubnetId ?? ''));
  const enabledZoneIds = zoneIds.filter((zoneId) => zoneId !== undefined);
  if (enabledZoneIds.length === 0 || enabledZoneIds.length < zoneIds.length) {
    return {
      reach: unread({
        kind: 'other',
        doing: `reading the zones of ${loadBalancerArn}`,
        code: 'IncompleteAnswer',
        message: `${enabledZoneIds.length} of its ${zoneIds.length} zones lie in subnets of ${group.vpcId}`,
      }),
    };
  }
  return { reach: read({ enabledZoneIds: enabledZoneIds.toSorted(), crossZone: crossZone.value === 'on' }) };
}

/** Reads the cross-zone setting in force for a group: its own, else that of the load balancer it is attached to. */
export function observeCrossZone(aws: Aws, { arn, loadBalancerArn }: TargetGroup): Promise<Reading<CrossZone>> {
  return attempt(async () => {
    const own = statedCrossZone(await describeGroupAttributes(aws, arn));
    if (own !== undefined) return own ? 'on' : 'off';
    if (loadBalancerArn === undefined) return 'undecided';
    const inherited = await describeLoadBalancerAttributes(aws, loadBalancerArn);
    return given(inherited.get(CROSS_ZONE), CROSS_ZONE) === 'true' ? 'on' : 'off';
  });
}
