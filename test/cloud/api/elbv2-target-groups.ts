import type { Params } from '../wire/form.ts';
import type { XmlRecord } from '../wire/xml.ts';
import { AwsError } from '../world/aws-error.ts';
import { loadBalancerOf } from '../world/load-balancers.ts';
import type { HealthCheck, TargetGroup, World } from '../world/state.ts';
import * as targetGroups from '../world/target-groups.ts';
import { findVpc } from './ec2-networks.ts';
import { findLoadBalancer, findTargetGroup, owned } from './elbv2-find.ts';
import { renderAttributes } from './elbv2-load-balancers.ts';
import type { Operation } from './operation.ts';
import { ELB_PAGING, page } from './paging.ts';
import { integer, oneOf, pairs, record, requiredText, text, texts } from './params.ts';

export const createTargetGroup: Operation = (world, caller, params) => {
  const targetType = text(params, 'TargetType');
  if (targetType !== 'ip' && targetType !== 'alb') {
    throw new AwsError('ValidationError', 'This cloud has target groups of the types ip and alb only.');
  }
  const port = integer(params, 'Port');
  if (port === undefined) throw new AwsError('ValidationError', 'A port must be specified');
  const group = targetGroups.createTargetGroup(world, {
    name: requiredText(params, 'Name'),
    vpc: findVpc(world, caller, requiredText(params, 'VpcId')),
    ownerId: caller.account,
    protocol: requiredText(params, 'Protocol'),
    port,
    targetType,
    family: oneOf(params, 'IpAddressType', ['ipv4', 'ipv6']),
    check: readCheck(params),
  });
  targetGroups.addTags(world, group.arn, pairs(params, 'Tags'));
  return { TargetGroups: [render(world, group)] };
};

/** An unknown ARN or name fails the whole call. */
export const describeTargetGroups: Operation = (world, caller, params) => {
  const arns = texts(params, 'TargetGroupArns');
  const names = texts(params, 'Names');
  const loadBalancerArn = text(params, 'LoadBalancerArn');
  const all = owned(world.targetGroups, caller);
  if (names.some((name) => !all.some((group) => group.name === name))) {
    throw new AwsError('TargetGroupNotFound', 'One or more target groups not found');
  }
  const user = loadBalancerArn === undefined ? undefined : findLoadBalancer(world, caller, loadBalancerArn);
  const chosen = (arns.length > 0 ? arns.map((arn) => findTargetGroup(world, caller, arn)) : all)
    .filter(({ name }) => names.length === 0 || names.includes(name))
    .filter((group) => user === undefined || loadBalancerOf(world, group) === user);
  const { items, next } = page(chosen, params, ELB_PAGING);
  return { TargetGroups: items.map((group) => render(world, group)), NextMarker: next };
};

export const deleteTargetGroup: Operation = (world, caller, params) => {
  targetGroups.deleteTargetGroup(world, findTargetGroup(world, caller, requiredText(params, 'TargetGroupArn')));
  return {};
};

export const describeTargetGroupAttributes: Operation = (world, caller, params) => {
  const { attributes } = findTargetGroup(world, caller, requiredText(params, 'TargetGroupArn'));
  return { Attributes: renderAttributes(attributes) };
};

export const modifyTargetGroupAttributes: Operation = (world, caller, params) => {
  const { attributes } = findTargetGroup(world, caller, requiredText(params, 'TargetGroupArn'));
  for (const [key, value] of Object.entries(pairs(params, 'Attributes'))) attributes.set(key, value);
  return { Attributes: renderAttributes(attributes) };
};

function readCheck(params: Params): Partial<HealthCheck> {
  const read = {
    protocol: text(params, 'HealthCheckProtocol'),
    port: text(params, 'HealthCheckPort'),
    path: text(params, 'HealthCheckPath'),
    matcher: text(record(params, 'Matcher'), 'HttpCode'),
    intervalSeconds: integer(params, 'HealthCheckIntervalSeconds'),
    timeoutSeconds: integer(params, 'HealthCheckTimeoutSeconds'),
    healthyThreshold: integer(params, 'HealthyThresholdCount'),
    unhealthyThreshold: integer(params, 'UnhealthyThresholdCount'),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

function render(world: World, group: TargetGroup): XmlRecord {
  const { check } = group;
  const user = loadBalancerOf(world, group);
  return {
    TargetGroupArn: group.arn,
    TargetGroupName: group.name,
    Protocol: group.protocol,
    Port: group.port,
    VpcId: group.vpc.id,
    HealthCheckProtocol: check.protocol,
    HealthCheckPort: check.port,
    HealthCheckEnabled: check.enabled,
    HealthCheckIntervalSeconds: check.intervalSeconds,
    HealthCheckTimeoutSeconds: check.timeoutSeconds,
    HealthyThresholdCount: check.healthyThreshold,
    UnhealthyThresholdCount: check.unhealthyThreshold,
    HealthCheckPath: check.path,
    Matcher: check.matcher === undefined ? undefined : { HttpCode: check.matcher },
    LoadBalancerArns: user === undefined ? [] : [user.arn],
    TargetType: group.targetType,
    IpAddressType: group.family,
  };
}
