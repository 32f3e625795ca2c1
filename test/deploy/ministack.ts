import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPorts } from './listeners.ts';

const PROGRAM = join(import.meta.dirname, 'run_ministack.py');
const START_TIMEOUT_SECONDS = 60;
const LOG_LINES = 80;

/** A running ministack: where it is, what it has written, and how it ends. */
export type Ministack = {
  readonly url: string;
  /** The last lines of its log. */
  readonly log: () => string;
  /** Throws if it listens for anybody but this machine: it obeys everyone. */
  readonly assertLoopbackOnly: () => void;
  readonly stop: () => void;
};

/** Starts ministack on a free loopback port and waits until it answers. It never outlives this process, nor do its functions. */
export async function startMinistack(
  programs: string,
  { account, region }: { readonly account: string; readonly region: string },
  functionEnvironment: Readonly<Record<string, string>>,
): Promise<Ministack> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'ministack-'));
  const logFile = join(folder, 'log');
  const output = openSync(logFile, 'w');
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const server = spawn(join(programs, 'python'), [PROGRAM], {
    stdio: ['ignore', output, output],
    // A group of its own: functions run as its children, and must end with it.
    detached: true,
    env: {
      ...Object.fromEntries(others),
      // Functions run by the `node` of the path: the one that runs this.
      PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
      TMPDIR: folder,
      STATE_DIR: join(folder, 'state'),
      GATEWAY_PORT: String(port),
      MINISTACK_ACCOUNT_ID: account,
      // Of calls that say nothing: its own stand-in for the SDK in functions sends them without a signature.
      MINISTACK_REGION: region,
      // Without these three it listens for everybody.
      BIND_HOST: '127.0.0.1',
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      AWS_SECRET_ACCESS_KEY: 'secret',
      // The waiter of CDK's custom resources asks every 15 s; here every 3 s.
      SFN_WAIT_SCALE: '0.2',
      // Its own environment is what its functions see beside their own.
      ...functionEnvironment,
    },
  });
  closeSync(output);
  const { pid } = server;
  let ended = false;
  server.once('exit', () => (ended = true));
  const log = (): string => readFileSync(logFile, 'utf8').split('\n').slice(-LOG_LINES).join('\n');
  const stop = (): void => {
    process.off('exit', stop);
    if (pid !== undefined) killGroup(pid);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  process.once('exit', stop);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const assertLoopbackOnly = (): void => {
    const open = pid === undefined ? [] : openPorts(pid);
    if (open !== undefined && open.length > 0) throw new Error(`ministack listens for everybody on ${open.join(', ')}`);
  };

  const url = `http://127.0.0.1:${port}`;
  try {
    for (let second = 0; !(await isHealthy(url)); second += 1) {
      if (ended || second === START_TIMEOUT_SECONDS) throw new Error(`ministack did not start:\n${log()}`);
      await sleep(1_000);
    }
    assertLoopbackOnly();
  } catch (error) {
    stop();
    throw error;
  }
  return { url, log, assertLoopbackOnly, stop };
}

async function isHealthy(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/_ministack/health`, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined);
  return answer?.ok === true;
}

/** SIGKILL: there is nothing to keep. */
function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

/** ministack takes no port of its own choice. Somebody else may take this one first; then it says so and ends. */
function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        done(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}
