import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Listening } from '../cloud/wire/listen.ts';
import { openSurroundings, type Surroundings } from '../path/surroundings.ts';
import { type AuditStage, setAuditStage } from '../scenarios/audit-stage.ts';
import { type Ended, node, temporaryFile } from './child.ts';

let surroundings: Surroundings;
let stage: AuditStage;
let server: Listening;

beforeEach(async () => {
  surroundings = await openSurroundings('eu-west-1', '123456789012');
  stage = await setAuditStage(surroundings);
  server = await stage.cloud.listen();
  // Without a port no handshake is tried: from here the fixed IPs lead out into the world.
  stage.configure({ publicPort: undefined });
});
afterEach(() => Promise.all([server.close(), surroundings.close()]));

function audit(...options: readonly string[]): Promise<Ended> {
  const file = temporaryFile('bindings.json', JSON.stringify({ bindings: [stage.binding()] }));
  const { accessKeyId, secretAccessKey } = stage.cloud.credentials;
  return node(['controller/cli.ts', 'audit', file, '--resolver', surroundings.resolver, ...options], {
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  });
}

describe('audit', () => {
  it('exits 0 where the path is clean, with a picture of it, and writes nothing', async () => {
    const { code, stdout } = await audit();
    expect(stdout).toMatch(/^public-api {2}clean {2}3 not configured, \d+ ok\n/);
    expect(stdout).toContain('─ ✓ alias ─ ✓ NLB IP ─ ✓ target ─┬─ ✓ interface ─ ✓ endpoint ─ ✓ API');
    expect(stdout).toContain('not configured: audit.publicPort');
    expect(code).toBe(0);
    const writes = stage.cloud.calls.filter(({ write }) => write).map(({ operation }) => operation);
    expect(writes).toEqual(['Invoke']);
  });

  it('exits 2 on findings, and prints them as JSON', async () => {
    stage.cloud.setPrivateDns(stage.endpoint.id, true);
    const { code, stdout } = await audit('--json');
    const report: unknown = JSON.parse(stdout);
    expect(report).toMatchObject({
      audits: [{ binding: 'public-api', verdict: 'findings', counts: { warn: 1 } }],
    });
    expect(report).toHaveProperty('audits[0].results[0].code', 'EP_PRIVATE_DNS');
    expect(report).toHaveProperty(
      'audits[0].results[0].fix',
      `aws ec2 modify-vpc-endpoint --no-private-dns-enabled --vpc-endpoint-id ${stage.endpoint.id} --region eu-west-1`,
    );
    expect(code).toBe(2);
  });

  it('exits 2 where something is unknown that could be known', async () => {
    stage.cloud.faults.add({ fault: 'deny', service: 'acm' });
    const { code, stdout } = await audit();
    expect(stdout).toContain('AccessDenied');
    expect(code).toBe(2);
  });

  it('exits 1 where the credentials are of another account, and says whose', async () => {
    stage.bind({
      targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:210987654321:targetgroup/api/0123456789abcdef',
    });
    const { code, stdout } = await audit();
    expect(stdout).toContain('the credentials are of account 123456789012, the target group is of 210987654321');
    expect(stdout).toContain('→ Use credentials of account 210987654321.');
    expect(code).toBe(1);
  });

  it.each(['resolver.example', '10.0.0.300', '10.0.0.2:port'])(
    'says what is wrong with the resolver %s',
    async (value) => {
      const { code, stderr } = await audit('--resolver', value);
      expect(stderr).toContain('Expected an IP address, as in 10.0.0.2 or 10.0.0.2:5353.');
      expect(code).toBe(1);
      expect(stage.cloud.calls).toEqual([]);
    },
  );

  it('says every problem of its settings in one message, before it asks anything', async () => {
    stage.configure({ restApiId: 'A B', clientVpcIds: ['vpc'], probe: { functionArn: 'probe', path: 'x' } });
    const { code, stderr } = await audit();
    for (const path of ['restApiId', 'clientVpcIds[0]', 'probe.functionArn', 'probe.path']) {
      expect(stderr).toContain(`bindings[0].audit.${path}: `);
    }
    expect(code).toBe(1);
    expect(stage.cloud.calls).toEqual([]);
  });
});
