import { describe, expect, it } from 'vitest';
import type { Stage } from '../scenarios/stage.ts';
import { operations, replaced } from './staged.ts';

const OTHER = 'vpce-0123456789abcdef0';

/** Lets something happen in the middle of a pass: right after the n-th call of an operation was answered. */
function afterCall({ cloud }: Stage, operation: string, count: number, happens: () => void): void {
  let seen = 0;
  cloud.faults.add({
    fault: 'deny',
    match: (_, request) => {
      if (seen === count) happens();
      if (seen === count) seen += 1;
      if (request.operation === operation) seen += 1;
      return false;
    },
  });
}

/** A stage whose pass registers, and one whose pass removes: the replacements are healthy already. */
const registering = (): Stage => replaced().stage;
const removing = (): Stage => {
  const { stage, ips } = replaced();
  stage.cloud.register(stage.group.arn, ips);
  stage.cloud.setHealthy(stage.group.arn);
  return stage;
};

describe('a pass in whose middle a deployment moves the seal', () => {
  it.each([
    ['registers nothing', registering, 'DescribeTags', 1],
    ['removes nothing, moved after the evidence', removing, 'DescribeTags', 1],
    ['removes nothing, moved after the last listing', removing, 'DescribeTargetHealth', 2],
  ])('%s', async (_, set, operation, count) => {
    const stage = set();
    afterCall(stage, operation, count, () => {
      stage.cloud.seal(stage.group.arn, stage.name, OTHER);
    });
    const pass = await stage.pass();
    expect(pass.writes).toEqual([]);
    expect(pass.outcomes[0]).toMatchObject({ outcome: 'refused', refusal: { code: 'other-seal' } });
  });

  it.each([
    ['registers', registering, 'RegisterTargets'],
    ['removes', removing, 'DeregisterTargets'],
  ])('%s where the seal stays', async (_, set, operation) => {
    expect(operations((await set().pass()).writes)).toEqual([operation]);
  });

  it('removes nothing after it registered', async () => {
    const { stage, ips } = replaced();
    stage.cloud.register(stage.group.arn, ips.slice(0, 1));
    stage.cloud.setHealthy(stage.group.arn);
    afterCall(stage, 'RegisterTargets', 1, () => {
      stage.cloud.seal(stage.group.arn, stage.name, OTHER);
    });
    const pass = await stage.pass();
    expect(operations(pass.writes)).toEqual(['RegisterTargets']);
    expect(pass.outcomes[0]).toMatchObject({ outcome: 'refused', refusal: { code: 'other-seal' } });
    expect(pass.outcomes[0]?.changes.registered).toEqual([`${ips[1]}:443`]);
  });
});

describe('a pass in whose middle an operator pauses the group', () => {
  it.each([
    ['registers nothing', registering],
    ['removes nothing', removing],
  ])('%s', async (_, set) => {
    const stage = set();
    const until = new Date(stage.cloud.clock.now().getTime() + 3_600_000).toISOString();
    afterCall(stage, 'DescribeTags', 1, () => {
      stage.cloud.setTags(stage.group.arn, { 'target-sync:pause-until': until });
    });
    const pass = await stage.pass();
    expect(pass.writes).toEqual([]);
    expect(pass.outcomes[0]?.outcome).toBe('waiting');
  });
});

describe('a pass that cannot read the seal again', () => {
  it.each([
    ['registers nothing', registering],
    ['removes nothing', removing],
  ])('%s, holds what would go, and faults', async (_, set) => {
    const stage = set();
    afterCall(stage, 'DescribeTags', 1, () => {
      stage.cloud.faults.add({ operation: 'DescribeTags', fault: 'throttle' });
    });
    const pass = await stage.pass();
    expect(pass.writes).toEqual([]);
    expect(pass.outcomes[0]?.outcome).toBe('faulted');
    expect(pass.fault?.message).toContain('reading the tags of');
    expect(pass.outcomes[0]?.plan.deregister).toEqual([]);
  });
});

describe('a pass whose replacements fall ill after the first listing', () => {
  it('removes nothing, for want of a healthy one', async () => {
    const stage = removing();
    afterCall(stage, 'DescribeTargetHealth', 1, () => {
      const ours = stage.cloud.targets(stage.group.arn).filter(({ ip }) => !stage.endpoint.ips.includes(ip));
      stage.cloud.deregister(
        stage.group.arn,
        ours.map(({ ip }) => ip),
      );
    });
    const pass = await stage.pass();
    expect(pass.writes).toEqual([]);
    expect(pass.outcomes[0]?.outcome).toBe('waiting');
  });
});

describe('a full group, in the middle of whose pass', () => {
  /** The old endpoint is deleted and its targets have failed: they would make room for the two that are missing. */
  const full = (): Stage => {
    const { stage } = replaced({ settings: { targetsPerGroup: 2 } });
    stage.cloud.deleteEndpoint(stage.endpoint.id);
    stage.cloud.advance(30);
    return stage;
  };

  it('nothing happens: dead targets make room', async () => {
    const pass = await full().pass();
    expect(pass.outcomes[0]?.changes).toMatchObject({ registered: { length: 2 }, deregistered: { length: 2 } });
  });

  it('an operator pauses it: none makes room', async () => {
    const stage = full();
    const until = new Date(stage.cloud.clock.now().getTime() + 3_600_000).toISOString();
    afterCall(stage, 'RegisterTargets', 1, () => {
      stage.cloud.setTags(stage.group.arn, { 'target-sync:pause-until': until });
    });
    const pass = await stage.pass();
    expect(pass.outcomes[0]).toMatchObject({ outcome: 'waiting', changes: { registered: [], deregistered: [] } });
    expect(pass.outcomes[0]?.refusal).toBeUndefined();
  });

  it('a deployment moves the seal: none makes room, and the refusal is that of the seal', async () => {
    const stage = full();
    afterCall(stage, 'RegisterTargets', 1, () => {
      stage.cloud.seal(stage.group.arn, stage.name, OTHER);
    });
    const pass = await stage.pass();
    expect(pass.outcomes[0]).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'other-seal' },
      changes: { registered: [], deregistered: [] },
    });
  });

  it('its seal can no longer be read: none makes room, and it faults with the permission to grant', async () => {
    const stage = full();
    afterCall(stage, 'RegisterTargets', 1, () => {
      stage.cloud.faults.add({ operation: 'DescribeTags', fault: 'deny' });
    });
    const pass = await stage.pass();
    expect(pass.outcomes[0]).toMatchObject({ outcome: 'faulted', changes: { registered: [], deregistered: [] } });
    expect(pass.outcomes[0]?.faults[0]?.remedy).toContain('elasticloadbalancing:DescribeTags');
  });

  it('its listing lags: what made room is deregistered, and not held as well', async () => {
    const { stage } = replaced({ settings: { targetsPerGroup: 2, listingLagSeconds: 40 } });
    stage.cloud.deleteEndpoint(stage.endpoint.id);
    stage.cloud.advance(80);
    const pass = await stage.pass();
    expect(pass.outcomes[0]?.plan).toMatchObject({ deregister: { length: 2 }, hold: [] });
  });
});
