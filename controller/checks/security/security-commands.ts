import type { SecurityGroupRule } from '../../model/audit-security.ts';
import { familyOf } from '../../model/ip.ts';
import { awsCommand } from '../command.ts';
import type { Direction } from './security-rules.ts';

/** A rule to be made: for one group or for some blocks, on one TCP port. */
type Wanted = {
  readonly direction: Direction;
  /** The group that gets the rule. */
  readonly groupId: string;
  readonly port: number;
  /** The account is named where the group is another account's than the one that gets the rule. */
  readonly of:
    | { readonly groupId: string; readonly accountId?: string | undefined }
    | { readonly blocks: readonly string[] };
  readonly region: string;
};

/** The command that adds a rule to a group. https://docs.aws.amazon.com/cli/latest/reference/ec2/authorize-security-group-ingress.html */
export function authorize({ direction, groupId, port, of, region }: Wanted): string {
  const peer = 'groupId' in of ? { UserIdGroupPairs: [pairOf(of)] } : ranges(of.blocks);
  return awsCommand(
    `ec2 authorize-security-group-${direction}`,
    { 'group-id': groupId, 'ip-permissions': { IpProtocol: 'tcp', FromPort: port, ToPort: port, ...peer } },
    region,
  );
}

/** The command that takes blocks out of a rule for ingress on one port. The protocol must be named as it is. */
export function revokeIngress(
  groupId: string,
  { protocol }: SecurityGroupRule,
  { port, blocks, region }: { readonly port: number; readonly blocks: readonly string[]; readonly region: string },
): string {
  const permissions = { IpProtocol: protocol, FromPort: port, ToPort: port, ...ranges(blocks) };
  return awsCommand(
    'ec2 revoke-security-group-ingress',
    { 'group-id': groupId, 'ip-permissions': permissions },
    region,
  );
}

function pairOf({ groupId, accountId }: { readonly groupId: string; readonly accountId?: string | undefined }): object {
  return { GroupId: groupId, ...(accountId !== undefined && { UserId: accountId }) };
}

function ranges(blocks: readonly string[]): Readonly<Record<string, unknown>> {
  const v4 = blocks.filter((block) => familyOf(block) === 'ipv4');
  const v6 = blocks.filter((block) => familyOf(block) === 'ipv6');
  return {
    ...(v4.length > 0 && { IpRanges: v4.map((CidrIp) => ({ CidrIp })) }),
    ...(v6.length > 0 && { Ipv6Ranges: v6.map((CidrIpv6) => ({ CidrIpv6 })) }),
  };
}
