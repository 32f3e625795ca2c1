import {
  DeregisterTargetsCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  type LoadBalancer,
  RegisterTargetsCommand,
  type TagDescription,
  type TargetDescription,
  type TargetGroup,
  type TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Aws, callOptions } from './clients.ts';
import { doing, given } from './failure.ts';
import { readAllPages } from './paging.ts';

export type {
  LoadBalancer,
  LoadBalancerAddress,
  Tag,
  TargetGroup,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';

/** Resources one DescribeTags accepts: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html */
export const TAGS_PER_CALL = 20;
/** Targets sent in one call. AWS documents no maximum; the AWS Load Balancer Controller sends 200. */
export const TARGETS_PER_CALL = 200;

/** Target groups by ARN. AWS rejects the whole call when it does not know one of them. */
export function describeGroups(aws: Aws, arns: readonly string[]): Promise<readonly TargetGroup[]> {
  return doing(`reading ${arns.length === 1 ? arns[0] : `${arns.length} target groups`}`, () =>
    readAllPages(async (token) => {
      const answer = await aws.elbv2.send(
        new DescribeTargetGroupsCommand({ TargetGroupArns: [...arns], Marker: token }),
        callOptions(aws),
      );
      return { items: given(answer.TargetGroups, 'TargetGroups'), next: answer.NextMarker };
    }),
  );
}

/** Every target group of the account in the Region. */
export function listGroups(aws: Aws): Promise<readonly TargetGroup[]> {
  return doing('listing the target groups', () =>
    readAllPages(async (token) => {
      const answer = await aws.elbv2.send(new DescribeTargetGroupsCommand({ Marker: token }), callOptions(aws));
      return { items: given(answer.TargetGroups, 'TargetGroups'), next: answer.NextMarker };
    }),
  );
}

/** The tags of up to {@link TAGS_PER_CALL} resources. */
export function describeTags(aws: Aws, arns: readonly string[]): Promise<readonly TagDescription[]> {
  return doing(`reading the tags of ${arns.length === 1 ? arns[0] : `${arns.length} target groups`}`, async () => {
    const answer = await aws.elbv2.send(new DescribeTagsCommand({ ResourceArns: [...arns] }), callOptions(aws));
    return given(answer.TagDescriptions, 'TagDescriptions');
  });
}

/** Every target of a group with its health; the call does not page. */
export function describeTargets(aws: Aws, groupArn: string): Promise<readonly TargetHealthDescription[]> {
  return doing(`reading the targets of ${groupArn}`, async () => {
    const answer = await aws.elbv2.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: groupArn }),
      callOptions(aws),
    );
    return given(answer.TargetHealthDescriptions, 'TargetHealthDescriptions');
  });
}

/** One load balancer, by ARN. */
export function describeLoadBalancer(aws: Aws, arn: string): Promise<LoadBalancer | undefined> {
  return doing(`reading ${arn}`, async () => {
    const answer = await aws.elbv2.send(
      new DescribeLoadBalancersCommand({ LoadBalancerArns: [arn] }),
      callOptions(aws),
    );
    return answer.LoadBalancers?.[0];
  });
}

/** Load balancers one call accepts: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeLoadBalancers.html */
export const LOAD_BALANCERS_PER_CALL = 20;

/** Up to {@link LOAD_BALANCERS_PER_CALL} load balancers by ARN. AWS rejects the whole call when it does not know one of them. */
export function describeLoadBalancers(aws: Aws, arns: readonly string[]): Promise<readonly LoadBalancer[]> {
  return doing(`reading ${arns.length === 1 ? arns[0] : `${arns.length} load balancers`}`, () =>
    readAllPages(async (token) => {
      const answer = await aws.elbv2.send(
        new DescribeLoadBalancersCommand({ LoadBalancerArns: [...arns], Marker: token }),
        callOptions(aws),
      );
      return { items: given(answer.LoadBalancers, 'LoadBalancers'), next: answer.NextMarker };
    }),
  );
}

/** The attributes of a load balancer, by key. */
export function describeLoadBalancerAttributes(aws: Aws, arn: string): Promise<ReadonlyMap<string, string>> {
  return doing(`reading the attributes of ${arn}`, async () => {
    const answer = await aws.elbv2.send(
      new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: arn }),
      callOptions(aws),
    );
    return toMap(given(answer.Attributes, 'Attributes'));
  });
}

/** The attributes of a target group, by key. */
export function describeGroupAttributes(aws: Aws, arn: string): Promise<ReadonlyMap<string, string>> {
  return doing(`reading the attributes of ${arn}`, async () => {
    const answer = await aws.elbv2.send(
      new DescribeTargetGroupAttributesCommand({ TargetGroupArn: arn }),
      callOptions(aws),
    );
    return toMap(given(answer.Attributes, 'Attributes'));
  });
}

/** Registers targets. AWS rejects the whole call for one invalid target. */
export async function registerTargets(
  aws: Aws,
  groupArn: string,
  targets: readonly TargetDescription[],
): Promise<void> {
  await doing(`registering ${nameTargets(targets)} in ${groupArn}`, () =>
    aws.elbv2.send(new RegisterTargetsCommand({ TargetGroupArn: groupArn, Targets: [...targets] }), callOptions(aws)),
  );
}

/** Deregisters targets. AWS answers success for one it does not know, so the caller reads back. */
export async function deregisterTargets(
  aws: Aws,
  groupArn: string,
  targets: readonly TargetDescription[],
): Promise<void> {
  await doing(`deregistering ${nameTargets(targets)} from ${groupArn}`, () =>
    aws.elbv2.send(new DeregisterTargetsCommand({ TargetGroupArn: groupArn, Targets: [...targets] }), callOptions(aws)),
  );
}

function toMap(
  attributes: readonly { Key?: string | undefined; Value?: string | undefined }[],
): ReadonlyMap<string, string> {
  return new Map(attributes.map(({ Key = '', Value = '' }) => [Key, Value]));
}

function nameTargets(targets: readonly TargetDescription[]): string {
  return targets.length <= 3 ? targets.map(({ Id }) => Id).join(', ') : `${targets.length} targets`;
}
