#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { type AuditReport, toAuditReport } from './audit-report.ts';
import type { BindingDocument } from './binding.ts';
import { InvalidBindingDocument, parseBindingDocument } from './binding-document.ts';
import { wallClock } from './clock.ts';
import { createConnect } from './connect.ts';
import { toDrillReport } from './drill-report.ts';
import type { Drill } from './model/drill.ts';
import type { OutcomeWord } from './model/outcome.ts';
import { renderReports } from './render.ts';
import { renderAudits } from './render-audit.ts';
import { renderDrill } from './render-drill.ts';
import { toReport } from './report.ts';
import { sync } from './sync.ts';

/** Exit codes of an outcome, for a pipeline. The highest concern wins: 1 over 2 over 0. */
const EXIT_CODES: Readonly<Record<OutcomeWord, 0 | 1 | 2>> = {
  faulted: 1,
  refused: 1,
  blocked: 2,
  waiting: 2,
  planned: 2,
  changed: 0,
  'in-sync': 0,
};

/** Exit codes of an audit. */
const AUDIT_EXIT_CODES: Readonly<Record<AuditReport['verdict'], 0 | 1 | 2>> = { faulted: 1, findings: 2, clean: 0 };

/** Exit codes of a drill. */
const DRILL_EXIT_CODES: Readonly<Record<Drill['outcome'], 0 | 1 | 2>> = {
  refused: 1,
  'not-healed': 1,
  declined: 2,
  healed: 0,
};

type Options = {
  readonly json?: true;
  readonly binding?: string;
  readonly resolver?: readonly string[];
  readonly yes?: true;
};

const program: Command = new Command('target-sync')
  .version(manifest.version)
  .description(
    'Keeps NLB IP target groups true to the interface VPC endpoints behind them, and audits the path around them.',
  )
  .addHelpText(
    'after',
    `
Exit codes of plan and sync: 0 in sync, or changed by sync; 2 drift found, waiting or blocked; 1 refused or faulted.
Exit codes of audit: 0 clean; 2 findings, or something unknown that could be known; 1 faulted.
Exit codes of drill: 0 healed; 2 declined; 1 refused, or not healed. Bad input: 1.
Credentials, profile and AWS_ENDPOINT_URL come from the standard AWS environment; the Region is the target group's.`,
  )
  .exitOverride();

addCommand('plan', 'Show what a pass would do. Writes nothing, ever.', (chosen) => runPass(chosen, false));
addCommand('sync', 'Run one pass now.', (chosen) => runPass(chosen, true));
addCommand(
  'audit',
  'Look at everything on the path and say what is wrong with it. Writes nothing, ever.',
  runAudit,
).option(
  '--resolver <address>',
  'a DNS resolver, as ip or ip:port, to ask instead of 1.1.1.1 and 8.8.8.8; may be given again',
  oneMoreResolver,
);
addCommand(
  'drill',
  'Take one healthy target out where others serve, and watch the deployed schedule bring it back. Asks first.',
  runDrill,
)
  .option('--yes', 'do not ask')
  .addHelpText(
    'after',
    `
It writes with your credentials, not with the function's: they need elasticloadbalancing:DeregisterTargets and
RegisterTargets on the target group. It refuses where nothing would heal, or too little would serve meanwhile.
However it ends, it registers the target again, unless it is killed (-9) or may not or cannot call AWS any more; then the
schedule does, as it would have.`,
  );

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = complain(error);
}

/** What a command takes, and what it comes to: text for a terminal, a value for `--json`, and an exit code. */
type Chosen = BindingDocument['bindings'];
type Result = { readonly text: string; readonly json: unknown; readonly codes: readonly (0 | 1 | 2)[] };

function addCommand(
  name: string,
  description: string,
  run: (chosen: Chosen, options: Options) => Promise<Result>,
): Command {
  return program
    .command(name)
    .description(description)
    .argument('<file>', 'the binding document, JSON')
    .option('--json', 'print JSON')
    .option('--binding <name>', 'take this binding alone')
    .action(async (file: string, options: Options) => {
      const { bindings } = parseBindingDocument(readDocument(file), file);
      const result = await run(choose(bindings, options.binding, file), options);
      process.stdout.write(options.json === true ? `${JSON.stringify(result.json, undefined, 2)}\n` : result.text);
      process.exitCode = result.codes.includes(1) ? 1 : result.codes.includes(2) ? 2 : 0;
    });
}

async function runPass(chosen: Chosen, write: boolean): Promise<Result> {
  const outcomes = await sync(chosen, { connect: createConnect(), clock: wallClock, write });
  const reports = outcomes.map(toReport);
  return {
    text: renderReports(reports, process.stdout.columns),
    json: { outcomes: reports },
    codes: reports.map(({ outcome }) => EXIT_CODES[outcome]),
  };
}

async function runAudit(chosen: Chosen, { resolver: resolvers }: Options): Promise<Result> {
  // Only here: a plan need not wait for the clients of nine services.
  const { auditNow } = await import('./audit-now.ts');
  const reports = (await auditNow(chosen, resolvers)).map(toAuditReport);
  return {
    text: renderAudits(reports),
    json: { audits: reports },
    codes: reports.map(({ verdict }) => AUDIT_EXIT_CODES[verdict]),
  };
}

async function runDrill([spec, ...others]: Chosen, { json, yes }: Options): Promise<Result> {
  if (spec === undefined || others.length > 0) {
    const names = [spec, ...others].map((binding) => binding?.name).join(', ');
    program.error(`error: a drill takes one binding: add --binding <name>. The document has: ${names}.`);
  }
  if (yes !== true && !(process.stdin.isTTY && process.stderr.isTTY)) {
    program.error('error: a drill asks first, and this is no terminal: add --yes if it is meant.');
  }
  const { drillNow } = await import('./drill-now.ts');
  const drill = await drillNow(spec, { yes: yes === true, quiet: json === true });
  return {
    text: renderDrill(drill),
    json: { drill: toDrillReport(drill) },
    codes: [DRILL_EXIT_CODES[drill.outcome]],
  };
}

function oneMoreResolver(value: string, before: readonly string[] = []): readonly string[] {
  const [, bracketed, plain, alone] = /^(?:\[([^\]]+)\](?::\d{1,5})?|([^:]+)(?::\d{1,5})?|(.+))$/.exec(value) ?? [];
  if (isIP(bracketed ?? plain ?? alone ?? '') === 0) {
    throw new InvalidArgumentError('Expected an IP address, as in 10.0.0.2 or 10.0.0.2:5353.');
  }
  return [...before, value];
}

function readDocument(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InvalidBindingDocument(file, [`it cannot be read: ${String(cause)}. Name a JSON file.`]);
  }
}

function choose(bindings: Chosen, name: string | undefined, file: string): Chosen {
  if (name === undefined) return bindings;
  const chosen = bindings.filter((binding) => binding.name === name);
  if (chosen.length > 0) return chosen;
  const known = bindings.map((binding) => binding.name).join(', ');
  throw new InvalidBindingDocument(file, [`it has no binding named "${name}". Known are: ${known}.`]);
}

/** Bad input and usage are one message; anything else is a defect and shows its stack. */
function complain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode;
  console.error(error instanceof InvalidBindingDocument ? error.message : error);
  return 1;
}
