import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const START_TIMEOUT_SECONDS = 60;
const ADDRESS = /Running on (http:\/\/127\.0\.0\.1:\d+)/;

/** A running moto, and how to end it. */
export type Moto = { readonly url: string; readonly stop: () => void };

/** Starts moto on a free loopback port and waits until it answers. It never outlives this process. */
export async function startMoto(programs: string): Promise<Moto> {
  // moto asks boto3 for a session, which fails on a developer's own profile.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')));
  const server = spawn(join(programs, 'python'), ['-m', 'moto.server', '-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env,
  });
  const stop = (): void => void server.kill();
  process.once('exit', stop);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

  const url = await new Promise<string>((resolve, reject) => {
    const lines: string[] = [];
    let started = false;
    const fail = (what: string): void => reject(new Error(`moto ${what}:\n${lines.join('\n')}`));
    const timer = setTimeout(fail, START_TIMEOUT_SECONDS * 1000, `did not start in ${START_TIMEOUT_SECONDS} s`);
    server.once('error', reject);
    server.once('exit', () => fail('ended'));
    createInterface({ input: server.stderr }).on('line', (line) => {
      // Once it runs it logs every request here; the pipe must be read all the same.
      if (started) return;
      lines.push(line);
      const found = ADDRESS.exec(line)?.[1];
      if (found === undefined) return;
      started = true;
      clearTimeout(timer);
      resolve(found);
    });
  });
  await loadEc2(url);
  await resetMoto(url);
  return { url, stop };
}

/** moto loads a service when it is first asked. Of EC2 that can take longer than a client waits. */
async function loadEc2(url: string): Promise<void> {
  const scope = 'testing/20260101/eu-west-1/ec2/aws4_request';
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  const body = new URLSearchParams({ Action: 'DescribeVpcs' });
  await fetch(url, { method: 'POST', headers: { authorization }, body });
}

/** Empties moto, and seeds it, so that a test finds the same ids and addresses in every run. */
export async function resetMoto(url: string): Promise<void> {
  for (const path of ['reset', 'seed?a=1']) {
    // oxlint-disable-next-line no-await-in-loop -- the seed holds from the reset on
    const answer = await fetch(`${url}/moto-api/${path}`, { method: 'POST' });
    if (!answer.ok) throw new Error(`moto answered ${answer.status} to ${path}`);
  }
}
