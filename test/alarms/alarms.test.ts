import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRICS, NAMESPACE } from '../../controller/metrics.ts';
import { isPublished } from '../cloudwatch/aws-metrics.ts';
import { metricKey } from '../cloudwatch/metric-store.ts';
import { NAMED } from '../infra/settings-builders.ts';
import { templateFor } from '../infra/synth.ts';
import { HOST } from '../path/sample-path.ts';
import { openSurroundings, type Surroundings } from '../path/surroundings.ts';
import { BREAKAGES, PASSING } from './breakages.ts';
import { another, ask, deployMove, documentOf, goOn, STACK } from '../scenarios/deployment.ts';
import { type MonitoredStage, setMonitoredStage } from './monitored-stage.ts';
import type { Minute } from './operations.ts';

const template = templateFor(NAMED);
/** What the names of the alarms begin with. */
const PREFIX = 'static-ip-private-api-';

let surroundings: Surroundings;
beforeAll(async () => {
  surroundings = await openSurroundings('eu-west-1', '123456789012');
});
afterAll(() => surroundings.close());

/** The alarms that are on, sorted: also one that had data and has no more, which is told as well. */
function on(minute: Minute): readonly string[] {
  return [...minute].flatMap(([name, state]) => (state === 'OK' ? [] : [name.slice(PREFIX.length)])).toSorted();
}

/** Lets minutes pass until something is true of the last, at most so many. Returns them. */
async function until(
  { operations }: MonitoredStage,
  {
    atMost,
    done,
    each = () => undefined,
  }: {
    readonly atMost: number;
    readonly done: (minute: Minute) => boolean;
    readonly each?: () => void;
  },
): Promise<readonly Minute[]> {
  const passed: Minute[] = [];
  while (passed.length < atMost) {
    // oxlint-disable-next-line no-await-in-loop -- minutes follow one another
    const minute = await operations.minute();
    passed.push(minute);
    if (done(minute)) break;
    each();
  }
  return passed;
}

/** Lets minutes pass. Returns what was on in any of them. */
async function onFor(stage: MonitoredStage, minutes: number): Promise<readonly string[]> {
  const passed = await until(stage, { atMost: minutes, done: () => false });
  return [...new Set(passed.flatMap(on))].toSorted();
}

/** A path that has worked for a while, watched. */
async function watched(): Promise<MonitoredStage> {
  const stage = await setMonitoredStage(template, surroundings);
  await onFor(stage, 2);
  stage.operations.watch(stage.alarms);
  return stage;
}

describe('a healthy hour', () => {
  it('raises no alarm; and every metric of ours that an alarm or a widget names is emitted in it, as it is named', async () => {
    const stage = await watched();
    expect(await onFor(stage, 60)).toEqual([]);

    const emitted = stage.operations.store.metrics();
    const named = [...stage.alarms.metric.map(({ metric }) => metric), ...stage.shown];
    const ours = named.filter(({ namespace }) => namespace === NAMESPACE).map(metricKey);
    expect(emitted.map(metricKey)).toEqual(expect.arrayContaining(ours));
    const names = emitted.filter(({ namespace }) => namespace === NAMESPACE).map(({ name }) => name);
    expect(new Set(names)).toEqual(new Set(Object.keys(METRICS)));

    const others = named.filter(({ namespace }) => namespace !== NAMESPACE);
    expect(others.length).toBeGreaterThan(0);
    expect(others.filter((metric) => !isPublished(metric))).toEqual([]);
  });
});

describe('a first deployment: given an empty group, and alarms that come after the gate and the schedule of audits', () => {
  async function deploy(): Promise<MonitoredStage> {
    const stage = await setMonitoredStage(template, surroundings);
    const { cloud, group, endpoint, operations } = stage;
    cloud.setTargetGroupAttributes(group.arn, { 'deregistration_delay.timeout_seconds': '0' });
    cloud.deregister(group.arn, endpoint.ips);
    cloud.setStackStatus(STACK, 'CREATE_IN_PROGRESS');
    operations.trouble.disabled.add('audit');
    const document = documentOf(stage, endpoint.id);
    const gate = await ask(cloud, {
      RequestType: 'Create',
      ResourceProperties: { document },
      meanwhile: operations.tick,
    });
    expect(gate.status).toBe('complete');
    return stage;
  }

  it('raises no alarm', async () => {
    const stage = await deploy();
    stage.operations.schedule('audit');
    stage.operations.watch(stage.alarms);
    expect(await onFor(stage, 16)).toEqual([]);
  });

  it('raises none either where CloudWatch looks before the first audit has ended', async () => {
    const stage = await deploy();
    stage.operations.watch(stage.alarms);
    expect(await onFor(stage, 2)).toEqual([]);
    stage.operations.schedule('audit');
    expect(await onFor(stage, 7)).toEqual([]);
  });
});

describe('a replacement of the endpoint through the gate', () => {
  it.each([
    [true, 4],
    [false, 7],
  ])('raises no alarm (cross-zone on: %s, after %s minutes)', async (crossZone, after) => {
    const stage = await watched();
    const { cloud, endpoint, operations } = stage;
    cloud.setLoadBalancerAttributes(stage.loadBalancer.arn, {
      'load_balancing.cross_zone.enabled': String(crossZone),
    });
    expect(await onFor(stage, after)).toEqual([]);
    const before = operations.minutes.length;

    cloud.setStackStatus(STACK, 'UPDATE_IN_PROGRESS');
    const created = another(stage);
    connectLike(stage, endpoint.ips[0], created.ips);
    const bind = (overrides: Readonly<Record<string, unknown>>): void => stage.bindOnly('sync', overrides);
    const { gate } = await deployMove({ ...stage, bind }, created.id, { tick: operations.tick });
    expect(gate?.status).toBe('complete');
    cloud.putRecord(stage.privateZoneId, { name: HOST, alias: created.alias });
    await goOn(stage, operations.tick, 60);
    stage.bindOnly('audit', { source: { vpcEndpointId: created.id, serviceName: created.serviceName } });
    cloud.deleteEndpoint(endpoint.id);
    await onFor(stage, 12);

    expect(operations.minutes.slice(before).flatMap(on)).toEqual([]);
    expect(cloud.targets(stage.group.arn).map(({ ip }) => ip)).toEqual(created.ips);
  });
});

/** Lets new addresses answer as one that does. */
function connectLike({ surroundings: { destinations } }: MonitoredStage, ip = '', others: readonly string[]): void {
  const way = destinations.get(`${ip}:443`);
  if (way === undefined) throw new Error(`nothing answers at ${ip}`);
  for (const other of others) destinations.set(`${other}:443`, way);
}

describe('when something breaks, its alarms come on, and no others; when it is mended, they go off', () => {
  it.each(BREAKAGES)('$what', async ({ breaks, each, raised }) => {
    const stage = await watched();
    expect(await onFor(stage, 1)).toEqual([]);
    const mend = breaks(stage);
    const broken = await until(stage, {
      atMost: 90,
      done: (minute) => raised.every((name) => on(minute).includes(name)),
      each: () => each?.(stage),
    });
    expect([...new Set(broken.flatMap(on))].toSorted()).toEqual(raised);

    mend();
    const mended = await until(stage, { atMost: 60, done: (minute) => on(minute).length === 0 });
    expect(mended.slice(-1).flatMap(on)).toEqual([]);
  });

  it('every alarm of the template has come on', async () => {
    const { alarms } = await setMonitoredStage(template, surroundings);
    const all = [...alarms.metric, ...alarms.composite].map(({ name }) => name.slice(PREFIX.length));
    expect([...new Set(BREAKAGES.flatMap(({ raised }) => raised))].toSorted()).toEqual(all.toSorted());
  });
});

describe('what heals by itself, or is soon mended, raises no alarm', () => {
  it.each(PASSING)('$what', async ({ breaks, minutes }) => {
    const stage = await watched();
    const mend = breaks(stage);
    const whileBroken = await onFor(stage, minutes);
    mend();
    expect([...whileBroken, ...(await onFor(stage, 8))]).toEqual([]);
  });
});
