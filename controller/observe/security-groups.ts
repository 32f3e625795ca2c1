import type { Aws } from '../aws/clients.ts';
import { given, IncompleteAnswer } from '../aws/failure.ts';
import type * as ec2 from '../aws/vpc.ts';
import { findSecurityGroups } from '../aws/vpc.ts';
import type { SecurityGroup, SecurityGroupRule } from '../model/audit-security.ts';

/** Reads security groups. Throws unless AWS shows every one of them: rules unseen may be those that let traffic pass. */
export async function observeSecurityGroups(aws: Aws, ids: readonly string[]): Promise<readonly SecurityGroup[]> {
  const wanted = [...new Set(ids)].toSorted();
  if (wanted.length === 0) return [];
  const found = new Map(
    (await findSecurityGroups(aws, wanted)).map((group) => [given(group.GroupId, 'GroupId'), group]),
  );
  return wanted.map((id) => {
    const group = found.get(id);
    if (group === undefined) throw new IncompleteAnswer(`it does not show ${id}`);
    return {
      id,
      ingress: given(group.IpPermissions, 'IpPermissions').map(toRule),
      egress: given(group.IpPermissionsEgress, 'IpPermissionsEgress').map(toRule),
    };
  });
}

/** A rule in our words. */
export function toRule(raw: ec2.IpPermission): SecurityGroupRule {
  return {
    protocol: given(raw.IpProtocol, 'IpProtocol'),
    ...(raw.FromPort !== undefined && { fromPort: raw.FromPort }),
    ...(raw.ToPort !== undefined && { toPort: raw.ToPort }),
    cidrs: [
      ...(raw.IpRanges ?? []).map(({ CidrIp }) => given(CidrIp, 'CidrIp')),
      ...(raw.Ipv6Ranges ?? []).map(({ CidrIpv6 }) => given(CidrIpv6, 'CidrIpv6')),
    ],
    // A group of a VPC that is no longer peered admits nobody: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
    groupIds: (raw.UserIdGroupPairs ?? [])
      .filter(({ PeeringStatus }) => PeeringStatus === undefined || PeeringStatus === 'active')
      .map(({ GroupId }) => given(GroupId, 'GroupId')),
    prefixListIds: (raw.PrefixListIds ?? []).map(({ PrefixListId }) => given(PrefixListId, 'PrefixListId')),
  };
}
