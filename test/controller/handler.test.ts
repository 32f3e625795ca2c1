import { describe, expect, it } from 'vitest';
import type { Cloud } from '../cloud/cloud.ts';
import { invoke, type Pass, setStage } from '../scenarios/stage.ts';
import { manyBindings } from './staged.ts';

const run = (cloud: Cloud, bindings: readonly unknown[], asOf?: string): Promise<Pass> =>
  invoke(cloud, () => ({ asOf: asOf ?? cloud.clock.now().toISOString(), bindings }));
const words = ({ outcomes }: Pass): readonly string[] => outcomes.map(({ outcome }) => outcome);

describe('in sync', () => {
  it.each([
    [1, 5],
    [20, 24],
    [21, 26],
  ])('%d bindings cost %d calls and no write', async (count, calls) => {
    const { cloud, bindings } = manyBindings(count);
    const pass = await run(cloud, bindings);
    expect(new Set(words(pass))).toEqual(new Set(['in-sync']));
    expect(pass.calls).toHaveLength(calls);
    expect(pass.writes).toEqual([]);
  });

  it('a second Region costs four calls more', async () => {
    const { cloud, bindings } = manyBindings(2, ['eu-west-1', 'us-east-1']);
    const pass = await run(cloud, bindings);
    expect(words(pass)).toEqual(['in-sync', 'in-sync']);
    expect(pass.calls).toHaveLength(6 + 4);
  });
});

describe('one binding in trouble', () => {
  it('suffers alone when AWS does not know its endpoint', async () => {
    const { cloud, bindings } = manyBindings(3);
    const gone = 'vpce-0dead0dead0dead00';
    cloud.seal(String(bindings[1]?.targetGroupArn), 'binding-1', gone);
    const pass = await run(cloud, [bindings[0], { ...bindings[1], source: { vpcEndpointId: gone } }, bindings[2]]);
    expect(words(pass)).toEqual(['in-sync', 'refused', 'in-sync']);
    expect(pass.outcomes[1]?.refusal?.reason).toContain('InvalidVpcEndpointId.NotFound');
    expect(pass.fault).toBeUndefined();
  });

  it('suffers alone when AWS does not know its group', async () => {
    const { cloud, bindings } = manyBindings(3);
    const arn = String(bindings[1]?.targetGroupArn).replace('g1', 'gone');
    const pass = await run(cloud, [bindings[0], { ...bindings[1], targetGroupArn: arn }, bindings[2]]);
    expect(words(pass)).toEqual(['in-sync', 'refused', 'in-sync']);
    expect(pass.outcomes[1]?.refusal?.reason).toContain('TargetGroupNotFound');
  });

  it('costs the others few calls: a rejected batch is halved, not read one by one', async () => {
    const { cloud, bindings } = manyBindings(32);
    const arn = String(bindings[7]?.targetGroupArn).replace('g7', 'gone');
    const broken = bindings.map((binding, index) => (index === 7 ? { ...binding, targetGroupArn: arn } : binding));
    const { calls } = await run(cloud, broken);
    const reads = calls.filter(({ operation }) => operation === 'DescribeTargetGroups');
    expect(reads.length).toBeLessThanOrEqual(1 + 2 * 5);
  });

  it('faults alone, the others are returned, and the invocation fails with its cause', async () => {
    const { cloud, bindings } = manyBindings(3);
    const arn = bindings[1]?.targetGroupArn;
    cloud.faults.add({
      operation: 'DescribeTargetHealth',
      fault: 'health-unavailable',
      match: ({ TargetGroupArn }) => TargetGroupArn === arn,
    });
    const pass = await run(cloud, bindings);
    expect(words(pass)).toEqual(['in-sync', 'faulted', 'in-sync']);
    expect(pass.fault?.message).toContain('1 of 3 bindings faulted: binding-1: reading the targets of');
    expect(pass.fault?.cause).toBeInstanceOf(AggregateError);
    expect(pass.log).toMatchObject([{ message: 'sync pass' }, { message: 'binding', binding: 'binding-1' }]);
  });
});

describe('the deadline', () => {
  it('ends a pass after 45 s, not before, although every listing hangs; what was not reached has faulted', async () => {
    const { cloud, bindings } = manyBindings(12);
    cloud.faults.add({ operation: 'DescribeTargetHealth', fault: 'hang' });
    const before = cloud.clock.now().getTime();
    const pass = await run(cloud, bindings);
    expect(new Set(words(pass))).toEqual(new Set(['faulted']));
    expect(pass.fault?.message).toContain('it ran out of time');
    // The call that was under way at the deadline ends its four seconds here; on a network the signal ends it at once.
    const seconds = (cloud.clock.now().getTime() - before) / 1000;
    expect(seconds).toBeGreaterThanOrEqual(45);
    expect(seconds).toBeLessThan(45 + 4);
  });
});

describe('the payload', () => {
  it.each([
    ['without asOf', undefined],
    ['with the keyword that nobody replaced', '<aws.scheduler.scheduled-time>'],
    ['three minutes old', '2025-12-31T23:57:00Z'],
  ])('%s is refused without a call, for every binding', async (_, asOf) => {
    const { cloud, bindings } = manyBindings(2);
    const pass = await invoke(cloud, () => ({ ...(asOf !== undefined && { asOf }), bindings }));
    expect(words(pass)).toEqual(['refused', 'refused']);
    expect(pass.calls).toEqual([]);
    expect(pass.fault).toBeUndefined();
  });

  it.each([
    ['no document', null],
    ['an empty document', {}],
    ['an unknown key', { bindings: [], extra: 1 }],
  ])('that is %s throws before any call', async (_, event) => {
    const { cloud } = manyBindings(1);
    await expect(invoke(cloud, () => event)).rejects.toThrow('The event is not a usable binding document');
    expect(cloud.calls).toEqual([]);
  });
});

describe('a plan', () => {
  const drifting = (): { cloud: Cloud; bindings: readonly unknown[] } => {
    const { cloud, group, endpoint } = setStage();
    cloud.deregister(group.arn, endpoint.ips.slice(0, 1));
    const source = { vpcEndpointId: endpoint.id };
    return { cloud, bindings: [{ name: 'public-api', targetGroupArn: group.arn, source }] };
  };

  it.each([
    ['without a time', undefined],
    ['with the keyword that nobody replaced', '<aws.scheduler.scheduled-time>'],
    ['a year old', '2025-01-01T00:00:00Z'],
  ])('of a document %s is made now, and nothing is written', async (_, asOf) => {
    const { cloud, bindings } = drifting();
    const pass = await invoke(cloud, () => ({ plan: { ...(asOf !== undefined && { asOf }), bindings } }));
    expect(pass.outcomes).toMatchObject([{ outcome: 'planned', plan: { register: ['10.0.1.11:443'] } }]);
    expect(pass.writes).toEqual([]);
    expect(pass.log).toMatchObject([{ message: 'plan' }, { message: 'binding', outcome: 'planned' }]);
    expect(pass.measurements).toEqual([]);
  });

  it('fails the invocation where a binding faults, as a pass does', async () => {
    const { cloud, bindings } = drifting();
    cloud.faults.add({ operation: 'DescribeTargetHealth', fault: 'health-unavailable' });
    const pass = await invoke(cloud, () => ({ plan: { bindings } }));
    expect(pass.fault?.message).toContain('1 of 1 bindings faulted');
  });

  it.each([
    ['of what is no document', (): unknown => ({ plan: null })],
    ['beside a document', (bindings: readonly unknown[]): unknown => ({ plan: { bindings }, bindings })],
  ])('%s throws before any call', async (_, event) => {
    const { cloud, bindings } = drifting();
    await expect(invoke(cloud, () => event(bindings))).rejects.toThrow('The event is not a usable binding document');
    expect(cloud.calls).toEqual([]);
  });
});

describe('denied', () => {
  it.each([
    ['DescribeVpcEndpoints', 'source-unreadable'],
    ['DescribeNetworkInterfaces', 'source-unreadable'],
    ['DescribeTargetGroups', 'group-unreadable'],
    ['DescribeTags', 'group-unreadable'],
    ['DescribeTargetHealth', 'group-unreadable'],
  ])('%s leads to a refusal %s and no write', async (operation, code) => {
    const stage = setStage();
    stage.cloud.deregister(stage.group.arn, stage.endpoint.ips.slice(0, 1));
    stage.cloud.faults.add({ operation, fault: 'deny' });
    const pass = await stage.pass();
    expect(pass.outcomes[0]).toMatchObject({ outcome: 'refused', refusal: { code } });
    expect(pass.writes).toEqual([]);
  });

  it.each([
    'DescribeSubnets',
    'DescribeNetworkInterfaces',
    'DescribeVpcEndpoints',
    'DescribeLoadBalancers',
    'DescribeTargetGroupAttributes',
    'DescribeLoadBalancerAttributes',
  ])('%s, when a retired target has to be judged, leads to no removal; allowed, to one', async (operation) => {
    const stage = setStage();
    const { created } = stage.cloud.replaceEndpoint(stage.endpoint.id, { deleteAfterSeconds: 'never' });
    stage.moveTo(created.id);
    stage.cloud.register(stage.group.arn, created.ips);
    stage.cloud.setHealthy(stage.group.arn);
    const lift = stage.cloud.faults.add({ operation, fault: 'deny' });
    const denied = await stage.pass();
    expect(denied.writes).toEqual([]);
    expect(['blocked', 'refused']).toContain(words(denied)[0]);

    lift();
    const allowed = await stage.pass();
    expect(allowed.writes.map((call) => call.operation)).toEqual(['DeregisterTargets']);
  });
});
