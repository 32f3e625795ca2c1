import type { Params } from '../wire/form.ts';
import type { XmlRecord } from '../wire/xml.ts';
import { AwsError } from '../world/aws-error.ts';
import * as groups from '../world/security-groups.ts';
import type { Rule, SecurityGroup, World } from '../world/state.ts';
import { applyFilters, type FilterTable } from './ec2-filters.ts';
import { findVpc } from './ec2-networks.ts';
import type { Caller, Operation } from './operation.ts';
import { EC2_PAGING, page } from './paging.ts';
import { integer, records, requiredText, texts } from './params.ts';

const FILTERS: FilterTable<SecurityGroup> = {
  'group-id': ({ id }) => [id],
  'group-name': ({ name }) => [name],
  'vpc-id': ({ vpc }) => [vpc.id],
  'owner-id': ({ ownerId }) => [ownerId],
};

export const createSecurityGroup: Operation = (world, caller, params) => {
  const { id } = groups.createSecurityGroup(world, {
    name: requiredText(params, 'GroupName'),
    vpc: findVpc(world, caller, requiredText(params, 'VpcId')),
    ownerId: caller.account,
  });
  return { return: true, groupId: id };
};

export const authorizeSecurityGroupIngress = changing(groups.authorize, 'ingress');
export const authorizeSecurityGroupEgress = changing(groups.authorize, 'egress');
export const revokeSecurityGroupIngress = changing(groups.revoke, 'ingress');
export const revokeSecurityGroupEgress = changing(groups.revoke, 'egress');

/** An unknown id fails the whole call: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html */
export const describeSecurityGroups: Operation = (world, caller, params) => {
  const ids = texts(params, 'GroupId');
  const chosen = ids.length === 0 ? owned(world, caller) : ids.map((id) => find(world, caller, id));
  const { items, next } = page(applyFilters(chosen, params, FILTERS), params, EC2_PAGING);
  return { securityGroupInfo: items.map(render), nextToken: next };
};

/** Groups as other things list them. */
export function renderGroups(world: World, ids: readonly string[]): readonly XmlRecord[] {
  return ids.map((groupId) => ({ groupId, groupName: world.securityGroups.get(groupId)?.name ?? groupId }));
}

function changing(change: typeof groups.authorize, direction: groups.Direction): Operation {
  return (world, caller, params) => {
    change(find(world, caller, requiredText(params, 'GroupId')), direction, readRules(params));
    return { return: true };
  };
}

function owned(world: World, { account, region }: Caller): readonly SecurityGroup[] {
  return [...world.securityGroups.values()].filter(({ ownerId, vpc }) => ownerId === account && vpc.region === region);
}

function find(world: World, caller: Caller, id: string): SecurityGroup {
  if (!/^sg-[0-9a-f]{8,17}$/.test(id)) throw new AwsError('InvalidGroupId.Malformed', `Invalid id: "${id}"`);
  const group = owned(world, caller).find((each) => each.id === id);
  if (group === undefined) throw groups.notFound(id);
  return group;
}

/** The four kinds of peers a permission may have: the list on the wire, and the member that names the peer. */
const PEERS = [
  { sent: 'IpRanges', as: 'CidrIp', answered: 'ipRanges', member: 'cidrIp', of: /^[\d.]+\/\d+$/ },
  { sent: 'Ipv6Ranges', as: 'CidrIpv6', answered: 'ipv6Ranges', member: 'cidrIpv6', of: /:/ },
  { sent: 'Groups', as: 'GroupId', answered: 'groups', member: 'groupId', of: /^sg-/ },
  { sent: 'PrefixListIds', as: 'PrefixListId', answered: 'prefixListIds', member: 'prefixListId', of: /^pl-/ },
] as const;

function readRules(params: Params): readonly Rule[] {
  return records(params, 'IpPermissions').flatMap((permission) => {
    const protocol = requiredText(permission, 'IpProtocol');
    const fromPort = integer(permission, 'FromPort');
    const toPort = integer(permission, 'ToPort');
    const ports = { ...(fromPort !== undefined && { fromPort }), ...(toPort !== undefined && { toPort }) };
    return PEERS.flatMap(({ sent, as }) =>
      records(permission, sent).map((peer) => ({ protocol, ...ports, peer: requiredText(peer, as) })),
    );
  });
}

function render(group: SecurityGroup): XmlRecord {
  return {
    groupId: group.id,
    groupName: group.name,
    groupDescription: group.name,
    vpcId: group.vpc.id,
    ownerId: group.ownerId,
    ipPermissions: renderRules(group, group.ingress),
    ipPermissionsEgress: renderRules(group, group.egress),
    tagSet: [],
  };
}

/** One permission for each protocol and range of ports, with its peers together. */
function renderRules({ ownerId }: SecurityGroup, rules: readonly Rule[]): readonly XmlRecord[] {
  const alike = Map.groupBy(rules, ({ protocol, fromPort, toPort }) => `${protocol} ${fromPort} ${toPort}`);
  return [...alike.values()].flatMap(([first, ...rest]) => {
    if (first === undefined) return [];
    const peers = [first, ...rest].map(({ peer }) => peer);
    return {
      ipProtocol: first.protocol,
      fromPort: first.fromPort,
      toPort: first.toPort,
      ...Object.fromEntries(
        PEERS.map(({ answered, member, of }) => [
          answered,
          peers
            .filter((peer) => of.test(peer))
            .map((peer) => ({ [member]: peer, ...(member === 'groupId' && { userId: ownerId }) })),
        ]),
      ),
    };
  });
}
