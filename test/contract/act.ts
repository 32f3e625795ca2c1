import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readBindingDocument } from '../../controller/binding-document.ts';
import { type Report, toReport } from '../../controller/report.ts';
import { sync } from '../../controller/sync.ts';
import { environmentOf, type World } from './world.ts';
import { ownResolver } from '../../controller/own-resolver.ts';

/** A binding as a user writes it. */
export type Binding = {
  readonly name: string;
  readonly targetGroupArn: string;
  readonly source: { readonly vpcEndpointId: string; readonly serviceName?: string };
  readonly mode?: 'observe' | 'add' | 'enforce';
  readonly keep?: readonly string[];
};

/** The binding of a group to an endpoint. */
export function bind(targetGroupArn: string, vpcEndpointId: string, rest: Partial<Binding> = {}): Binding {
  return { name: 'api', targetGroupArn, source: { vpcEndpointId }, ...rest };
}

/** Runs one pass of the product in this process: `sync`, or `plan`, which writes nothing. */
export async function pass(
  world: World,
  bindings: readonly Binding[],
  command: 'plan' | 'sync' = 'sync',
): Promise<readonly Report[]> {
  const document = readBindingDocument({ bindings }, 'the test');
  const { connect, clock } = world;
  return (await sync(document.bindings, { connect, resolve: ownResolver, clock, write: command === 'sync' })).map(
    toReport,
  );
}

/** One pass over one binding. */
export async function passOne(world: World, binding: Binding, command: 'plan' | 'sync' = 'sync'): Promise<Report> {
  const [report] = await pass(world, [binding], command);
  if (report === undefined) throw new Error('a pass reports every binding');
  return report;
}

/** Passes, with time to settle between them, until the group is in sync. Returns every report. */
export async function passUntilInSync(world: World, binding: Binding): Promise<readonly Report[]> {
  const reports: Report[] = [];
  while (reports.at(-1)?.outcome !== 'in-sync' && reports.length < 10) {
    // oxlint-disable-next-line no-await-in-loop -- a pass builds on the one before
    reports.push(await passOne(world, binding));
    world.settle();
  }
  return reports;
}

/** What the command line left behind. */
export type Printed = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

const CLI = fileURLToPath(new URL('../../controller/cli.ts', import.meta.url));

/** Runs the command line on a document, as a process of its own. */
export async function runCli(
  world: World,
  command: 'plan' | 'sync',
  document: unknown,
  ...flags: readonly string[]
): Promise<Printed> {
  const folder = mkdtempSync(join(tmpdir(), 'target-sync-'));
  const file = join(folder, 'bindings.json');
  writeFileSync(file, JSON.stringify(document));
  try {
    return await new Promise((resolve) => {
      execFile(
        process.execPath,
        [CLI, command, file, ...flags],
        { env: { PATH: process.env['PATH'], ...environmentOf(world) } },
        (error, stdout, stderr) => {
          resolve({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr });
        },
      );
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The name of the error a call ends with; undefined where it succeeds. */
export function nameOfError(call: Promise<unknown>): Promise<string | undefined> {
  return call.then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );
}
