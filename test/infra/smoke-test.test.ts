import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { smokeTest } from '../../infra/smoke-test.ts';

const command = smokeTest({
  addresses: ['203.0.113.10', '203.0.113.11'],
  hostname: 'api.example.com',
  url: 'https://api.example.com/',
});

/** Runs the command in a shell whose curl answers as scripted: `body\ncode`, or an error on the other stream. */
function run(
  stdout: string,
  stderr = '',
  pasted = command,
): { readonly lines: readonly string[]; readonly status: number | null } {
  const directory = mkdtempSync(join(tmpdir(), 'curl-'));
  const curl = join(directory, 'curl');
  writeFileSync(
    curl,
    `#!/bin/sh\nprintf '%s' '${stdout}'\nprintf '%s' '${stderr}' >&2\necho "$@" >> ${directory}/calls\n`,
  );
  chmodSync(curl, 0o755);
  const { stdout: output, status } = spawnSync('sh', ['-c', pasted], {
    env: { PATH: `${directory}:${process.env['PATH']}` },
    encoding: 'utf8',
  });
  return { lines: output.trim().split('\n'), status };
}

describe('the smoke test says of each fixed IP', () => {
  it.each([
    ['{"message":"It works."}\n200', '', 'SUCCESS', 'the API answers'],
    ['\n302', '', 'SUCCESS', 'the API answers'],
    ['{"message":"Missing Authentication Token"}\n403', '', 'SUCCESS', 'nothing at this path'],
    ['{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke"}\n403', '', 'FAILED', 'the policy'],
    ['{"message":"Forbidden"}\n403', '', 'FAILED', 'knows no API of this name'],
    ['{"message":"Internal server error"}\n500', '', 'FAILED', 'should not give'],
    ['\n000', 'curl: (28) Connection timed out after 10001 milliseconds', 'FAILED', 'allowedCidrs'],
    ['\n000', 'curl: (7) Failed to connect to 203.0.113.10 port 443 after 200 ms', 'FAILED', 'no connection'],
    ['\n000', 'curl: (60) SSL: no alternative certificate subject name matches', 'FAILED', 'no connection'],
  ])('%s%s: %s, %s', (stdout, stderr, verdict, why) => {
    const { lines, status } = run(stdout, stderr);
    expect(lines).toHaveLength(2);
    for (const [index, line] of lines.entries()) {
      expect(line).toMatch(new RegExp(`^${verdict} 203\\.0\\.113\\.1${index}: `));
      expect(line).toContain(why);
    }
    expect(status).toBe(verdict === 'SUCCESS' ? 0 : 2);
  });

  it.each([
    ['ok\n200', '', 'SUCCESS', 'the ALB answers'],
    ['<h1>503 Service Temporarily Unavailable</h1>\n503', '', 'FAILED', 'has no target that does'],
    ['{"message":"Forbidden"}\n403', '', 'FAILED', 'that the ALB should not give'],
    ['\n000', 'curl: (28) Connection timed out after 10001 milliseconds', 'FAILED', 'allowedCidrs'],
  ])('before an ALB: %s%s: %s, %s', (stdout, stderr, verdict, why) => {
    const url = 'https://orders.example.com:8443/health';
    const alb = smokeTest({
      addresses: ['203.0.113.10'],
      hostname: 'orders.example.com',
      port: 8443,
      behind: 'alb',
      url,
    });
    const { lines, status } = run(stdout, stderr, alb);
    expect(lines).toEqual([expect.stringMatching(new RegExp(`^${verdict} 203\\.0\\.113\\.10: .*${why}`))]);
    expect(status).toBe(verdict === 'SUCCESS' ? 0 : 1);
    expect(alb).toContain('--connect-to orders.example.com:8443:$ip:8443 ');
  });

  it('is one line of POSIX shell, short enough for an output', () => {
    expect(command).not.toContain('\n');
    execFileSync('sh', ['-n', '-c', command]);
    expect(command.length).toBeLessThan(2_000);
  });
});
