import { describe, expect, it } from 'vitest';
import { FUNCTION_TIMEOUT_SECONDS, GATE_INTERVAL_SECONDS, GATE_SECONDS } from '../../controller/model/limits.ts';
import { another, ask, documentOf, OPENS, STACK, staged } from './deployment.ts';
import { NAME, type Stage } from './stage.ts';

const UNTOUCHED = { failed: 0, stranger: 0 };

describe('a target that never becomes healthy', () => {
  const deaf = (stage: Stage): string => {
    const created = another(stage);
    for (const { id } of created.interfaces) stage.cloud.setListening(id, []);
    stage.cloud.seal(stage.group.arn, NAME, created.id);
    return created.id;
  };

  it('when the stack goes forward, then the gate fails after its time and says what it waited for; the old targets serve on', async () => {
    const { stage, tick } = staged();
    const before = stage.cloud.traffic.mark();
    const document = documentOf(stage, deaf(stage));
    const gate = await ask(stage.cloud, { ResourceProperties: { document }, meanwhile: tick });
    expect(gate.status).toBe('failed');
    expect(gate.text).toMatch(
      /^After 8\d\d s the gate gives up\. public-api: 0 of 2 targets are healthy, not yet 10\./,
    );
    expect(gate.text).toContain('security groups');
    expect(gate.seconds).toBeGreaterThanOrEqual(GATE_SECONDS);
    expect(gate.seconds).toBeLessThan(GATE_SECONDS + 2 * GATE_INTERVAL_SECONDS);
    expect(stage.cloud.traffic.since(before)).toMatchObject(UNTOUCHED);
  });

  it('when the stack rolls back, then the gate heals as long, and lets the rollback through with a warning', async () => {
    const { stage, tick } = staged();
    stage.cloud.setStackStatus(STACK, 'UPDATE_ROLLBACK_IN_PROGRESS');
    const document = documentOf(stage, deaf(stage));
    const gate = await ask(stage.cloud, { ResourceProperties: { document }, meanwhile: tick });
    expect(gate.status).toBe('complete');
    expect(gate.text).toMatch(/^the rollback is let through although the path is not as it should be\. After 8\d\d s/);
    expect(gate.seconds).toBeGreaterThanOrEqual(GATE_SECONDS);
    expect(gate.log.at(-1)).toMatchObject({ level: 'WARN', stage: 'gate', verdict: 'let-through' });
    expect(gate.log.slice(0, -1).every(({ level, verdict }) => level === 'INFO' && verdict === 'wait')).toBe(true);
  });
});

describe('calls that hang', () => {
  it('when listings hang for three minutes, then the gate waits, and opens after', async () => {
    const { stage, tick } = staged({ registered: false });
    const lift = stage.cloud.faults.add({ operation: 'DescribeTargetHealth', fault: 'hang' });
    const gate = await ask(stage.cloud, {
      ResourceProperties: { document: documentOf(stage, stage.endpoint.id) },
      meanwhile: async (seconds) => {
        if (seconds >= 180) lift();
        await tick();
      },
    });
    expect(gate).toMatchObject({ status: 'complete', text: OPENS });
    expect(gate.log[0]).toMatchObject({
      verdict: 'wait',
      reason: expect.stringContaining('faulted: reading the targets'),
    });
  });

  it.each([
    ['UPDATE_IN_PROGRESS', 'failed'],
    ['UPDATE_ROLLBACK_IN_PROGRESS', 'complete'],
  ])(
    'in %s, when all else hangs for ever, then the resource is %s in time, and no evaluation takes longer than its function may',
    async (status, expected) => {
      const { stage } = staged();
      stage.cloud.setStackStatus(STACK, status);
      for (const service of ['ec2', 'elasticloadbalancing']) stage.cloud.faults.add({ service, fault: 'hang' });
      const document = documentOf(stage, stage.endpoint.id);
      const gate = await ask(stage.cloud, { ResourceProperties: { document } });
      expect(gate.status).toBe(expected);
      expect(gate.text).toContain('did not complete within');
      expect(gate.longestSeconds).toBeLessThan(FUNCTION_TIMEOUT_SECONDS);
    },
  );

  it('when the status hangs as well, then a deployment fails at the end, and says how a rollback goes on', async () => {
    const { stage } = staged();
    stage.cloud.faults.add({ fault: 'hang' });
    const document = documentOf(stage, stage.endpoint.id);
    const gate = await ask(stage.cloud, { ResourceProperties: { document } });
    expect(gate.status).toBe('failed');
    expect(gate.text).toContain('Whether the stack rolls back is unknown');
    expect(gate.text).toContain('continue-update-rollback');
    const reads = stage.cloud.calls.filter(({ operation }) => operation === 'DescribeStacks');
    const asked = gate.log.filter(({ reason }) => String(reason).includes('Whether the stack rolls back is unknown'));
    expect(asked.length).toBeGreaterThan(0);
    expect(reads).toHaveLength(2 * asked.length);
    expect(gate.seconds).toBeGreaterThan(GATE_SECONDS);
    expect(gate.longestSeconds).toBeLessThan(FUNCTION_TIMEOUT_SECONDS);
  });
});

describe('what only an operator can move', () => {
  it('when a pass is blocked, then the gate fails at once, with the remedy', async () => {
    const { stage } = staged({ registered: false });
    stage.cloud.setTags(stage.group.arn, { 'target-sync:pause-until': 'tomorrow' });
    const document = documentOf(stage, stage.endpoint.id);
    const gate = await ask(stage.cloud, { ResourceProperties: { document } });
    expect(gate).toMatchObject({ status: 'failed', seconds: 0 });
    expect(gate.text).toMatch(/public-api: blocked: target-sync:pause-until is "tomorrow".*aws elbv2 remove-tags/);
  });

  it('when it is paused as it should be, then the gate opens at once and changes nothing', async () => {
    const { stage } = staged({ registered: false });
    const until = new Date(stage.cloud.clock.now().getTime() + 3_600_000).toISOString();
    stage.cloud.setTags(stage.group.arn, { 'target-sync:pause-until': until });
    const document = documentOf(stage, stage.endpoint.id);
    const gate = await ask(stage.cloud, { ResourceProperties: { document } });
    expect(gate).toMatchObject({ status: 'complete', seconds: 0, text: 'public-api: paused, so not waited for' });
    expect(stage.targets()).toEqual([]);
  });

  it.each(['observe', 'add'])('when the mode is %s, then the gate does not wait', async (mode) => {
    const { stage } = staged({ registered: false });
    const document = documentOf(stage, stage.endpoint.id, { mode });
    const gate = await ask(stage.cloud, { ResourceProperties: { document } });
    expect(gate).toMatchObject({ status: 'complete' });
    expect(gate.seconds).toBeLessThan(GATE_INTERVAL_SECONDS);
  });

  it('when a pass is refused for good, then the gate fails at once, with the remedy', async () => {
    const { stage } = staged();
    const source = { vpcEndpointId: stage.endpoint.id, serviceName: 'com.amazonaws.eu-west-1.ssm' };
    const document = documentOf(stage, stage.endpoint.id, { source });
    const gate = await ask(stage.cloud, { ResourceProperties: { document } });
    expect(gate).toMatchObject({ status: 'failed', seconds: 0 });
    expect(gate.text).toMatch(/^public-api: refused: .*execute-api/);
  });

  it.each([
    ['for thirty seconds, as tags do that spread, then the gate opens', 30, 'complete'],
    ['for good, then the gate fails after a minute, with the command that seals', 600, 'failed'],
  ])('when the seal is another %s', async (_, seconds, expected) => {
    const { stage, tick } = staged();
    const { cloud, group, endpoint } = stage;
    cloud.seal(group.arn, NAME, 'vpce-0dead0dead0dead00');
    const gate = await ask(cloud, {
      ResourceProperties: { document: documentOf(stage, endpoint.id) },
      meanwhile: async (passed) => {
        if (passed >= seconds) cloud.seal(group.arn, NAME, endpoint.id);
        await tick();
      },
    });
    expect(gate.status).toBe(expected);
    expect(gate.text).toMatch(expected === 'complete' ? OPENS : /refused: .*aws elbv2 add-tags/);
    expect(gate.seconds).toBeLessThanOrEqual(60);
  });

  it.each([
    ['DescribeSubnets', 'for thirty seconds, then the gate opens', 30, 'complete'],
    ['DescribeSubnets', 'for good, then the gate fails after a minute', 600, 'failed'],
    ['DescribeLoadBalancers', 'for thirty seconds, then the gate opens', 30, 'complete'],
    ['DescribeLoadBalancers', 'for good, then the gate fails after a minute', 600, 'failed'],
  ])('when %s, which judging old targets takes, is denied %s', async (operation, _, seconds, expected) => {
    const { stage } = staged();
    const { cloud, group } = stage;
    const created = another(stage);
    cloud.seal(group.arn, NAME, created.id);
    cloud.register(group.arn, created.ips);
    cloud.setHealthy(group.arn);
    const lift = cloud.faults.add({ operation, fault: 'deny' });
    const gate = await ask(cloud, {
      ResourceProperties: { document: documentOf(stage, created.id) },
      meanwhile: (passed) => {
        if (passed >= seconds) lift();
      },
    });
    expect(gate.status).toBe(expected);
    expect(gate.log[0]).toMatchObject({ verdict: 'wait', reason: expect.stringContaining('blocked: 10.0.1.11:443') });
    expect(gate.text).toContain(expected === 'complete' ? OPENS : operation);
    expect(gate.seconds === 60).toBe(expected === 'failed');
  });

  it('when the stack rolls back, then the same is healed for the whole time, and let through', async () => {
    const { stage } = staged();
    stage.cloud.setStackStatus(STACK, 'UPDATE_ROLLBACK_IN_PROGRESS');
    stage.cloud.setTags(stage.group.arn, { 'target-sync:pause-until': 'tomorrow' });
    const document = documentOf(stage, stage.endpoint.id);
    const gate = await ask(stage.cloud, { ResourceProperties: { document } });
    expect(gate.status).toBe('complete');
    expect(gate.seconds).toBeGreaterThanOrEqual(GATE_SECONDS);
    expect(gate.text).toContain('blocked: ');
  });
});
