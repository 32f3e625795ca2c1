import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../../controller/bundle.ts';
import { documentOf, publish, STACK } from '../scenarios/deployment.ts';
import { setStage, type Stage } from '../scenarios/stage.ts';
import { type Ended, node, temporaryFile } from './child.ts';

const temporary = (): string => mkdtempSync(join(tmpdir(), 'target-sync-'));
const built = { sync: '', gate: '' };

beforeAll(async () => {
  built.sync = await bundle('sync', temporary());
  built.gate = await bundle('gate', temporary());
});

/** Runs statements on what a built bundle exports, in a process of its own that talks to the stage's cloud over HTTP. */
async function runOn(
  { cloud }: Stage,
  entry: keyof typeof built,
  statements: string,
): Promise<Ended & { lines: readonly unknown[] }> {
  const program = temporaryFile(
    'invoke.mjs',
    `import * as bundle from ${JSON.stringify(built[entry])};\nconst context = { awsRequestId: 'r-1' };\n${statements}\n`,
  );
  const server = await cloud.listen();
  const { accessKeyId, secretAccessKey } = cloud.credentials;
  const ended = await node([program], {
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  });
  await server.close();
  const lines = ended.stdout.split('\n').filter((line) => line !== '');
  return { ...ended, lines: lines.map((line): unknown => JSON.parse(line)) };
}

/** A stage at the time on the wall, which the bundles go by, with one target missing. */
function liveStage(): { stage: Stage; ip: string } {
  const stage = setStage({ settings: { startsAt: new Date() } });
  const [ip = ''] = stage.endpoint.ips;
  stage.cloud.deregister(stage.group.arn, [ip]);
  return { stage, ip };
}

describe('the bundle of the sync function, as a process', () => {
  it('runs a scheduled pass by itself, over HTTP, and logs JSON lines', async () => {
    const { stage, ip } = liveStage();
    const event = { asOf: new Date().toISOString(), ...JSON.parse(documentOf(stage, stage.endpoint.id)) };
    const { code, lines } = await runOn(
      stage,
      'sync',
      `console.log(JSON.stringify(await bundle.sync(${JSON.stringify(event)}, context)));`,
    );
    expect(code).toBe(0);
    expect(lines).toMatchObject([
      { level: 'INFO', message: 'sync pass', service: 'target-sync', outcomes: { changed: 1 } },
      {
        function_request_id: 'r-1',
        message: 'public-api is changed',
        outcome: 'changed',
        changes: { registered: [`${ip}:443`] },
      },
      { outcomes: [{ binding: 'public-api', outcome: 'changed' }] },
    ]);
  });

  it('answers a plan without a write', async () => {
    const { stage, ip } = liveStage();
    const event = `{ plan: ${documentOf(stage, stage.endpoint.id)} }`;
    const { code, lines } = await runOn(
      stage,
      'sync',
      `console.log(JSON.stringify(await bundle.sync(${event}, context)));`,
    );
    expect(code).toBe(0);
    expect(lines.at(-1)).toMatchObject({ outcomes: [{ outcome: 'planned', plan: { register: [`${ip}:443`] } }] });
    expect(stage.cloud.calls.length).toBeGreaterThan(4);
    expect(stage.cloud.calls.filter(({ write }) => write)).toEqual([]);
  });
});

describe('the bundle of the gate, as a process', () => {
  it('rehearses the new version, heals, and opens', async () => {
    const { stage, ip } = liveStage();
    const { cloud, group, endpoint } = stage;
    cloud.setStackStatus(STACK, 'UPDATE_IN_PROGRESS');
    const document = documentOf(stage, endpoint.id);
    const request = (ResourceProperties: object): string =>
      JSON.stringify({ RequestType: 'Update', StackId: STACK, LogicalResourceId: 'Gate', ResourceProperties });
    const judge = (properties: object): Promise<Ended & { lines: readonly unknown[] }> =>
      runOn(
        stage,
        'gate',
        `const request = ${request(properties)};
         const begun = await bundle.onEvent(request, context);
         console.log(JSON.stringify(await bundle.isComplete({ ...request, ...begun }, context)));`,
      );

    const rehearsal = await judge({ document, functionArn: publish(cloud, 2) });
    expect(rehearsal.lines).toMatchObject([
      { level: 'INFO', service: 'target-sync-gate', function_request_id: 'r-1', stage: 'rehearsal', verdict: 'open' },
      { IsComplete: true },
    ]);

    const first = await judge({ document });
    expect(first.lines).toMatchObject([{ stage: 'gate', verdict: 'wait' }, { IsComplete: false }]);
    expect(cloud.targets(group.arn)).toContainEqual(expect.objectContaining({ ip, state: 'initial' }));

    cloud.setHealthy(group.arn);
    const second = await judge({ document });
    expect(second.lines).toMatchObject([{ stage: 'gate', verdict: 'open' }, { IsComplete: true }]);
  });
});

describe('bundles', () => {
  it('are the same whenever they are built', async () => {
    for (const entry of ['sync', 'gate'] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const again = await bundle(entry, temporary());
      expect(readFileSync(again, 'utf8')).toBe(readFileSync(built[entry], 'utf8'));
    }
  });

  it.each(['DescribeStacks', '/2015-03-31/functions'])('%s is in that of the gate alone', (trace) => {
    expect(readFileSync(built.gate, 'utf8')).toContain(trace);
    expect(readFileSync(built.sync, 'utf8')).not.toContain(trace);
  });

  it('are written by the program one at a time, each where it is told, or all', async () => {
    const directory = temporary();
    const one = await node(['controller/bundle.ts', 'gate', join(directory, 'one')], {});
    expect(one).toMatchObject({ code: 0, stdout: `${join(directory, 'one', 'handler.mjs')}\n` });
    const all = await node(['controller/bundle.ts', directory], {});
    expect(all.stdout.trim().split('\n')).toEqual(
      ['sync', 'gate', 'audit', 'probe'].map((entry) => join(directory, entry, 'handler.mjs')),
    );
    expect(await node(['controller/bundle.ts', 'alarm', directory], {})).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no bundle "alarm"'),
    });
  });
});
