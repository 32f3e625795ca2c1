import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changeEventJsonSchema, CHANGE_EVENT_SCHEMA_FILE } from '../../controller/change-event-json-schema.ts';
import { changeDetail, type ChangeEvent, DETAIL_TYPES } from '../../controller/change-event.ts';
import { createNotify } from '../../controller/notify.ts';
import { type Cloud, createCloud } from '../cloud/cloud.ts';
import { documentOf } from '../scenarios/deployment.ts';
import { invoke, type Pass, setStage, type Stage } from '../scenarios/stage.ts';
import { GROUP_ARN, OURS } from './builders.ts';

const START = '2026-01-01T00:00:00.000Z';

/** A stage with its first target missing and a dead stranger in the group. */
function drifted(): Stage {
  const stage = setStage();
  stage.cloud.deregister(stage.group.arn, stage.endpoint.ips.slice(0, 1));
  const { ip } = stage.cloud.takeAddress({ subnetId: stage.subnetIds[1] ?? '', listens: [] });
  stage.cloud.register(stage.group.arn, [ip]);
  return stage;
}

const failedNotifications = ({ measurements }: Pass): number | undefined =>
  measurements.find(({ dimension }) => dimension.name === 'Function')?.values.FailedNotifications;

describe('a pass that changed targets', () => {
  it('tells of each, with the reason, after it was read back', async () => {
    const stage = drifted();
    const pass = await stage.pass();
    const of = {
      version: 1,
      binding: 'public-api',
      targetGroupArn: stage.group.arn,
      source: stage.endpoint.id,
      confirmed: true,
      passStartedAt: START,
    };
    const bus = { account: '123456789012', region: 'eu-west-1', source: 'target-sync' };
    expect(pass.events).toMatchObject([
      {
        ...bus,
        detailType: 'Target registered',
        detail: {
          ...of,
          target: '10.0.1.11:443',
          reason: expect.stringContaining(`of ${stage.endpoint.id} carries it`),
        },
      },
      {
        ...bus,
        detailType: 'Target deregistered',
        detail: { ...of, target: '10.0.2.12:443', reason: expect.stringMatching(/belongs to eni-.*serves nobody/) },
      },
    ]);
    expect(pass.calls.at(-1)?.operation).toBe('PutEvents');
    expect(pass.events.map(({ detail }) => changeDetail.safeParse(detail).success)).toEqual([true, true]);
    expect(failedNotifications(pass)).toBe(0);
  });

  it('says so where AWS accepted a change and does not show it', async () => {
    const stage = drifted();
    stage.cloud.faults.add({ operation: 'RegisterTargets', fault: 'lies' });
    const { events } = await stage.pass();
    expect(events[0]).toMatchObject({ detailType: 'Target registered', detail: { confirmed: false } });
  });

  it('and faulted in part tells of what it did', async () => {
    const stage = drifted();
    stage.cloud.faults.add({ operation: 'RegisterTargets', fault: 'deny' });
    const pass = await stage.pass();
    expect(pass.fault).toBeDefined();
    expect(pass.events.map(({ detailType }) => detailType)).toEqual(['Target deregistered']);
  });
});

describe('nobody is told', () => {
  it.each<[string, (stage: Stage) => Promise<Pass>]>([
    ['of a pass in sync', () => setStage().pass()],
    [
      'of what is only planned',
      (stage) => invoke(stage.cloud, () => ({ plan: JSON.parse(documentOf(stage, stage.endpoint.id)) })),
    ],
    [
      'in mode observe',
      (stage) => {
        stage.bind({ mode: 'observe' });
        return stage.pass();
      },
    ],
    [
      'of a change that AWS rejected',
      (stage) => {
        stage.cloud.faults.add({ fault: 'deny', operation: 'RegisterTargets' });
        stage.cloud.faults.add({ fault: 'deny', operation: 'DeregisterTargets' });
        return stage.pass();
      },
    ],
  ])('%s, and no call is made', async (_, run) => {
    const pass = await run(drifted());
    expect(pass.events).toEqual([]);
    expect(pass.calls.map(({ service }) => service)).not.toContain('events');
  });
});

describe('a notification that fails', () => {
  it.each([
    ['deny', 'AccessDeniedException'],
    ['throttle', 'ThrottlingException'],
    ['unavailable', 'InternalFailure'],
    ['reset', 'ECONNRESET'],
    ['hang', 'TimeoutError'],
    ['empty', 'IncompleteAnswer'],
    ['short-page', 'IncompleteAnswer'],
  ] as const)('(%s) is counted and logged, in two attempts at most, and is no fault', async (fault, code) => {
    const stage = drifted();
    stage.cloud.faults.add({ service: 'events', fault });
    const pass = await stage.pass();
    expect(pass.fault).toBeUndefined();
    expect(pass.outcomes[0]?.outcome).toBe('changed');
    expect(failedNotifications(pass)).toBe(2);
    expect(pass.calls.filter(({ service }) => service === 'events').length).toBeLessThanOrEqual(2);
    expect(pass.log.filter(({ message }) => message === 'notification failed')).toMatchObject([
      { events: 2, reason: expect.stringContaining(code) },
    ]);
  });

  it('is none where only the connection is gone that the last pass left', async () => {
    const stage = drifted();
    stage.cloud.faults.add({ service: 'events', fault: 'reset', times: 1 });
    const pass = await stage.pass();
    expect(failedNotifications(pass)).toBe(0);
    expect(stage.cloud.events).toHaveLength(2);
  });

  it('is counted alone where EventBridge takes the other', async () => {
    const stage = drifted();
    stage.cloud.rejectEvents(({ detailType }) => detailType === DETAIL_TYPES.registered);
    const pass = await stage.pass();
    expect(pass.events.map(({ detailType }) => detailType)).toEqual([DETAIL_TYPES.deregistered]);
    expect(failedNotifications(pass)).toBe(1);
    expect(pass.log.at(-1)).toMatchObject({ events: 1, reason: expect.stringContaining('InternalFailure') });
  });

  it('is waited for three seconds, and no longer', async () => {
    const { cloud, notify } = bus();
    cloud.faults.add({ service: 'events', fault: 'hang', times: 1 });
    const before = cloud.clock.now().getTime();
    await notify(eventsOf(1));
    expect((cloud.clock.now().getTime() - before) / 1000).toBe(3);
  });
});

function bus(): { cloud: Cloud; notify: ReturnType<typeof createNotify> } {
  const cloud = createCloud();
  return { cloud, notify: createNotify({ requestHandler: cloud.requestHandler, credentials: cloud.credentials }) };
}

const eventsOf = (count: number, region = 'eu-west-1'): readonly ChangeEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    detailType: DETAIL_TYPES.registered,
    detail: {
      version: 1,
      binding: 'public-api',
      targetGroupArn: GROUP_ARN.replace('eu-west-1', region),
      source: OURS,
      target: `10.0.1.${index}:443`,
      reason: '',
      confirmed: true,
      passStartedAt: START,
    },
  }));

describe('many events', () => {
  it.each([
    [10, 1],
    [11, 2],
    [30, 3],
  ])('%d go in %d calls, none lost', async (count, calls) => {
    const { cloud, notify } = bus();
    await expect(notify(eventsOf(count))).resolves.toEqual([]);
    expect(cloud.calls).toHaveLength(calls);
    expect(new Set(cloud.events.map(({ detail }) => detail['target'])).size).toBe(count);
  });

  it('go to the bus of each group’s Region; one that fails stops no other', async () => {
    const { cloud, notify } = bus();
    cloud.faults.add({ region: 'us-east-1', fault: 'deny' });
    await expect(notify([...eventsOf(1, 'us-east-1'), ...eventsOf(2)])).resolves.toMatchObject([{ events: 1 }]);
    expect(cloud.events.map(({ region }) => region)).toEqual(['eu-west-1', 'eu-west-1']);
  });
});

it('the JSON Schema for readers is the schema of what is sent (npm run schema writes it)', () => {
  expect(readFileSync(CHANGE_EVENT_SCHEMA_FILE, 'utf8')).toBe(changeEventJsonSchema());
});
