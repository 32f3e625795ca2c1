import { spawn } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(import.meta.dirname, '../..');
const PROGRAM = join(dirname(fileURLToPath(import.meta.resolve('aws-cdk/package.json'))), 'bin', 'cdk');

/** What a run of the CDK printed, both streams in the order in which they came, and how it ended. */
export type CdkRun = { readonly code: number; readonly output: string };

export type CdkOptions = {
  /** Replaces everything of AWS in this machine's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeoutSeconds?: number;
};

/** Runs the real command line of the CDK in the project's root, with nothing of AWS from this machine. */
export function cdk(
  args: readonly string[],
  { environment = {}, timeoutSeconds = 120 }: CdkOptions = {},
): Promise<CdkRun> {
  const child = spawn(process.execPath, [PROGRAM, '--no-notices', '--no-color', ...args], {
    cwd: ROOT,
    env: { ...withoutAws(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = (): void => void child.kill('SIGKILL');
  process.once('exit', stop);
  const pieces: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => pieces.push(text));
  return new Promise((done, fail) => {
    const timer = setTimeout(() => {
      pieces.push(`\n[ended after ${timeoutSeconds} s: it did not come to an end by itself]\n`);
      stop();
    }, timeoutSeconds * 1_000);
    child.once('error', fail);
    child.once('close', (code) => {
      clearTimeout(timer);
      process.off('exit', stop);
      done({ code: code ?? 1, output: pieces.join('') });
    });
  });
}

/** This machine's environment without its AWS profiles, and with the Node that runs this first on the path. */
function withoutAws(): Record<string, string | undefined> {
  const others = Object.entries(process.env).filter(([name]) => !/^(AWS|CDK)_/.test(name));
  return {
    ...Object.fromEntries(others),
    // `node` is how the app's command starts it, and Node of another version could not.
    PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_DISABLE_VERSION_CHECK: '1',
  };
}
