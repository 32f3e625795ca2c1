import { describe, expect, it } from 'vitest';
import { createGate, GateClosed, type Gate } from '../../controller/gate.ts';
import { createNotify } from '../../controller/notify.ts';
import { GATE_SECONDS } from '../../controller/model/limits.ts';
import { documentOf, publish, STACK } from '../scenarios/deployment.ts';
import { recordLog } from '../scenarios/recorded-log.ts';
import { setStage, type Stage } from '../scenarios/stage.ts';
import { resolveOn } from '../cloud/resolve-on.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The real handlers on a stage, and what they log. */
function gateOn({ cloud }: Stage): { gate: Gate; lines: readonly Fields[] } {
  cloud.setStackStatus(STACK, 'UPDATE_IN_PROGRESS');
  const { logger, lines } = recordLog();
  const options = { requestHandler: cloud.requestHandler, credentials: cloud.credentials };
  return {
    gate: createGate({
      clock: cloud.clock,
      logger,
      notify: createNotify(options),
      resolve: resolveOn(cloud.publicAnswer),
      options,
    }),
    lines,
  };
}

const request = (stage: Stage, overrides: Fields = {}): Fields => ({
  RequestType: 'Update',
  StackId: STACK,
  RequestId: 'r-1',
  ResponseURL: 'https://example.com/',
  LogicalResourceId: 'Gate',
  ResourceType: 'Custom::TargetSyncGate',
  ResourceProperties: { ServiceToken: 'arn', document: documentOf(stage, stage.endpoint.id) },
  startedAt: stage.cloud.clock.now().toISOString(),
  ...overrides,
});
const BROKEN = JSON.stringify({ bindings: [{ name: 'a b', source: { vpcEndpointId: 'vpce-x' } }] });

describe('onEvent', () => {
  it('notes the time, and gives the same physical id at every update', () => {
    const stage = setStage();
    const { gate } = gateOn(stage);
    const startedAt = '2026-01-01T00:00:00.000Z';
    expect(gate.onEvent(request(stage, { RequestType: 'Create' }))).toEqual({ PhysicalResourceId: 'Gate', startedAt });
    expect(gate.onEvent(request(stage, { PhysicalResourceId: 'Gate' }))).toEqual({
      PhysicalResourceId: 'Gate',
      startedAt,
    });
    expect(stage.cloud.calls).toEqual([]);
  });

  it('rejects a new document that cannot be used, with all of its problems', () => {
    const stage = setStage();
    const ResourceProperties = { document: BROKEN };
    const begin = (): unknown =>
      gateOn(stage).gate.onEvent(request(stage, { RequestType: 'Create', ResourceProperties }));
    expect(begin).toThrow(/name: "a b" must be[^]*targetGroupArn: is missing[^]*vpcEndpointId: "vpce-x" must be/);
  });

  it('says so in one line, short enough for an answer of 4,096 bytes with a stack trace, however many problems there are', () => {
    const stage = setStage();
    const bindings = Array.from({ length: 100 }, () => ({ name: 'a ’ b' }));
    const ResourceProperties = { document: JSON.stringify({ bindings }) };
    const begin = (): unknown =>
      gateOn(stage).gate.onEvent(request(stage, { RequestType: 'Create', ResourceProperties }));
    expect(begin).toThrow(/^[^\n]{700,800}$/);
  });

  it('leaves an update to isComplete, which can tell a rollback', () => {
    const stage = setStage();
    expect(() =>
      gateOn(stage).gate.onEvent(request(stage, { ResourceProperties: { document: BROKEN } })),
    ).not.toThrow();
  });
});

describe('Delete', () => {
  it.each([
    ['as it was made', { PhysicalResourceId: 'Gate' }],
    ['whose document never was one', { PhysicalResourceId: 'Gate', ResourceProperties: { document: '{' } }],
    [
      'whose properties are of another kind',
      { PhysicalResourceId: 'Gate', ResourceProperties: 'nothing', startedAt: 1 },
    ],
    ['without properties, id or time', { ResourceProperties: undefined, startedAt: undefined }],
  ])('of a resource %s succeeds at once, without a call', async (_, overrides) => {
    const stage = setStage();
    const { gate, lines } = gateOn(stage);
    const removal = request(stage, { RequestType: 'Delete', ...overrides });
    expect(gate.onEvent(removal)).toMatchObject({ PhysicalResourceId: 'Gate' });
    await expect(gate.isComplete(removal)).resolves.toEqual({ IsComplete: true });
    expect([stage.cloud.calls, lines]).toEqual([[], []]);
  });
});

describe('isComplete', () => {
  it('of the gate runs a sync pass, and completes with a summary', async () => {
    const stage = setStage();
    const { gate, lines } = gateOn(stage);
    const Summary = 'public-api: every serviceable target is healthy, and no other is left';
    await expect(gate.isComplete(request(stage))).resolves.toEqual({ IsComplete: true, Data: { Summary } });
    expect(lines).toEqual([
      { level: 'INFO', message: 'gate', stage: 'gate', verdict: 'open', reason: Summary, elapsedSeconds: 0 },
    ]);
  });

  it('of the gate registers what is missing, and asks to be asked again, with nothing beside', async () => {
    const stage = setStage({ registered: false });
    const { gate, lines } = gateOn(stage);
    await expect(gate.isComplete(request(stage))).resolves.toEqual({ IsComplete: false });
    expect(stage.cloud.calls.filter(({ write }) => write).map(({ operation }) => operation)).toEqual([
      'RegisterTargets',
    ]);
    expect(lines).toMatchObject([{ verdict: 'wait', reason: expect.stringContaining('0 of 2 targets are healthy') }]);
  });

  it('of the gate tells of what it changed; that nobody can be told stops no deployment', async () => {
    const stage = setStage({ registered: false });
    const { gate, lines } = gateOn(stage);
    await gate.isComplete(request(stage));
    expect(stage.cloud.events.map(({ detailType }) => detailType)).toEqual(['Target registered', 'Target registered']);

    stage.cloud.deregister(stage.group.arn, stage.endpoint.ips);
    stage.cloud.faults.add({ service: 'events', fault: 'deny' });
    await expect(gate.isComplete(request(stage))).resolves.toEqual({ IsComplete: false });
    expect(lines.at(-2)).toMatchObject({ level: 'WARN', message: 'notification failed', events: 2 });
  });

  it('of a rehearsal invokes the version with a plan of the document as it was given, and nothing else', async () => {
    const stage = setStage({ registered: false });
    const { gate, lines } = gateOn(stage);
    const document = JSON.stringify({
      asOf: '<aws.scheduler.scheduled-time>',
      ...JSON.parse(documentOf(stage, stage.endpoint.id)),
    });
    const functionArn = publish(stage.cloud, 7);
    const answer = await gate.isComplete(request(stage, { ResourceProperties: { document, functionArn } }));
    expect(answer).toEqual({
      IsComplete: true,
      Data: { Summary: 'public-api: the new version plans, and finds it planned' },
    });
    const [invocation, ...reads] = stage.cloud.calls;
    expect(invocation?.params).toEqual({ FunctionName: functionArn, Payload: `{"plan":${document}}` });
    expect(reads.some(({ write }) => write)).toBe(false);
    expect(stage.cloud.events).toEqual([]);
    expect(lines).toMatchObject([{ stage: 'rehearsal', verdict: 'open' }]);
  });

  it('fails with a reason that CloudFormation can carry, however much there is to say', async () => {
    const stage = setStage();
    const bindings = Array.from({ length: 90 }, (_unused, index) => ({ name: `${index} ${index}` }));
    const ResourceProperties = { document: JSON.stringify({ bindings }) };
    const failure = await gateOn(stage)
      .gate.isComplete(request(stage, { ResourceProperties }))
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(GateClosed);
    expect(String(failure)).toContain('is not a usable binding document');
    expect(String(failure).length).toBeLessThan(2_100);
  });
});

describe.each<[string, (stage: Stage) => Fields, string]>([
  [
    'a document that cannot be used',
    () => ({ ResourceProperties: { document: BROKEN } }),
    'is not a usable binding document',
  ],
  ['no document', () => ({ ResourceProperties: {} }), 'properties cannot be used'],
  ['a time that is none', () => ({ startedAt: 'now' }), 'startedAt is "now"'],
  ['no time', () => ({ startedAt: undefined }), 'startedAt is "undefined"'],
  [
    'a function that answers no reports',
    (stage) => ({
      ResourceProperties: {
        document: documentOf(stage, stage.endpoint.id),
        functionArn: publish(stage.cloud, 1, () => Promise.resolve('hello')),
      },
      startedAt: new Date(stage.cloud.clock.now().getTime() - 60_000).toISOString(),
    }),
    'it answered no reports',
  ],
  [
    'a function that is not there',
    (stage) => ({
      ResourceProperties: {
        document: documentOf(stage, stage.endpoint.id),
        functionArn: 'arn:aws:lambda:eu-west-1:1:function:f:1',
      },
      startedAt: new Date(stage.cloud.clock.now().getTime() - 60_000).toISOString(),
    }),
    'Function not found',
  ],
])('%s', (_, overrides, reason) => {
  const at = (stage: Stage, secondsAgo: number, fields: Fields): Fields =>
    'startedAt' in fields
      ? fields
      : { ...fields, startedAt: new Date(stage.cloud.clock.now().getTime() - secondsAgo * 1000).toISOString() };

  it('fails a deployment, with the reason', async () => {
    const stage = setStage();
    const { gate } = gateOn(stage);
    await expect(gate.isComplete(request(stage, overrides(stage)))).rejects.toThrow(reason);
  });

  it('never fails a rollback: it is let through in the end, with a warning', async () => {
    const stage = setStage();
    const { gate, lines } = gateOn(stage);
    stage.cloud.setStackStatus(STACK, 'UPDATE_ROLLBACK_IN_PROGRESS');
    const fields = at(stage, GATE_SECONDS, overrides(stage));
    const answer = await gate.isComplete(request(stage, fields));
    expect(answer).toMatchObject({ IsComplete: true, Data: { Summary: expect.stringContaining(reason) } });
    expect(lines).toMatchObject([{ verdict: 'let-through' }]);
  });
});

describe('a stack whose status cannot be read', () => {
  it.each(['throttle', 'deny', 'empty'] as const)(
    '(%s) is waited for, so that a rollback is not stopped by it',
    async (fault) => {
      const stage = setStage();
      const { gate } = gateOn(stage);
      const lift = stage.cloud.faults.add({ service: 'cloudformation', fault });
      const failing = request(stage, { ResourceProperties: { document: BROKEN } });
      await expect(gate.isComplete(failing)).resolves.toEqual({ IsComplete: false });
      lift();
      await expect(gate.isComplete(failing)).rejects.toThrow(GateClosed);
    },
  );
});
