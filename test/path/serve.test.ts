import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

/** Runs `npm run cloud` in a folder of its own. */
function serve(...args: string[]) {
  const cwd = mkdtempSync(join(tmpdir(), 'target-sync-cloud-'));
  const child = spawn(process.execPath, [join(import.meta.dirname, 'serve.ts'), ...args], { cwd, stdio: 'pipe' });
  return { cwd, child };
}

async function ended(child: ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream }) {
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { stdout, stderr, code };
}

test('prints an environment that reaches it, writes the binding document, and ends on a signal', async () => {
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const address = free.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  await new Promise((resolve) => free.close(resolve));

  const { cwd, child } = serve('--port', port);
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (line.startsWith('aws ec2 delete-vpc-endpoints')) child.kill('SIGTERM');
  }
  expect(lines).toContain(`export AWS_ENDPOINT_URL=http://127.0.0.1:${port}`);
  expect(lines).toContain('export AWS_REGION=eu-west-1');
  expect(lines).toContain('export AWS_DEFAULT_REGION=eu-west-1');
  expect(lines).toContain('npx target-sync plan dist/bindings.json');
  expect(lines).toContainEqual(
    expect.stringMatching(/^npx target-sync audit dist\/bindings\.json --resolver 127\.0\.0\.1:\d+$/),
  );
  expect(lines.filter((line) => line.startsWith('aws '))).toEqual([
    expect.stringMatching(/^aws ec2 modify-vpc-attribute --vpc-id vpc-\w+ --no-enable-dns-hostnames$/),
    expect.stringMatching(/^aws elbv2 deregister-targets --target-group-arn arn:\S+ --targets Id=10\.0\.1\.10$/),
    expect.stringMatching(/^aws elbv2 remove-tags --resource-arns arn:\S+ --tag-keys target-sync:binding$/),
    expect.stringMatching(/^aws ec2 delete-vpc-endpoints --vpc-endpoint-ids vpce-\w+$/),
  ]);
  expect(JSON.parse(readFileSync(join(cwd, 'dist/bindings.json'), 'utf8'))).toMatchObject({
    bindings: [{ name: 'public-api', source: { vpcEndpointId: expect.stringMatching(/^vpce-/) } }],
  });
});

test('says in one line that its port is in use', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  expect(await ended(serve('--port', port).child)).toEqual({
    stdout: '',
    stderr: `error: port ${port} is in use; choose another with --port\n`,
    code: 1,
  });
  other.close();
});

test.each([
  [['--bogus'], "error: unknown option '--bogus'\n"],
  [
    ['--port', '70000'],
    "error: option '--port <port>' argument '70000' is invalid. Expected a whole number from 1 to 65535.\n",
  ],
  [
    ['--speed', 'fast'],
    "error: option '--speed <factor>' argument 'fast' is invalid. Expected a whole number from 1 to 3600.\n",
  ],
])('says in one line what is wrong with %j', async (args, stderr) => {
  expect(await ended(serve(...args).child)).toEqual({ stdout: '', stderr, code: 1 });
});

test('shows its options when asked for help', async () => {
  const { stdout, code } = await ended(serve('--help').child);
  expect(stdout).toMatch(/--port <port>.*4599[^]*--speed <factor>/);
  expect(code).toBe(0);
});
