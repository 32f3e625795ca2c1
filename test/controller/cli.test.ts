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

const bindings = (): readonly Record<string, unknown>[] => [
  { name: 'public-api', targetGroupArn: stage.group.arn, source: { vpcEndpointId: stage.endpoint.id } },
];

function targetSync(
  command: string,
  options: readonly string[] = [],
  document: unknown = { bindings: bindings() },
): Promise<Ended> {
  const file = temporaryFile('bindings.json', typeof document === 'string' ? document : JSON.stringify(document));
  const { accessKeyId, secretAccessKey } = stage.cloud.credentials;
  return node(['controller/cli.ts', command, file, ...options], {
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  });
}

const writes = (): readonly string[] =>
  stage.cloud.calls.filter((call) => call.write).map(({ operation }) => operation);
const drop = (): string => {
  const [ip = ''] = stage.endpoint.ips;
  stage.cloud.deregister(stage.group.arn, [ip]);
  return `${ip}:443`;
};

describe('plan', () => {
  it('exits 0 in sync', async () => {
    const { code, stdout } = await targetSync('plan');
    expect(stdout).toContain('in-sync');
    expect(stdout).toContain('2 of 2 desired are healthy');
    expect(code).toBe(0);
  });

  it('exits 2 on drift, shows it as JSON, and writes nothing', async () => {
    const missing = drop();
    const { code, stdout } = await targetSync('plan', ['--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      outcomes: [
        {
          binding: 'public-api',
          outcome: 'planned',
          drift: { missing: [missing], surplus: [] },
          plan: { register: [missing], deregister: [], hold: [] },
        },
      ],
    });
    expect(code).toBe(2);
    expect(writes()).toEqual([]);
  });

  it('shows a table with the reason', async () => {
    const missing = drop();
    const { stdout } = await targetSync('plan');
    expect(stdout).toMatch(new RegExp(`${missing} +│ register +│ eni-[0-9a-f]+ of ${stage.endpoint.id} carries it`));
  });

  it('says that a group is not sealed, with the command that seals it on a line of its own, and exits 1', async () => {
    stage.cloud.removeTags(stage.group.arn, ['target-sync:binding', 'target-sync:source']);
    const { code, stdout } = await targetSync('plan');
    expect(stdout).toContain('The target group is not sealed');
    expect(stdout).toContain(
      `aws elbv2 add-tags --region eu-west-1 --resource-arns ${stage.group.arn} ` +
        `--tags Key=target-sync:binding,Value=public-api Key=target-sync:source,Value=${stage.endpoint.id}\n`,
    );
    expect(code).toBe(1);
  });
});

describe('a pause', () => {
  it.each([
    ['unreadable', 'tomorrow', 'not an ISO 8601 time'],
    ['in force', new Date(Date.now() + 3_600_000).toISOString(), 'Paused until'],
  ])('that is %s is shown with the command that lifts it', async (_, until, text) => {
    stage.cloud.setTags(stage.group.arn, { 'target-sync:pause-until': until });
    drop();
    const { code, stdout } = await targetSync('sync');
    expect(stdout).toContain(text);
    expect(stdout).toContain(`aws elbv2 remove-tags --region eu-west-1 --resource-arns ${stage.group.arn}`);
    expect(code).toBe(2);
    expect(writes()).toEqual([]);
  });
});

describe('a pause of a group in sync', () => {
  it.each([
    ['blocked', 'unreadable', 'tomorrow', 2],
    ['in-sync', 'in force', new Date(Date.now() + 3_600_000).toISOString(), 0],
  ])('is %s where it is %s, and exits so', async (word, _, until, exit) => {
    stage.cloud.setTags(stage.group.arn, { 'target-sync:pause-until': until });
    const { code, stdout } = await targetSync('plan');
    expect(stdout).toContain(`public-api  ${word}`);
    expect(code).toBe(exit);
  });
});

describe('two bindings', () => {
  it('of which one waits and the other is refused exit 1', async () => {
    const until = new Date(Date.now() + 3_600_000).toISOString();
    stage.cloud.setTags(stage.group.arn, { 'target-sync:pause-until': until });
    drop();
    const { arn } = stage.cloud.createTargetGroup({ vpcId: stage.vpcId, name: 'other' });
    const other = { ...bindings()[0], name: 'other', targetGroupArn: arn };
    const { code, stdout } = await targetSync('plan', ['--json'], { bindings: [...bindings(), other] });
    expect(JSON.parse(stdout)).toMatchObject({ outcomes: [{ outcome: 'waiting' }, { outcome: 'refused' }] });
    expect(code).toBe(1);
  });
});

describe('the remedy', () => {
  it('for missing credentials is not to grant anything', async () => {
    const file = temporaryFile('bindings.json', JSON.stringify({ bindings: bindings() }));
    const { code, stdout } = await node(['controller/cli.ts', 'plan', file], {
      AWS_ENDPOINT_URL: server.url,
      AWS_PROFILE: 'nobody',
    });
    expect(stdout).toContain('Give usable credentials');
    expect(stdout).not.toContain('Grant');
    expect(code).toBe(1);
  });

  it('for a group that is not found is to check the account first', async () => {
    const arn = stage.group.arn.replace('123456789012', '210987654321');
    const { stdout } = await targetSync('plan', [], { bindings: [{ ...bindings()[0], targetGroupArn: arn }] });
    expect(stdout).toContain('Check first that the credentials are of account 210987654321');
  });

  it('for an endpoint URL where nothing answers names it', async () => {
    const file = temporaryFile('bindings.json', JSON.stringify({ bindings: bindings() }));
    const { stdout } = await node(['controller/cli.ts', 'plan', file], {
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'x',
    });
    expect(stdout).toContain('ECONNREFUSED');
    expect(stdout).toContain('AWS_ENDPOINT_URL');
  });
});

describe('sync', () => {
  it('exits 0 when it changed what was to change, and again when nothing is left', async () => {
    const missing = drop();
    const first = await targetSync('sync', ['--json']);
    expect(JSON.parse(first.stdout)).toMatchObject({
      outcomes: [{ outcome: 'changed', changes: { registered: [missing] } }],
    });
    expect(first.code).toBe(0);

    const second = await targetSync('sync');
    expect(second.stdout).toContain('in-sync');
    expect(second.code).toBe(0);
    expect(writes()).toEqual(['RegisterTargets']);
  });

  it('exits 2 while something waits', async () => {
    const { created } = stage.cloud.replaceEndpoint(stage.endpoint.id, { deleteAfterSeconds: 'never' });
    stage.moveTo(created.id);
    const { code, stdout } = await targetSync('sync', [], {
      bindings: [{ ...bindings()[0], source: { vpcEndpointId: created.id } }],
    });
    expect(stdout).toContain('hold, waiting');
    expect(stdout).toContain('registered 2');
    expect(code).toBe(2);
  });

  it('exits 1 when it faulted', async () => {
    stage.cloud.faults.add({ operation: 'DescribeTargetHealth', fault: 'health-unavailable' });
    const { code, stdout } = await targetSync('sync');
    expect(stdout).toContain('HealthUnavailable');
    expect(code).toBe(1);
  });
});

describe('the document', () => {
  it('is reduced to one binding by --binding', async () => {
    const other = {
      ...bindings()[0],
      name: 'other',
      targetGroupArn: stage.group.arn.replace('targetgroup/', 'targetgroup/x'),
    };
    const { stdout } = await targetSync('plan', ['--json', '--binding', 'public-api'], {
      bindings: [...bindings(), other],
    });
    expect(JSON.parse(stdout).outcomes).toHaveLength(1);
  });

  it.each([
    ['an unknown binding', ['--binding', 'nobody'], undefined, 'has no binding named "nobody". Known are: public-api.'],
    ['not JSON', [], 'bindings:', 'it is not JSON'],
    ['an unknown key', [], { bindings: [], extra: 1 }, 'the document: has the unknown key "extra"'],
  ])('that is %s exits 1 with one message, before any call', async (_, options, document, text) => {
    const { code, stderr } = await targetSync('sync', options, document);
    expect(stderr).toContain(text);
    expect(stderr).not.toContain('    at ');
    expect(code).toBe(1);
    expect(stage.cloud.calls).toEqual([]);
  });

  it('that is not there exits 1 with a message', async () => {
    const { code, stderr } = await node(['controller/cli.ts', 'plan', 'nowhere.json'], {});
    expect(stderr).toContain('nowhere.json is not a usable binding document');
    expect(code).toBe(1);
  });

  it('that is not named exits 1 with the usage', async () => {
    const { code, stderr } = await node(['controller/cli.ts', 'plan'], {});
    expect(stderr).toContain("missing required argument 'file'");
    expect(code).toBe(1);
  });
});

it('a profile of the standard configuration gives the credentials and the endpoint', async () => {
  const { accessKeyId, secretAccessKey } = stage.cloud.credentials;
  const config = temporaryFile(
    'config',
    `[profile ops]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\nendpoint_url = ${server.url}\n`,
  );
  const file = temporaryFile('bindings.json', JSON.stringify({ bindings: bindings() }));
  const { code } = await node(['controller/cli.ts', 'plan', file], { AWS_CONFIG_FILE: config, AWS_PROFILE: 'ops' });
  expect(code).toBe(0);
  expect(new Set(stage.cloud.calls.map((call) => call.accessKeyId))).toEqual(new Set([accessKeyId]));
});
