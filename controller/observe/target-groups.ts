import type { Aws } from '../aws/clients.ts';
import type * as elbv2 from '../aws/elbv2.ts';
import { describeGroups, describeTags, TAGS_PER_CALL } from '../aws/elbv2.ts';
import { attempt, given } from '../aws/failure.ts';
import { type Reading, read } from '../model/reading.ts';
import { parseArn, type Tags, type TargetGroup } from '../model/target-group.ts';
import { readByIds } from './read-by-ids.ts';

/** Target groups asked for in one call; a schedule carries at most 100 bindings. */
const GROUPS_PER_CALL = 100;

/** A target group with its tags; a seal is among them if its owner set one. */
export type TaggedGroup = { readonly group: TargetGroup; readonly tags: Tags };

/** Reads target groups and their tags: one call for all groups, and one for each twenty of them. */
export async function observeGroups(
  aws: Aws,
  arns: readonly string[],
): Promise<ReadonlyMap<string, Reading<TaggedGroup>>> {
  const [groups, tags] = await Promise.all([
    readByIds(arns, GROUPS_PER_CALL, async (batch) => {
      const found = await describeGroups(aws, batch);
      return new Map(found.map((group) => [group.TargetGroupArn ?? '', toGroup(group)]));
    }),
    readByIds(arns, TAGS_PER_CALL, async (batch) => {
      const found = await describeTags(aws, batch);
      return new Map(found.map(({ ResourceArn = '', Tags = [] }) => [ResourceArn, toTags(Tags)]));
    }),
  ]);
  return new Map([...groups].map(([arn, group]) => [arn, join(group, tags.get(arn))]));
}

/** Reads the tags of one group again, for the seal among them. */
export function observeTags(aws: Aws, arn: string): Promise<Reading<Tags>> {
  return attempt(async () => {
    const found = (await describeTags(aws, [arn])).find(({ ResourceArn }) => ResourceArn === arn);
    return toTags(given(found?.Tags, `Tags of ${arn}`));
  });
}

function join(group: Reading<TargetGroup>, tags: Reading<Tags> | undefined): Reading<TaggedGroup> {
  if (group.kind === 'unread') return group;
  if (tags === undefined) throw new Error(`no tags were asked for of ${group.value.arn}`);
  return tags.kind === 'unread' ? tags : read({ group: group.value, tags: tags.value });
}

/** A target group in our words. */
export function toGroup(raw: elbv2.TargetGroup): TargetGroup {
  const arn = raw.TargetGroupArn ?? '';
  const loadBalancerArn = raw.LoadBalancerArns?.[0];
  return {
    arn,
    ...parseArn(arn),
    vpcId: raw.VpcId ?? '',
    type: raw.TargetType ?? '',
    protocol: raw.Protocol ?? '',
    port: raw.Port ?? 0,
    family: raw.IpAddressType === 'ipv6' ? 'ipv6' : 'ipv4',
    ...(loadBalancerArn !== undefined && { loadBalancerArn }),
  };
}

function toTags(tags: readonly elbv2.Tag[]): Tags {
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}
