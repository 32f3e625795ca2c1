import type { Params } from '../wire/form.ts';
import type { XmlRecord } from '../wire/xml.ts';
import { AwsError } from '../world/aws-error.ts';
import { compareNames, compareText, savedName } from '../world/dns-names.ts';
import { compareZones, createZone, type HostedZone } from '../world/hosted-zones.ts';
import type { Vpc, World } from '../world/state.ts';
import { BadParameter } from './bad-parameter.ts';
import type { Caller, Operation } from './operation.ts';
import { flag, record, requiredText, text } from './params.ts';
import { changeInfo, findVpc, findZone, maxItems } from './route53-find.ts';

/** "Route 53 returns up to 100 items": https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListHostedZonesByName.html */
const ZONES_PER_PAGE = 100;

export const createHostedZone: Operation = (world, caller, params) => {
  const callerReference = requiredText(params, 'CallerReference');
  const own = ownZones(world, caller);
  if (own.some((zone) => zone.callerReference === callerReference)) {
    throw new AwsError('HostedZoneAlreadyExists', `A hosted zone was created with ${callerReference}`, 409);
  }
  const config = record(params, 'HostedZoneConfig');
  const comment = text(config, 'Comment');
  const vpc = initialVpc(world, caller, params);
  if (flag(config, 'PrivateZone') && vpc === undefined) {
    throw new BadParameter('missing', 'When you create a private hosted zone, you must specify a VPC.');
  }
  const zone = createZone(world, {
    name: requiredText(params, 'Name'),
    ownerId: caller.account,
    callerReference,
    ...(comment !== undefined && { comment }),
    ...(vpc !== undefined && { vpcs: [vpc] }),
  });
  return {
    HostedZone: renderZone(zone),
    ChangeInfo: changeInfo(world),
    ...(vpc === undefined ? { DelegationSet: renderServers(zone) } : { VPC: renderVpc(vpc) }),
    Location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${zone.id}`,
  };
};

/** A public zone is answered with its delegation set, a private one with its VPCs. */
export const getHostedZone: Operation = (world, caller, params) => {
  const zone = findZone(world, caller, params);
  return {
    HostedZone: renderZone(zone),
    ...(zone.isPrivate ? { VPCs: [...zone.vpcs.values()].map(renderVpc) } : { DelegationSet: renderServers(zone) }),
  };
};

/** The caller's own zones, in Route 53's order. `dnsname` and `hostedzoneid` are where to start, not what to find. */
export const listHostedZonesByName: Operation = (world, caller, params) => {
  const from = text(params, 'dnsname');
  const fromId = text(params, 'hostedzoneid');
  if (from === undefined && fromId !== undefined) {
    throw new BadParameter('invalid', 'hostedzoneid was specified without dnsname');
  }
  const size = maxItems(params, ZONES_PER_PAGE);
  const rest = ownZones(world, caller).filter(
    ({ name, id }) => from === undefined || (compareNames(name, savedName(from)) || compareText(id, fromId ?? '')) >= 0,
  );
  const next = rest[size];
  return {
    HostedZones: rest.slice(0, size).map(renderZone),
    DNSName: from,
    HostedZoneId: fromId,
    IsTruncated: next !== undefined,
    NextDNSName: next?.name,
    NextHostedZoneId: next?.id,
    MaxItems: size,
  };
};

function ownZones(world: World, { account }: Caller): readonly HostedZone[] {
  return [...world.hostedZones.values()].filter(({ ownerId }) => ownerId === account).toSorted(compareZones);
}

function initialVpc(world: World, caller: Caller, params: Params): Vpc | undefined {
  const vpc = record(params, 'VPC');
  if (text(vpc, 'VPCId') === undefined) return undefined;
  const id = requiredText(vpc, 'VPCId');
  return findVpc(world, caller, { id, region: requiredText(vpc, 'VPCRegion'), code: 'InvalidVPCId' });
}

function renderZone({
  id,
  name,
  isPrivate,
  comment,
  callerReference,
  owningService,
  recordSets,
}: HostedZone): XmlRecord {
  return {
    Id: `/hostedzone/${id}`,
    Name: name,
    CallerReference: callerReference,
    Config: { Comment: comment, PrivateZone: isPrivate },
    ResourceRecordSetCount: recordSets.length,
    LinkedService: owningService === undefined ? undefined : { ServicePrincipal: owningService },
  };
}

function renderServers({ nameServers }: HostedZone): XmlRecord {
  return { NameServers: nameServers };
}

function renderVpc({ id, region }: Vpc): XmlRecord {
  return { VPCRegion: region, VPCId: id };
}
