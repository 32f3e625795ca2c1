import { describe, expect, it } from 'vitest';
import { readBack } from '../../controller/apply.ts';
import { setStage, type Stage } from '../scenarios/stage.ts';
import { deskOf, operations, outcome, replaced } from './staged.ts';

const wrote = ({ cloud }: Stage): boolean => cloud.calls.some((call) => call.write);

/** How many seconds a pass took. */
async function secondsOf({ cloud }: Stage, act: () => Promise<unknown>): Promise<number> {
  const before = cloud.clock.now().getTime();
  await act();
  return (cloud.clock.now().getTime() - before) / 1000;
}

/** One zone, whose replacement is healthy: its one retired target is ready to go. */
function readyToGo(): { stage: Stage; retired: string } {
  const { stage, ips } = replaced({ zones: 1 });
  stage.cloud.register(stage.group.arn, ips);
  stage.cloud.setHealthy(stage.group.arn);
  return { stage, retired: `${stage.endpoint.ips[0]}:443` };
}

describe('reading back a registration', () => {
  it('takes one listing when AWS shows the change at once', async () => {
    const { stage } = replaced();
    const { calls } = await stage.pass();
    expect(operations(calls).filter((operation) => operation === 'DescribeTargetHealth')).toHaveLength(2);
  });

  it('confirms a change that shows after 4 s at 6 s: it looks every 3 s', async () => {
    const { stage } = replaced();
    const shownAt = stage.cloud.clock.now().getTime() + 4_000;
    stage.cloud.faults.add({
      operation: 'DescribeTargetHealth',
      fault: 'stale',
      match: (_, { at }) => at.getTime() < shownAt,
    });
    const seconds = await secondsOf(stage, async () => {
      const pass = await stage.pass();
      expect(pass.outcomes[0]?.changes.unconfirmed).toEqual([]);
      expect(operations(pass.calls).filter((operation) => operation === 'DescribeTargetHealth')).toHaveLength(1 + 3);
    });
    expect(seconds).toBe(6);
  });

  it('reports what AWS accepted and never showed, after 15 s', async () => {
    const { stage, ips } = replaced();
    stage.cloud.faults.add({ operation: 'RegisterTargets', fault: 'lies' });
    const seconds = await secondsOf(stage, async () => {
      const pass = await stage.pass();
      expect(pass.outcomes[0]?.changes.unconfirmed).toEqual(ips.map((ip) => `${ip}:443`));
      expect(outcome(pass)).toBe('waiting');
      expect(pass.outcomes[0]?.reasons[0]?.state).toBe('unconfirmed');
    });
    expect(seconds).toBe(15);
  });

  it('finds a registration that landed although the call failed', async () => {
    const { stage, ips } = replaced();
    stage.cloud.faults.add({ operation: 'RegisterTargets', fault: 'lands-then-fails', times: 1 });
    const pass = await stage.pass();
    expect(pass.fault).toBeUndefined();
    expect(pass.outcomes[0]?.changes).toMatchObject({ registered: ips.map((ip) => `${ip}:443`), unconfirmed: [] });
  });

  it('that fails is a fault, and removes nothing', async () => {
    const { stage } = replaced();
    stage.cloud.faults.add({
      operation: 'DescribeTargetHealth',
      fault: 'health-unavailable',
      match: () => wrote(stage),
    });
    const pass = await stage.pass();
    expect(outcome(pass)).toBe('faulted');
    expect(operations(pass.writes)).toEqual(['RegisterTargets']);
  });

  it('stops at the deadline of the pass: what is not shown by then is unconfirmed', async () => {
    const stage = setStage();
    const { cloud } = stage;
    const missing = { ip: '10.0.1.99', port: 443 };
    const signal = cloud.clock.abortAt(new Date(cloud.clock.now().getTime() + 5_000));
    const desk = deskOf(stage, signal);
    const seconds = await secondsOf(stage, async () => {
      const { targets, unconfirmed } = await readBack(desk, { present: [missing], absent: [] });
      expect(unconfirmed).toEqual([missing]);
      expect(targets.kind).toBe('unread');
    });
    expect(seconds).toBe(6);
    expect(operations(cloud.calls)).toEqual(['DescribeTargetHealth', 'DescribeTargetHealth']);
  });
});

describe('reading back a deregistration', () => {
  it('that AWS carried out confirms it', async () => {
    const { stage, retired } = readyToGo();
    const pass = await stage.pass();
    expect(outcome(pass)).toBe('changed');
    expect(pass.outcomes[0]?.changes).toEqual({ registered: [], deregistered: [retired], unconfirmed: [] });
  });

  it('that AWS only claims names the target, and the pass waits', async () => {
    const { stage, retired } = readyToGo();
    stage.cloud.faults.add({ operation: 'DeregisterTargets', fault: 'lies' });
    const pass = await stage.pass();
    expect(outcome(pass)).toBe('waiting');
    expect(pass.outcomes[0]?.changes).toEqual({ registered: [], deregistered: [retired], unconfirmed: [retired] });
  });

  it('that fails is a fault, and leaves the target unconfirmed', async () => {
    const { stage, retired } = readyToGo();
    stage.cloud.faults.add({ operation: 'DescribeTargetHealth', fault: 'deny', match: () => wrote(stage) });
    const pass = await stage.pass();
    expect(outcome(pass)).toBe('faulted');
    expect(pass.outcomes[0]?.faults[0]?.reason).toContain(`reading the targets of ${stage.group.arn} failed`);
    expect(pass.outcomes[0]?.changes).toEqual({ registered: [], deregistered: [retired], unconfirmed: [retired] });
  });
});

it('health is what was read after the writes, drift what was found before them', async () => {
  const stage = setStage();
  const [first = '', second = ''] = stage.endpoint.ips;
  stage.cloud.deregister(stage.group.arn, [first, second]);
  stage.cloud.advance(400);
  stage.cloud.register(stage.group.arn, [first]);
  // It takes 90 s to become healthy; a registration that never shows is read back for 15 s.
  stage.cloud.advance(80);
  stage.cloud.faults.add({ operation: 'RegisterTargets', fault: 'lies' });
  const [report] = (await stage.pass()).outcomes;
  expect(report?.health).toEqual({ desired: 2, healthy: 1 });
  expect(report?.drift.missing).toEqual([`${second}:443`]);
});
