import { describe, expect, it } from 'vitest';
import { read, type Reading, unread } from '../../controller/model/reading.ts';
import type { Subnet } from '../../controller/model/network.ts';
import type { Reach } from '../../controller/model/target-group.ts';
import { observeCrossZone, observeReach } from '../../controller/observe/reach.ts';
import { setStage, type Stage } from '../scenarios/stage.ts';
import { group, problem, subnet, unattached } from './builders.ts';
import { clientsOf, operations } from './staged.ts';

/** The stage's subnets as read, all of them or the first few. */
const subnetsOf = ({ subnetIds }: Stage, count = subnetIds.length): Reading<readonly Subnet[]> =>
  read(subnetIds.slice(0, count).map((id, index) => subnet(index === 0 ? 1 : 2, { id })));

async function reachOf(stage: Stage, subnets = subnetsOf(stage)): Promise<Reading<Reach> | undefined> {
  const { cloud, vpcId, loadBalancer } = stage;
  const facing = group({ arn: stage.group.arn, vpcId, loadBalancerArn: loadBalancer.arn });
  return (await observeReach(clientsOf(cloud), facing, { subnets })).reach;
}

describe('the zones of a load balancer', () => {
  it('are those of its subnets', async () => {
    expect(await reachOf(setStage())).toEqual(read({ enabledZoneIds: ['euw1-az1', 'euw1-az2'], crossZone: true }));
  });

  it('take a reading of cross-zone that there is already, and read none of their own', async () => {
    const stage = setStage();
    const facing = group({ arn: stage.group.arn, vpcId: stage.vpcId, loadBalancerArn: stage.loadBalancer.arn });
    const known = { subnets: subnetsOf(stage), crossZone: read('off' as const) };
    const { reach } = await observeReach(clientsOf(stage.cloud), facing, known);
    expect(reach).toMatchObject({ value: { crossZone: false } });
    expect(operations(stage.cloud.calls)).toEqual(['DescribeLoadBalancers']);
  });

  it('are unread with the subnets, and nothing is asked', async () => {
    const stage = setStage();
    const denied = unread(problem({ kind: 'denied' }));
    expect(await reachOf(stage, denied)).toBe(denied);
    expect(stage.cloud.calls).toEqual([]);
  });

  it('are unread where one lies in a subnet that is not of the group’s VPC', async () => {
    const stage = setStage();
    expect(await reachOf(stage, subnetsOf(stage, 1))).toMatchObject({
      kind: 'unread',
      problem: { code: 'IncompleteAnswer', message: `1 of its 2 zones lie in subnets of ${stage.vpcId}` },
    });
  });

  it('are unread where AWS names none', async () => {
    const stage = setStage();
    stage.cloud.faults.add({ operation: 'DescribeLoadBalancers', fault: 'empty' });
    expect(await reachOf(stage)).toMatchObject({
      kind: 'unread',
      problem: { message: `0 of its 0 zones lie in subnets of ${stage.vpcId}` },
    });
  });

  it.each(['DescribeLoadBalancers', 'DescribeTargetGroupAttributes', 'DescribeLoadBalancerAttributes'])(
    'are unread where %s is denied',
    async (operation) => {
      const stage = setStage();
      stage.cloud.faults.add({ operation, fault: 'deny' });
      expect(await reachOf(stage)).toMatchObject({ kind: 'unread', problem: { kind: 'denied' } });
    },
  );

  it('are no question of a group attached to nothing', async () => {
    const { cloud } = setStage();
    expect(await observeReach(clientsOf(cloud), unattached(), { subnets: read([]) })).toEqual({});
    expect(cloud.calls).toEqual([]);
  });
});

it.each([
  ['true', ['DescribeLoadBalancers', 'DescribeTargetGroupAttributes']],
  [
    'use_load_balancer_configuration',
    ['DescribeLoadBalancerAttributes', 'DescribeLoadBalancers', 'DescribeTargetGroupAttributes'],
  ],
])('cross-zone of the group %s takes the calls %j', async (value, calls) => {
  const stage = setStage();
  stage.cloud.setTargetGroupAttributes(stage.group.arn, { 'load_balancing.cross_zone.enabled': value });
  await reachOf(stage);
  expect(operations(stage.cloud.calls).toSorted()).toEqual(calls);
});

describe('cross-zone as it is in force', () => {
  const KEY = 'load_balancing.cross_zone.enabled';

  it.each([
    ['true', false, 'on', ['DescribeTargetGroupAttributes']],
    ['false', true, 'off', ['DescribeTargetGroupAttributes']],
    [
      'use_load_balancer_configuration',
      true,
      'on',
      ['DescribeTargetGroupAttributes', 'DescribeLoadBalancerAttributes'],
    ],
    [
      'use_load_balancer_configuration',
      false,
      'off',
      ['DescribeTargetGroupAttributes', 'DescribeLoadBalancerAttributes'],
    ],
  ])('of a group %s behind a load balancer %s is %s', async (own, crossZone, expected, calls) => {
    const { cloud, group: made, vpcId, loadBalancer } = setStage({ crossZone });
    cloud.setTargetGroupAttributes(made.arn, { [KEY]: own });
    const facing = group({ arn: made.arn, vpcId, loadBalancerArn: loadBalancer.arn });
    expect(await observeCrossZone(clientsOf(cloud), facing)).toEqual(read(expected));
    expect(operations(cloud.calls)).toEqual(calls);
  });

  it.each([
    ['true', 'on'],
    ['false', 'off'],
    ['use_load_balancer_configuration', 'undecided'],
  ])('of a group %s that is attached to nothing is %s', async (own, expected) => {
    const { cloud, group: made } = setStage({ attached: false });
    cloud.setTargetGroupAttributes(made.arn, { [KEY]: own });
    expect(await observeCrossZone(clientsOf(cloud), unattached({ arn: made.arn }))).toEqual(read(expected));
  });

  it.each([
    ['DescribeTargetGroupAttributes', 'deny'],
    ['DescribeLoadBalancerAttributes', 'deny'],
    ['DescribeTargetGroupAttributes', 'empty'],
    ['DescribeLoadBalancerAttributes', 'empty'],
  ] as const)('is unread, not off, where %s meets %s', async (operation, fault) => {
    const { cloud, group: made, loadBalancer } = setStage();
    cloud.faults.add({ operation, fault });
    const facing = group({ arn: made.arn, loadBalancerArn: loadBalancer.arn });
    expect((await observeCrossZone(clientsOf(cloud), facing)).kind).toBe('unread');
  });
});
