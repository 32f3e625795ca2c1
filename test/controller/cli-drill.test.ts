import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Listening } from '../cloud/wire/listen.ts';
import { setStage, type Stage } from '../scenarios/stage.ts';
import { type Ended, node, temporaryFile } from './child.ts';

let stage: Stage;
let server: Listening;

beforeEach(async () => {
  stage = setStage();
  server = await stage.cloud.listen();
});
afterEach(() => server.close());

const binding = (overrides: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  name: 'public-api',
  targetGroupArn: stage.group.arn,
  source: { vpcEndpointId: stage.endpoint.id },
  ...overrides,
});
const environment = (): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL: server.url,
  AWS_ACCESS_KEY_ID: stage.cloud.credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: stage.cloud.credentials.secretAccessKey,
});
const write = (...bindings: readonly unknown[]): string =>
  temporaryFile('bindings.json', JSON.stringify({ bindings: bindings.length === 0 ? [binding()] : bindings }));

function drill(file: string, ...options: readonly string[]): Promise<Ended> {
  return node(['controller/cli.ts', 'drill', file, ...options], environment());
}

const writes = (): readonly string[] =>
  stage.cloud.calls.filter((call) => call.write).map(({ operation }) => operation);

describe('drill', () => {
  it('without --yes and without a terminal exits 1 before any call', async () => {
    const { code, stdout, stderr } = await drill(write());
    expect(stderr).toContain('a drill asks first, and this is no terminal: add --yes');
    expect(stdout).toBe('');
    expect(code).toBe(1);
    expect(stage.cloud.calls).toEqual([]);
  });

  it('of a document with several bindings exits 1 before any call, and names them', async () => {
    const other = binding({ name: 'other', targetGroupArn: stage.group.arn.replace('targetgroup/', 'targetgroup/x') });
    const { code, stderr } = await drill(write(binding(), other), '--yes');
    expect(stderr).toContain('add --binding <name>. The document has: public-api, other.');
    expect(code).toBe(1);
    expect(stage.cloud.calls).toEqual([]);
  });

  it('of a document that is none exits 1 with the message of every command', async () => {
    const { code, stderr } = await drill(temporaryFile('bindings.json', 'bindings:'), '--yes');
    expect(stderr).toContain('it is not JSON');
    expect(stderr).not.toContain('    at ');
    expect(code).toBe(1);
  });

  it('with --yes is refused all the same where it is unsafe, and writes nothing', async () => {
    const { code, stdout } = await drill(write(binding({ minHealthy: 2 })), '--yes');
    expect(stdout).toMatch(/^public-api {2}refused {2}2 desired targets are healthy\. A drill takes one out/);
    expect(stdout).toContain('or lower minHealthy.');
    expect(code).toBe(1);
    expect(writes()).toEqual([]);
  });

  it('refused says so as JSON', async () => {
    stage.cloud.setTags(stage.group.arn, { 'target-sync:binding': 'other' });
    const { code, stdout } = await drill(write(), '--yes', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      drill: { binding: 'public-api', outcome: 'refused', moments: [], refusal: { code: 'pass-refuses' } },
    });
    expect(code).toBe(1);
  });

  it('names the permissions it takes, and whose, in its help', async () => {
    const { code, stdout } = await node(['controller/cli.ts', 'drill', '--help'], {});
    expect(stdout).toContain('It writes with your credentials');
    expect(stdout).toContain('elasticloadbalancing:DeregisterTargets');
    expect(code).toBe(0);
  });
});

describe('a drill under way', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('registers the target back on %s, and exits 1', async (signal) => {
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, ['controller/cli.ts', 'drill', write(), '--yes'], {
      env: { PATH, NO_COLOR: '1', AWS_EC2_METADATA_DISABLED: 'true', ...environment() },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (!printed.includes('draining') && (printed + text).includes('draining')) child.kill(signal);
      printed += text;
    });
    const [code] = await once(child, 'close');
    expect(printed).toContain(
      '+0 s          deregistered 10.0.1.11:443 in euw1-az1; 1 of 2 desired targets stays healthy',
    );
    expect(printed).toMatch(/registered back by the drill\npublic-api {2}not-healed {2}The drill was interrupted\.\n/);
    expect(code).toBe(1);
    expect(writes()).toEqual(['DeregisterTargets', 'RegisterTargets']);
    expect(stage.targets()).toEqual(['10.0.1.11:443 initial', '10.0.2.11:443 healthy']);
  });

  it('exits 0 when the target serves again, and shows the time line as JSON', async () => {
    const { group, cloud } = stage;
    let looks = 0;
    // What the schedule and the load balancer would do, between two of the drill’s looks.
    cloud.faults.add({
      fault: 'throttle',
      operation: 'DescribeTargetHealth',
      match: () => {
        if (writes().length > 0) looks += 1;
        if (looks === 1) cloud.register(group.arn, ['10.0.1.11']);
        else if (looks === 2) cloud.setHealthy(group.arn);
        return false;
      },
    });
    const { code, stdout } = await drill(write(), '--yes', '--json');
    const report: unknown = JSON.parse(stdout).drill;
    expect(report).toMatchObject({
      outcome: 'healed',
      target: '10.0.1.11:443',
      others: ['10.0.2.11:443'],
      moments: [
        { seconds: 0, what: 'deregistered' },
        { what: 'registered-again', shows: 'initial' },
        { what: 'healthy' },
      ],
    });
    expect(code).toBe(0);
    expect(writes()).toEqual(['DeregisterTargets']);
  });
});
