import { describe, expect, it } from 'vitest';
import { GATE_SECONDS } from '../../controller/model/limits.ts';
import { another, ask, deployMove, documentOf, goOn, OPENS, publish, STACK, staged } from './deployment.ts';
import { NAME } from './stage.ts';

const UNTOUCHED = { failed: 0, stranger: 0 };

describe('a first deployment: given an empty group', () => {
  it('when permissions spread for twenty seconds, then the gate registers, waits until all is healthy, and opens on a path that serves', async () => {
    const { stage, tick } = staged({ registered: false });
    const { cloud, endpoint } = stage;
    cloud.setStackStatus(STACK, 'CREATE_IN_PROGRESS');
    const lift = cloud.faults.add({ fault: 'deny', match: (_params, { service }) => service !== 'cloudformation' });
    const gate = await ask(cloud, {
      RequestType: 'Create',
      ResourceProperties: { document: documentOf(stage, endpoint.id) },
      meanwhile: async (seconds) => {
        if (seconds >= 20) lift();
        await tick();
      },
    });
    expect(gate).toMatchObject({ status: 'complete', text: OPENS });
    expect(gate.seconds).toBeGreaterThanOrEqual(90);
    expect(stage.targets()).toEqual(['10.0.1.11:443 healthy', '10.0.2.11:443 healthy']);

    const records = cloud.traffic.mark();
    await goOn(stage, tick, 300);
    expect(cloud.traffic.since(records)).toMatchObject(UNTOUCHED);
  });
});

describe.each([true, false])('a replacement of the endpoint, cross-zone on: %s', (crossZone) => {
  it('when the gate stands before the cleanup, then no client-second is lost, nor afterwards', async () => {
    const { stage, tick } = staged({ crossZone });
    const { cloud, endpoint } = stage;
    const before = cloud.traffic.mark();
    const { rehearsal, gate } = await deployMove(stage, another(stage).id, { tick });
    expect([rehearsal.status, gate?.text]).toEqual(['complete', OPENS]);
    expect(gate?.seconds).toBeLessThan(GATE_SECONDS);
    expect(stage.targets()).toEqual(['10.0.1.12:443 healthy', '10.0.2.12:443 healthy']);

    cloud.deleteEndpoint(endpoint.id);
    await goOn(stage, tick, 600);
    expect(cloud.traffic.since(before)).toMatchObject(UNTOUCHED);
  });

  it('when no gate stands there, then clients are lost', async () => {
    const { stage, tick } = staged({ crossZone });
    const { cloud, endpoint } = stage;
    const before = cloud.traffic.mark();
    await deployMove(stage, another(stage).id, { tick, gated: false });
    cloud.deleteEndpoint(endpoint.id);
    await goOn(stage, tick, 600);
    expect(cloud.traffic.since(before).failed).toBeGreaterThan(60);
    expect(stage.targets()).toEqual(['10.0.1.12:443 healthy', '10.0.2.12:443 healthy']);
  });
});

describe('a replacement: given a target that AWS lists without telling what became of it', () => {
  it('when interfaces cannot be listed for two minutes, then the gate waits for that too, and no client-second is lost', async () => {
    const { stage, tick } = staged();
    const { cloud, endpoint } = stage;
    const before = cloud.traffic.mark();
    const lift = cloud.faults.add({ operation: 'DescribeSubnets', fault: 'empty' });
    cloud.clock.abortAt(new Date(cloud.clock.now().getTime() + 150_000)).addEventListener('abort', lift);
    const { gate } = await deployMove(stage, another(stage).id, { tick });
    expect(gate?.text).toBe(OPENS);
    cloud.deleteEndpoint(endpoint.id);
    await goOn(stage, tick, 300);
    expect(cloud.traffic.since(before)).toMatchObject(UNTOUCHED);
  });
});

describe('new subnets under the same id: given two zones of three', () => {
  it('when a third is added, then the gate opens once it serves as well, and no client-second is lost', async () => {
    const { stage, tick } = staged({ zones: 3, endpointZones: 2 });
    const { cloud, endpoint, subnetIds } = stage;
    const before = cloud.traffic.mark();
    cloud.addEndpointSubnet(endpoint.id, subnetIds[2] ?? '');
    const gate = await ask(cloud, {
      ResourceProperties: { document: documentOf(stage, endpoint.id), addresses: 'eni-1,eni-2,eni-3' },
      meanwhile: tick,
    });
    expect(gate).toMatchObject({ status: 'complete', text: OPENS });
    expect(stage.targets()).toEqual(['10.0.1.11:443 healthy', '10.0.2.11:443 healthy', '10.0.3.11:443 healthy']);
    expect(cloud.traffic.since(before)).toMatchObject(UNTOUCHED);
  });

  it('when one is exchanged for another, then the gate opens only once the old address is out', async () => {
    const { stage, tick } = staged({ zones: 3, endpointZones: 2 });
    const { cloud, endpoint, subnetIds } = stage;
    cloud.addEndpointSubnet(endpoint.id, subnetIds[2] ?? '');
    cloud.removeEndpointSubnet(endpoint.id, subnetIds[0] ?? '');
    const gate = await ask(cloud, {
      ResourceProperties: { document: documentOf(stage, endpoint.id), addresses: 'eni-2,eni-3' },
      meanwhile: tick,
    });
    expect(gate).toMatchObject({ status: 'complete', text: OPENS });
    expect(stage.targets()).toEqual(['10.0.2.11:443 healthy', '10.0.3.11:443 healthy']);
    const opened = cloud.traffic.mark();
    await goOn(stage, tick, 300);
    expect(cloud.traffic.since(opened)).toMatchObject(UNTOUCHED);
  });
});

describe('a rollback of a replacement', () => {
  it.each([
    ['just after its targets were registered', 30],
    ['while the old targets drain, one zone gone', 105],
    ['while the old targets drain, both zones gone', 200],
    ['after the gate had opened', GATE_SECONDS],
  ])('%s heals backwards, and no client-second is lost, nor by deleting the new endpoint', async (_, after) => {
    const { stage, tick } = staged();
    const { cloud, endpoint } = stage;
    const before = cloud.traffic.mark();
    const created = another(stage);
    cloud.seal(stage.group.arn, NAME, created.id);
    stage.bind({ source: { vpcEndpointId: created.id } });
    // The deployment goes forward for a while, with the gate healing.
    let ends = false;
    await ask(cloud, {
      ResourceProperties: { document: documentOf(stage, created.id) },
      meanwhile: async (seconds) => {
        await tick();
        ends ||= seconds >= after;
        if (ends) throw new Error('another resource failed');
      },
    });

    cloud.setStackStatus(STACK, 'UPDATE_ROLLBACK_IN_PROGRESS');
    cloud.seal(stage.group.arn, NAME, endpoint.id);
    stage.bind({ source: { vpcEndpointId: endpoint.id } });
    const document = documentOf(stage, endpoint.id);
    const rehearsal = await ask(cloud, {
      ResourceProperties: { document, functionArn: publish(cloud, 1) },
      meanwhile: tick,
    });
    const gate = await ask(cloud, { ResourceProperties: { document }, meanwhile: tick });
    expect([rehearsal.status, gate.status, gate.text]).toEqual(['complete', 'complete', OPENS]);

    cloud.setStackStatus(STACK, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
    cloud.deleteEndpoint(created.id);
    await goOn(stage, tick, 600);
    expect(cloud.traffic.since(before)).toMatchObject(UNTOUCHED);
    expect(stage.targets()).toEqual(['10.0.1.11:443 healthy', '10.0.2.11:443 healthy']);
  });
});
