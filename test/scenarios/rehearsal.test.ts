import { describe, expect, it } from 'vitest';
import { FUNCTION_TIMEOUT_SECONDS } from '../../controller/model/limits.ts';
import { another, ask, deployMove, documentOf, publish, STACK, staged, SYNC_ROLE } from './deployment.ts';

const UNTOUCHED = { failed: 0, stranger: 0 };

describe('new code, rehearsed before the alias moves', () => {
  const WORKS = 'public-api: the new version plans, and finds it in-sync';

  it('when it works, then the rehearsal opens without a write', async () => {
    const { stage } = staged();
    const document = documentOf(stage, stage.endpoint.id);
    const rehearsal = await ask(stage.cloud, {
      ResourceProperties: { document, functionArn: publish(stage.cloud, 2) },
    });
    expect(rehearsal).toMatchObject({ status: 'complete', seconds: 0, text: WORKS });
    expect(stage.cloud.calls.filter(({ write }) => write).map(({ operation }) => operation)).toEqual(['Invoke']);
  });

  it('when it throws, then the rehearsal fails after a minute, and the alias stays', async () => {
    const { stage } = staged();
    const document = documentOf(stage, stage.endpoint.id);
    const functionArn = publish(stage.cloud, 2, () => Promise.reject(new TypeError('x is not a function')));
    const rehearsal = await ask(stage.cloud, { ResourceProperties: { document, functionArn } });
    expect(rehearsal.status).toBe('failed');
    expect(rehearsal.text).toContain('the new version failed: TypeError: x is not a function');
    expect(rehearsal.seconds).toBe(60);
  });

  it.each([
    ['for half a minute, as a role that spreads, then the rehearsal opens', 30, 'complete'],
    ['for good, then the rehearsal fails and names the permission', 600, 'failed'],
  ])('when its role lacks a permission %s', async (_, seconds, expected) => {
    const { stage } = staged();
    const document = documentOf(stage, stage.endpoint.id);
    const lift = stage.cloud.faults.add({
      operation: 'DescribeVpcEndpoints',
      fault: 'deny',
      match: (_params, { accessKeyId }) => accessKeyId === SYNC_ROLE,
    });
    const rehearsal = await ask(stage.cloud, {
      ResourceProperties: { document, functionArn: publish(stage.cloud, 2) },
      meanwhile: (passed) => {
        if (passed >= seconds) lift();
      },
    });
    expect(rehearsal.status).toBe(expected);
    expect(rehearsal.text).toContain(expected === 'complete' ? WORKS : 'ec2:DescribeVpcEndpoints');
  });

  it.each(['not-ready', 'throttle', 'deny', 'hang'] as const)(
    'when Lambda answers %s at first, then the rehearsal asks again',
    async (fault) => {
      const { stage } = staged();
      stage.cloud.faults.add({ service: 'lambda', fault, times: 1 });
      const document = documentOf(stage, stage.endpoint.id);
      const rehearsal = await ask(stage.cloud, {
        ResourceProperties: { document, functionArn: publish(stage.cloud, 2) },
      });
      expect(rehearsal).toMatchObject({ status: 'complete', text: WORKS });
      expect(rehearsal.log.map(({ verdict }) => verdict)).toEqual(['wait', 'open']);
      expect(rehearsal.longestSeconds).toBeLessThan(FUNCTION_TIMEOUT_SECONDS);
    },
  );

  it('when the replaced deployment is refused by it, then the alias, the schedule and the targets stay as they are', async () => {
    const { stage, tick } = staged();
    const before = stage.cloud.traffic.mark();
    stage.cloud.faults.add({
      operation: 'DescribeNetworkInterfaces',
      fault: 'deny',
      match: (_params, { accessKeyId }) => accessKeyId === SYNC_ROLE,
    });
    const { rehearsal, gate } = await deployMove(stage, another(stage).id, { tick });
    expect([rehearsal.status, gate]).toEqual(['failed', undefined]);
    expect(stage.targets()).toEqual(['10.0.1.11:443 healthy', '10.0.2.11:443 healthy']);
    expect(stage.cloud.traffic.since(before)).toMatchObject(UNTOUCHED);
  });

  it('when the stack rolls back, then old code that does not plan is let through after a minute: it heals nothing to wait', async () => {
    const { stage } = staged();
    stage.cloud.setStackStatus(STACK, 'UPDATE_ROLLBACK_IN_PROGRESS');
    const document = documentOf(stage, stage.endpoint.id);
    const functionArn = publish(stage.cloud, 1, () => Promise.reject(new TypeError('x is not a function')));
    const rehearsal = await ask(stage.cloud, { ResourceProperties: { document, functionArn } });
    expect(rehearsal).toMatchObject({ status: 'complete', seconds: 60 });
    expect(rehearsal.text).toContain('the rollback is let through');
    expect(rehearsal.log.at(-1)).toMatchObject({ level: 'WARN', stage: 'rehearsal' });
  });
});
