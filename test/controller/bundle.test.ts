import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle, type Entry } from '../../controller/bundle.ts';
import { logLine } from '../../controller/log-lines.ts';
import { openSurroundings } from '../path/surroundings.ts';
import { setAuditStage } from '../scenarios/audit-stage.ts';
import { documentOf, publish, STACK } from '../scenarios/deployment.ts';
import { setStage, type Stage } from '../scenarios/stage.ts';
import { type Ended, node, temporaryFile } from './child.ts';

const temporary = (): string => mkdtempSync(join(tmpdir(), 'target-sync-'));
const ENTRIES = ['sync', 'gate', 'audit', 'probe'] as const;
const built: Record<Entry, string> = { sync: '', gate: '', audit: '', probe: '' };

beforeAll(async () => {
  for (const entry of ENTRIES) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    built[entry] = await bundle(entry, temporary());
  }
}, 60_000);

/** Runs statements on what a built bundle exports, in a process of its own that talks to the stage's cloud over HTTP. */
async function runOn(
  { cloud }: Pick<Stage, 'cloud'>,
  entry: Entry,
  statements: string,
): Promise<Ended & { lines: readonly Printed[] }> {
  const program = temporaryFile(
    'invoke.mjs',
    `import * as bundle from ${JSON.stringify(built[entry])};\nconst context = { awsRequestId: 'r-1', functionName: 'sync' };\n${statements}\n`,
  );
  const server = await cloud.listen();
  const { accessKeyId, secretAccessKey } = cloud.credentials;
  const ended = await node([program], {
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  });
  await server.close();
  const lines = ended.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => parseLine(line));
  for (const line of lines) if ('message' in line) logLine.parse(withoutPowertools(line));
  return { ...ended, lines };
}

type Printed = Readonly<Record<string, unknown>>;

function parseLine(line: string): Printed {
  return Object(JSON.parse(line));
}

/** A line without what Powertools adds: https://docs.aws.amazon.com/powertools/typescript/latest/features/logger/ */
function withoutPowertools(line: Printed): Printed {
  const added = /^(cold_start|function_\w+|sampling_rate|service|timestamp|xray_trace_id)$/;
  return Object.fromEntries(Object.entries(line).filter(([name]) => !added.test(name)));
}

/** A stage at the time on the wall, which the bundles go by, with one target missing. */
function liveStage(): { stage: Stage; ip: string } {
  const stage = setStage({ settings: { startsAt: new Date() } });
  const [ip = ''] = stage.endpoint.ips;
  stage.cloud.deregister(stage.group.arn, [ip]);
  return { stage, ip };
}

describe('the bundle of the sync function, as a process', () => {
  it('runs a scheduled pass by itself, over HTTP, logs JSON lines, measures, and tells of the change', async () => {
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
        message: 'binding',
        outcome: 'changed',
        changes: { registered: [`${ip}:443`] },
      },
      { _aws: { CloudWatchMetrics: [{ Dimensions: [['Binding']] }] }, Binding: 'public-api', Drift: 1 },
      {
        _aws: { CloudWatchMetrics: [{ Dimensions: [['Function']] }] },
        Function: 'sync',
        CompletedPasses: 1,
        Changes: 1,
      },
      { outcomes: [{ binding: 'public-api', outcome: 'changed' }] },
    ]);
    expect(stage.cloud.events).toMatchObject([{ detailType: 'Target registered', detail: { target: `${ip}:443` } }]);
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
    expect(lines.filter((line) => '_aws' in line)).toEqual([]);
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
    const judge = (properties: object): Promise<Ended & { lines: readonly Printed[] }> =>
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

describe('the bundle of the audit', () => {
  it('audits a path over HTTP, and logs what it came to', async () => {
    const surroundings = await openSurroundings('eu-west-1', '123456789012');
    const stage = await setAuditStage(surroundings);
    // Neither a name nor a port: from here resolvers and fixed IPs lead out into the world.
    stage.bind({ hostnames: [] });
    stage.configure({ publicPort: undefined, probe: undefined });
    const event = { asOf: new Date().toISOString(), bindings: [stage.binding()] };
    const { code, lines } = await runOn(
      stage,
      'audit',
      `console.log(JSON.stringify(await bundle.audit(${JSON.stringify(event)}, context)));`,
    );
    await surroundings.close();
    expect(code).toBe(0);
    expect(lines).toContainEqual(expect.objectContaining({ message: 'audit pass', bindings: 1 }));
    expect(lines.at(-1)).toMatchObject({ audits: [{ binding: 'public-api', counts: { crit: 0 } }] });
  });
});

describe('the bundle of the probe', () => {
  it('answers with what it saw', async () => {
    const request = { hostname: 'api.example.com', resolve: false, path: '/', addresses: [] };
    const { code, lines } = await runOn(
      setStage(),
      'probe',
      `console.log(JSON.stringify(await bundle.probe(${JSON.stringify(request)}, context)));`,
    );
    expect(code).toBe(0);
    expect(lines.at(-1)).toEqual({ attempts: [] });
  });
});

describe('bundles', () => {
  it('are the same whenever they are built', async () => {
    const again = await bundle('sync', temporary());
    expect(readFileSync(again, 'utf8')).toBe(readFileSync(built.sync, 'utf8'));
  });

  it.each<[trace: string, what: string, entries: readonly Entry[]]>([
    ['DescribeStacks', 'the status of stacks', ['gate']],
    ['RegisterTargetsInput', 'writes of targets', ['sync', 'gate']],
    ['/2015-03-31/functions', 'invocations', ['gate', 'audit']],
    ['PutEvents', 'events of changes', ['sync', 'gate']],
    ['CloudWatchMetrics', 'metrics', ['sync', 'audit']],
    ['ListHostedZonesByVPC', 'Route 53', ['audit']],
    ['GetRestApi', 'API Gateway', ['audit']],
    ['DescribeCertificate', 'ACM', ['audit']],
    ['ListResolverRules', 'the Resolver', ['audit']],
    ['DescribeVpcEndpoints', 'EC2', ['sync', 'gate', 'audit']],
  ])('with %s, %s, are those of %j alone', (trace, _, entries) => {
    expect(ENTRIES.filter((entry) => readFileSync(built[entry], 'utf8').includes(trace))).toEqual(entries);
  });

  it('are all written by the program, each into a folder of its own', async () => {
    const directory = temporary();
    const { stdout } = await node(['controller/bundle.ts', directory], {});
    expect(stdout.trim().split('\n')).toEqual(ENTRIES.map((entry) => join(directory, entry, 'handler.mjs')));
  });
});
