import { describe, expect, it } from 'vitest';
import { GATE_SECONDS } from '../../controller/model/limits.ts';
import { anotherAlb, idOf, losesNode } from './alb-happenings.ts';
import { type AlbStage, type AlbStageOptions, setAlbStage, type Where } from './alb-stage.ts';
import { ask, type Ended, goOn, OPENS, publish, schedule, STACK, SYNC_ROLE } from './deployment.ts';

const UNTOUCHED = { failed: 0, stranger: 0 };

/** A stage in whose stack an update is under way. */
function staged(options?: AlbStageOptions): { stage: AlbStage; tick: () => Promise<void> } {
  const stage = setAlbStage(options);
  stage.cloud.setStackStatus(STACK, 'UPDATE_IN_PROGRESS');
  return { stage, tick: schedule(stage) };
}

/** The document of a deployment: the binding as it stands in the schedule. */
const documentOf = ({ event }: AlbStage): string => JSON.stringify({ bindings: event().bindings });

/** The gate of the binding as it stands. */
const gateOf = (stage: AlbStage, meanwhile: (seconds: number) => unknown): Promise<Ended> =>
  ask(stage.cloud, { ResourceProperties: { document: documentOf(stage) }, meanwhile });

/** Deploys another ALB, which names the first, and deletes that as soon as the deployment lets it. */
async function deployAnother(stage: AlbStage, tick: () => Promise<void>, gated: boolean): Promise<Ended | undefined> {
  const created = anotherAlb(stage);
  await goOn(stage, tick, 15);
  stage.moveTo(created.arn, { previous: [stage.alb.arn] });
  await goOn(stage, tick, 15);
  const gate = gated ? await gateOf(stage, tick) : undefined;
  stage.cloud.deleteAlb(stage.alb.arn);
  await goOn(stage, tick, 600);
  return gate;
}

describe.each<Where>(['same-vpc', 'other-vpc', 'other-account', 'other-region'])('an ALB in %s', (where) => {
  it('when it is deployed first, then the gate registers, waits until all is healthy, and opens on a path that serves', async () => {
    const { stage, tick } = staged({ where, registered: false, nodes: 2 });
    const gate = await gateOf(stage, tick);
    expect(gate).toMatchObject({ status: 'complete', text: OPENS });
    expect(gate.seconds).toBeGreaterThanOrEqual(90);
    expect(stage.targets()).toHaveLength(4);
    const opened = stage.cloud.traffic.mark();
    await goOn(stage, tick, 300);
    expect(stage.cloud.traffic.since(opened)).toMatchObject(UNTOUCHED);
  });

  it('when it is replaced, and the gate stands before the cleanup, then no client-second is lost, nor afterwards', async () => {
    const { stage, tick } = staged({ where });
    const before = stage.cloud.traffic.mark();
    const gate = await deployAnother(stage, tick, true);
    expect(gate?.text).toBe(OPENS);
    expect(gate?.seconds).toBeLessThan(GATE_SECONDS);
    expect(stage.cloud.traffic.since(before)).toMatchObject(UNTOUCHED);
    expect(stage.targets()).toHaveLength(2);
  });

  it('when it is replaced, and no gate stands there, then clients are lost', async () => {
    const { stage, tick } = staged({ where });
    const before = stage.cloud.traffic.mark();
    await deployAnother(stage, tick, false);
    expect(stage.cloud.traffic.since(before).failed).toBeGreaterThan(60);
    expect(stage.targets()).toHaveLength(2);
  });
});

describe('an ALB that is still being made', () => {
  it('when it becomes active after three minutes, then the gate waits for that, and opens', async () => {
    const { stage, tick } = staged({ registered: false, albState: 'provisioning' });
    const gate = await gateOf(stage, async (seconds) => {
      if (seconds >= 180) stage.cloud.setLoadBalancerState(stage.alb.arn, 'active');
      await tick();
    });
    expect(gate).toMatchObject({ status: 'complete', text: OPENS });
    expect(gate.seconds).toBeGreaterThanOrEqual(180);
    expect(gate.log[0]).toMatchObject({ reason: expect.stringContaining('the load balancer is provisioning') });
  });
});

describe('an ALB that changes size while the gate stands', () => {
  it('when it loses a node, then the gate waits until that one’s target is out, and opens', async () => {
    const { stage, tick } = staged({ nodes: 2 });
    let left = false;
    const created = anotherAlb(stage);
    for (const { subnetId } of created.zones) stage.cloud.scaleAlbOut(created.arn, subnetId);
    stage.moveTo(created.arn, { previous: [stage.alb.arn] });
    const gate = await gateOf(stage, async (seconds) => {
      if (seconds >= 60 && !left) {
        left = true;
        stage.cloud.scaleAlbIn(created.arn, created.ips[0] ?? '');
      }
      await tick();
    });
    expect(gate).toMatchObject({ status: 'complete', text: OPENS });
    expect(stage.targets()).toHaveLength(3);
    expect(stage.targets().join()).not.toContain(`${created.ips[0]}:`);
  });
});

describe('what only an operator can help', () => {
  it('when cross-zone is off for an ALB of another VPC, then the gate fails at once, and says how it is turned on', async () => {
    const { stage } = staged({ where: 'other-vpc', registered: false, crossZone: false });
    const gate = await gateOf(stage, () => undefined);
    expect(gate).toMatchObject({ status: 'failed', seconds: 0 });
    expect(gate.text).toContain('Key=load_balancing.cross_zone.enabled,Value=true');
  });

  it('when the role trusts somebody else, then the gate gives that time to spread, and fails with what to grant', async () => {
    const { stage, tick } = staged({ where: 'other-account', registered: false, trusts: ['111122223333'] });
    const gate = await gateOf(stage, tick);
    expect(gate.status).toBe('failed');
    expect(gate.seconds).toBe(60);
    expect(gate.text).toContain(`Grant sts:AssumeRole on ${stage.roleArn}`);
  });

  it('when the role trusts the caller half a minute later, then the gate opens', async () => {
    const { stage, tick } = staged({ where: 'other-account', registered: false, trusts: ['111122223333'] });
    const { cloud, roleArn = '' } = stage;
    const gate = await gateOf(stage, async (seconds) => {
      if (seconds >= 30) cloud.createRole({ arn: roleArn, trusts: [cloud.settings.account], externalId: 'front-door' });
      await tick();
    });
    expect(gate).toMatchObject({ status: 'complete', text: OPENS });
  });
});

describe('new code, rehearsed before the alias moves', () => {
  const rehearse = (stage: AlbStage): Promise<Ended> =>
    ask(stage.cloud, { ResourceProperties: { document: documentOf(stage), functionArn: publish(stage.cloud, 2) } });

  it('when it works on an ALB of another account, then the rehearsal opens without a write', async () => {
    const { stage } = staged({ where: 'other-account' });
    const rehearsal = await rehearse(stage);
    expect(rehearsal).toMatchObject({
      status: 'complete',
      text: 'public-api: the new version plans, and finds it in-sync',
    });
    const writes = stage.cloud.calls.filter(({ write }) => write).map(({ operation }) => operation);
    expect(writes).toEqual(['Invoke']);
  });

  it('when its own role may not take the other account’s, then the rehearsal fails and names the permission', async () => {
    const { stage } = staged({ where: 'other-account' });
    stage.cloud.faults.add({
      operation: 'AssumeRole',
      fault: 'deny',
      match: (_params, { accessKeyId }) => accessKeyId === SYNC_ROLE,
    });
    const rehearsal = await rehearse(stage);
    expect(rehearsal.status).toBe('failed');
    expect(rehearsal.text).toContain('sts:AssumeRole');
  });
});

describe('a rollback of a replacement', () => {
  it.each([
    [443, 30],
    [443, 105],
    [443, 200],
    [80, 30],
    [80, 105],
    [80, 200],
  ])(
    'on TCP:%i after %i seconds heals backwards, and no client-second is lost, nor by deleting the new ALB',
    async (port, after) => {
      const { stage, tick } = staged({ port });
      const { cloud, alb } = stage;
      const before = cloud.traffic.mark();
      const created = anotherAlb(stage);
      stage.moveTo(created.arn, { previous: [alb.arn] });
      await gateOf(stage, async (seconds) => {
        await tick();
        if (seconds >= after) throw new Error('another resource failed');
      });
      cloud.setStackStatus(STACK, 'UPDATE_ROLLBACK_IN_PROGRESS');
      // The template of before knows nothing of the ALB that came after it.
      stage.moveTo(alb.arn);
      const gate = await gateOf(stage, tick);
      expect(gate).toMatchObject({ status: 'complete', text: OPENS });
      cloud.setStackStatus(STACK, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
      cloud.deleteAlb(created.arn);
      await goOn(stage, tick, 600);
      expect(cloud.traffic.since(before)).toMatchObject(UNTOUCHED);
      expect(cloud.tags(stage.group.arn)['target-sync:source']).toBe(idOf(alb));
      expect(stage.targets()).toEqual([`10.0.1.11:${port} healthy`, `10.0.2.11:${port} healthy`]);
    },
  );
});

describe('a deployment that changes nothing', () => {
  it('when a node leaves just before, then the gate waits until its target is out, and opens', async () => {
    const { stage, tick } = staged({ nodes: 2 });
    losesNode(stage);
    const gate = await gateOf(stage, tick);
    expect(gate).toMatchObject({ status: 'complete', text: OPENS });
    expect(stage.targets()).toHaveLength(3);
  });
});
