import { associate, zonesOfVpc } from '../world/hosted-zones.ts';
import type { Operation } from './operation.ts';
import { page, type PagingStyle } from './paging.ts';
import { record, requiredText } from './params.ts';
import { changeInfo, findVpc, findZone, maxItems } from './route53-find.ts';

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListHostedZonesByVPC.html */
const PAGING: PagingStyle = {
  size: 'maxitems',
  token: 'nexttoken',
  min: 1,
  max: 100,
  capped: true,
  badToken: 'InvalidPaginationToken',
};

/** Authorizations of other accounts are not modelled: across accounts a verb associates. */
export const associateVpcWithHostedZone: Operation = (world, caller, params) => {
  const zone = findZone(world, caller, params);
  const vpc = record(params, 'VPC');
  const region = requiredText(vpc, 'VPCRegion');
  associate(world, zone, findVpc(world, caller, { id: requiredText(vpc, 'VPCId'), region, code: 'InvalidVPCId' }));
  return { ChangeInfo: changeInfo(world) };
};

/** Zones of every owner, but by id, name and owner only, and none that only a Profile brings. */
export const listHostedZonesByVpc: Operation = (world, caller, params) => {
  const region = requiredText(params, 'vpcregion');
  const vpc = findVpc(world, caller, { id: requiredText(params, 'vpcid'), region, code: 'InvalidInput' });
  const { items, next } = page(zonesOfVpc(world, vpc.id), params, PAGING);
  return {
    HostedZoneSummaries: items.map(({ id, name, ownerId, owningService }) => ({
      HostedZoneId: id,
      Name: name,
      Owner: owningService === undefined ? { OwningAccount: ownerId } : { OwningService: owningService },
    })),
    MaxItems: maxItems(params, PAGING.max),
    NextToken: next,
  };
};
