import { createConnect } from '../../controller/connect.ts';
import { createGate, type Completion } from '../../controller/gate.ts';
import { createSync } from '../../controller/handler.ts';
import { createNotify } from '../../controller/notify.ts';
import { GATE_INTERVAL_SECONDS, GATE_SECONDS } from '../../controller/model/limits.ts';
import type { Cloud } from '../cloud/cloud.ts';
import type { EndpointView } from '../cloud/verbs/views.ts';
import { type LogLine, recordLog } from './recorded-log.ts';
import { setStage, type Stage } from './stage.ts';
import { resolveOn } from '../cloud/resolve-on.ts';

export const STACK = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/api/0a1b2c3d';
export const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:sync';
/** The role of the sync function, which faults can be made for alone. */
export const SYNC_ROLE = 'AKIA123456789012SYNC';
/** The role of the gate's functions. */
export const GATE_ROLE = 'AKIA123456789012GATE';
/** How often CDK's framework asks at most: the gate's time and two minutes, by the interval. */
const MAX_POLLS = (GATE_SECONDS + 120) / GATE_INTERVAL_SECONDS;

/** How a custom resource ended, and how long it took. */
export type Ended = {
  readonly status: 'complete' | 'failed';
  /** The summary, or the reason of the failure. */
  readonly text: string;
  readonly seconds: number;
  /** Of the one evaluation that took longest. */
  readonly longestSeconds: number;
  readonly log: readonly LogLine[];
};

/** What CloudFormation asks, and what happens beside it. */
export type Asking = {
  readonly RequestType?: 'Create' | 'Update' | 'Delete';
  readonly ResourceProperties: Readonly<Record<string, unknown>>;
  /** Done before each evaluation, with the seconds since the first. */
  readonly meanwhile?: (seconds: number) => unknown;
};

/** The binding document of a deployment, with its bindings' other keys. */
export function documentOf(
  { group, name }: Pick<Stage, 'group' | 'name'>,
  vpcEndpointId: string,
  overrides: Readonly<Record<string, unknown>> = {},
): string {
  const binding = { name, targetGroupArn: group.arn, source: { vpcEndpointId }, ...overrides };
  return JSON.stringify({ bindings: [binding] });
}

/** Asks the real gate as CDK's framework does: `onEvent` once, then `isComplete` until it says so, throws, or time is up. */
export async function ask(
  cloud: Cloud,
  { RequestType = 'Update', ResourceProperties, meanwhile = () => undefined }: Asking,
): Promise<Ended> {
  const { logger, lines: log } = recordLog();
  const options = {
    requestHandler: cloud.requestHandler,
    credentials: { ...cloud.credentials, accessKeyId: GATE_ROLE },
  };
  const gate = createGate({
    clock: cloud.clock,
    logger,
    notify: createNotify(options),
    resolve: resolveOn(cloud.publicAnswer),
    options,
  });
  const begin = cloud.clock.now().getTime();
  const seconds = (since = begin): number => (cloud.clock.now().getTime() - since) / 1000;
  let longestSeconds = 0;
  const end = (status: Ended['status'], text: string): Ended => ({
    status,
    text,
    seconds: seconds(),
    longestSeconds,
    log,
  });
  const request = { RequestType, StackId: STACK, LogicalResourceId: 'Gate', ResourceProperties };
  try {
    const carried = { ...request, ...gate.onEvent(request) };
    for (let poll = 0; poll < MAX_POLLS; poll += 1) {
      // oxlint-disable-next-line no-await-in-loop -- time goes on in order
      await meanwhile(seconds());
      const since = cloud.clock.now().getTime();
      // oxlint-disable-next-line no-await-in-loop -- as above
      const answer: Completion = await gate.isComplete(JSON.parse(JSON.stringify(carried)));
      longestSeconds = Math.max(longestSeconds, seconds(since));
      if (answer.IsComplete) return end('complete', answer.Data?.Summary ?? '');
      cloud.advance(GATE_INTERVAL_SECONDS);
    }
    return end('failed', 'Operation timed out');
  } catch (error) {
    return end('failed', error instanceof Error ? error.message : String(error));
  }
}

/** The schedule beside a deployment: runs the stage's pass whenever a minute is over. */
export function schedule(stage: Pick<Stage, 'cloud' | 'pass'>): () => Promise<void> {
  let due = stage.cloud.clock.now().getTime();
  return async () => {
    while (stage.cloud.clock.now().getTime() >= due) {
      due += 60_000;
      // oxlint-disable-next-line no-await-in-loop -- passes follow one another
      await stage.pass();
    }
  };
}

/** Lets time pass in steps of the gate's interval, with the schedule running. */
export async function goOn({ cloud }: Pick<Stage, 'cloud'>, tick: () => Promise<void>, seconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed += GATE_INTERVAL_SECONDS) {
    // oxlint-disable-next-line no-await-in-loop -- time goes on in order
    await tick();
    cloud.advance(GATE_INTERVAL_SECONDS);
  }
}

/** Publishes a version of the sync function: the real handler unless told, under its own role. Returns the version's ARN. */
export function publish(cloud: Cloud, version: number, code?: (event: unknown) => Promise<unknown>): string {
  const options = {
    requestHandler: cloud.requestHandler,
    credentials: { ...cloud.credentials, accessKeyId: SYNC_ROLE },
  };
  const sync = createSync({
    connect: createConnect(options),
    resolve: resolveOn(cloud.publicAnswer),
    clock: cloud.clock,
    logger: recordLog().logger,
    meter: () => undefined,
    notify: createNotify(options),
  });
  const arn = `${FUNCTION}:${version}`;
  cloud.createFunction(arn, code ?? ((event) => sync(event, { functionName: 'sync' })));
  return arn;
}

/** What came of the deployment of a replacement. */
export type Replaced = { readonly rehearsal: Ended; readonly gate?: Ended };

/**
 * Moves the stage to another endpoint in CloudFormation's order: the seal first, then the rehearsal, then the schedule,
 * then the gate. The schedule runs all the while, at first with the old spec. The old endpoint is left to the caller.
 */
export async function deployMove(
  stage: Pick<Stage, 'name' | 'cloud' | 'group' | 'bind'>,
  endpointId: string,
  { tick, gated = true }: { readonly tick: () => Promise<void>; readonly gated?: boolean },
): Promise<Replaced> {
  const { cloud } = stage;
  const document = documentOf(stage, endpointId);
  cloud.seal(stage.group.arn, stage.name, endpointId);
  await goOn(stage, tick, 15);
  const functionArn = publish(cloud, 2);
  const rehearsal = await ask(cloud, { ResourceProperties: { document, functionArn }, meanwhile: tick });
  if (rehearsal.status === 'failed') return { rehearsal };
  stage.bind({ source: { vpcEndpointId: endpointId } });
  await goOn(stage, tick, 15);
  if (!gated) return { rehearsal };
  return { rehearsal, gate: await ask(cloud, { ResourceProperties: { document }, meanwhile: tick }) };
}

/** A stage in whose stack an update is under way. */
export function staged(options?: Parameters<typeof setStage>[0]): { stage: Stage; tick: () => Promise<void> } {
  const stage = setStage(options);
  stage.cloud.setStackStatus(STACK, 'UPDATE_IN_PROGRESS');
  return { stage, tick: schedule(stage) };
}

/** Another endpoint like the stage's, which is kept. */
export const another = ({ cloud, endpoint }: Pick<Stage, 'cloud' | 'endpoint'>): EndpointView =>
  cloud.replaceEndpoint(endpoint.id, { deleteAfterSeconds: 'never' }).created;

/** What the gate says of a path that is as it should be. */
export const OPENS = 'public-api: every serviceable target is healthy, and no other is left';
