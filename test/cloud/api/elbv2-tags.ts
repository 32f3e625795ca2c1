import type { Params } from '../wire/form.ts';
import { AwsError } from '../world/aws-error.ts';
import type { World } from '../world/state.ts';
import * as targetGroups from '../world/target-groups.ts';
import { findListener, findLoadBalancer, findTargetGroup } from './elbv2-find.ts';
import type { Caller, Operation } from './operation.ts';
import { pairs, texts } from './params.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html */
const MAX_RESOURCES = 20;

export const addTags: Operation = (world, caller, params) => {
  for (const arn of existing(world, caller, params)) targetGroups.addTags(world, arn, pairs(params, 'Tags'));
  return {};
};

export const removeTags: Operation = (world, caller, params) => {
  for (const arn of existing(world, caller, params)) {
    for (const key of texts(params, 'TagKeys')) world.tags.get(arn)?.delete(key);
  }
  return {};
};

/** One unknown ARN fails the whole call. */
export const describeTags: Operation = (world, caller, params) => {
  const arns = existing(world, caller, params);
  if (arns.length > MAX_RESOURCES) {
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value at 'resourceArns' failed to satisfy constraint: Member must have length less than or equal to ${MAX_RESOURCES}`,
    );
  }
  const tagsOf = (arn: string) => [...(world.tags.get(arn) ?? [])].map(([Key, Value]) => ({ Key, Value }));
  return { TagDescriptions: arns.map((arn) => ({ ResourceArn: arn, Tags: tagsOf(arn) })) };
};

function existing(world: World, caller: Caller, params: Params): readonly string[] {
  return texts(params, 'ResourceArns').map((arn) => {
    if (arn.includes(':targetgroup/')) return findTargetGroup(world, caller, arn).arn;
    if (arn.includes(':listener/')) return findListener(world, caller, arn).arn;
    return findLoadBalancer(world, caller, arn).arn;
  });
}
