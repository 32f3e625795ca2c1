import { describe, expect, it } from 'vitest';
import { read } from '../../controller/model/reading.ts';
import { observeOutside } from '../../controller/observe/outside.ts';
import { type AlbStage, setAlbStage } from '../scenarios/alb-stage.ts';
import { between, losesNode } from '../scenarios/alb-happenings.ts';
import { group } from './builders.ts';
import { clientsOf, operations } from './staged.ts';

const outsideOf = ({ cloud, vpcId, group: made, loadBalancer }: AlbStage): ReturnType<typeof observeOutside> =>
  observeOutside(clientsOf(cloud), group({ arn: made.arn, vpcId, loadBalancerArn: loadBalancer.arn }));

describe('what registering outside the group’s VPC rests on', () => {
  it('is cross-zone as it is in force, and the blocks of the group’s VPC', async () => {
    const stage = setAlbStage({ where: 'other-vpc' });
    expect(await outsideOf(stage)).toEqual({ crossZone: read('on'), groupBlocks: read(['10.0.0.0/16']) });
    expect(stage.cloud.calls.at(-1)?.account).toBe(stage.cloud.settings.account);
  });

  it('is read of a VPC that is shared with the group’s account as of its own', async () => {
    expect((await outsideOf(setAlbStage({ where: 'shared-with-us' }))).groupBlocks).toEqual(read(['10.0.0.0/16']));
  });

  it.each([
    ['DescribeVpcs', 'deny', { crossZone: { kind: 'read' }, groupBlocks: { problem: { kind: 'denied' } } }],
    ['DescribeVpcs', 'empty', { crossZone: { kind: 'read' }, groupBlocks: { problem: { kind: 'transient' } } }],
    ['DescribeTargetGroupAttributes', 'deny', { crossZone: { kind: 'unread' }, groupBlocks: { kind: 'read' } }],
  ] as const)('is unread each by itself: %s meets %s', async (operation, fault, expected) => {
    const stage = setAlbStage({ where: 'other-vpc' });
    stage.cloud.faults.add({ operation, fault });
    expect(await outsideOf(stage)).toMatchObject(expected);
  });
});

describe('a pass', () => {
  it.each([
    ['outside, in sync', 'other-vpc', 0],
    ['outside, something missing or surplus', 'other-vpc', 1],
    ['inside, something missing or surplus', 'same-vpc', 0],
  ] as const)('over a source %s reads them so often: %#', async (what, where, reads) => {
    const stage = setAlbStage({ where, nodes: 2 });
    if (!what.includes('in sync')) {
      losesNode(stage);
      stage.cloud.advance(30);
    }
    const { calls } = await stage.pass();
    expect(operations(calls).filter((operation) => operation === 'DescribeVpcs')).toHaveLength(reads);
  });

  it('reads them for the pass in which a target becomes surplus, and not after', async () => {
    const stage = setAlbStage({ where: 'other-vpc', nodes: 2 });
    const passes = await between(stage, () => losesNode(stage), 2);
    const reads = passes.map(({ calls }) => operations(calls).includes('DescribeVpcs'));
    expect(reads).toEqual([false, true, false]);
  });
});
