import type { Params } from '../wire/form.ts';
import type { XmlRecord } from '../wire/xml.ts';
import { AwsError } from '../world/aws-error.ts';
import type { HostedZone } from '../world/hosted-zones.ts';
import { arnOf } from '../world/roles.ts';
import type { Vpc, World } from '../world/state.ts';
import { BadParameter } from './bad-parameter.ts';
import { type Caller, seesVpc } from './operation.ts';
import { integer, requiredText } from './params.ts';

/** The caller's own zone that a path names. Of others' zones nothing can be read, not even with their id. */
export function findZone(world: World, caller: Caller, params: Params): HostedZone {
  const id = requiredText(params, 'Id');
  const zone = world.hostedZones.get(id);
  if (zone === undefined) throw new AwsError('NoSuchHostedZone', `No hosted zone found with ID: ${id}`, 404);
  if (zone.ownerId === caller.account) return zone;
  throw new AwsError('AccessDenied', `User: ${arnOf(world, caller)} is not authorized to access this resource`, 403);
}

/** A VPC that the caller may name. */
export function findVpc(
  world: World,
  caller: Caller,
  { id, region, code }: { readonly id: string; readonly region: string; readonly code: string },
): Vpc {
  const vpc = world.vpcs.get(id);
  if (vpc !== undefined && seesVpc({ ...caller, region }, vpc)) return vpc;
  throw new AwsError(code, `The VPC ID ${id} in region ${region} is not valid, or the account has no access to it.`);
}

/** How many items a page may have; a larger number means the maximum. */
export function maxItems(params: Params, max: number): number {
  const wanted = integer(params, 'maxitems') ?? max;
  if (wanted < 1) throw new BadParameter('invalid', `Invalid value ${wanted} for maxitems.`);
  return Math.min(wanted, max);
}

/** What a write answers with. Here every change is in sync at once. */
export function changeInfo(world: World): XmlRecord {
  const id = `/change/C${String(world.ids.next('change')).padStart(13, '0')}`;
  return { Id: id, Status: 'INSYNC', SubmittedAt: new Date(world.now) };
}
