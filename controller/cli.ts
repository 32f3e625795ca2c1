#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { type BindingAdvice, isAdvisable } from './binding-advice.ts';
import { toAuditReport } from './audit-report.ts';
import type { BindingDocument } from './binding.ts';
import { InvalidBindingDocument } from './binding-document.ts';
import { chosenBindings } from './chosen-bindings.ts';
import { wallClock } from './clock.ts';
import { createConnect } from './connect.ts';
import { toDrillReport } from './drill-report.ts';
import { AUDIT_EXIT_CODES, DRILL_EXIT_CODES, type ExitCode, PASS_EXIT_CODES, worst } from './exit-codes.ts';
import { ownResolver } from './own-resolver.ts';
import { renderAdvice } from './render-advice.ts';
import { renderReports } from './render.ts';
import { renderAudits } from './render-audit.ts';
import { renderDrill } from './render-drill.ts';
import { type Report, toReport } from './report.ts';
import { oneMoreResolver } from './resolver-option.ts';
import { sync } from './sync.ts';

type Options = {
  readonly json?: true;
  readonly binding?: string;
  readonly resolver?: readonly string[];
  readonly yes?: true;
};

const program: Command = new Command('target-sync')
  .version(manifest.version)
  .description(
    'Keeps NLB IP target groups true to the VPC endpoints or internal ALBs behind them, and audits the path around them.',
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

addCommand('plan', 'Show what a pass would do, and which binding is not needed. Writes nothing, ever.', runPlan);
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
type Result = { readonly text: string; readonly json: unknown; readonly codes: readonly ExitCode[] };

function addCommand(
  name: string,
  description: string,
  run: (chosen: Chosen, options: Options, bindings: Chosen) => Promise<Result>,
): Command {
  return program
    .command(name)
    .description(description)
    .argument('<file>', 'the binding document, JSON')
    .option('--json', 'print JSON')
    .option('--binding <name>', 'take this binding alone')
    .action(async (file: string, options: Options) => {
      const { chosen, bindings } = chosenBindings(file, options.binding);
      const result = await run(chosen, options, bindings);
      process.stdout.write(options.json === true ? `${JSON.stringify(result.json, undefined, 2)}\n` : result.text);
      process.exitCode = worst(result.codes);
    });
}

async function runPlan(chosen: Chosen, _options: Options, bindings: Chosen): Promise<Result> {
  const { text, json, codes } = await runPass(chosen, false);
  const advice = chosen.some(isAdvisable) ? await adviceOn(chosen, bindings) : [];
  return { text: text + renderAdvice(advice), json: { ...json, advice }, codes };
}

async function adviceOn(chosen: Chosen, bindings: Chosen): Promise<readonly BindingAdvice[]> {
  // Only here: most plans need no clients of so many services.
  const { adviseNow } = await import('./advise-now.ts');
  return adviseNow(chosen, bindings);
}

async function runPass(
  chosen: Chosen,
  write: boolean,
): Promise<Result & { readonly json: { readonly outcomes: readonly Report[] } }> {
  const outcomes = await sync(chosen, { connect: createConnect(), resolve: ownResolver, clock: wallClock, write });
  const reports = outcomes.map(toReport);
  return {
    text: renderReports(reports, process.stdout.columns),
    json: { outcomes: reports },
    codes: reports.map(({ outcome }) => PASS_EXIT_CODES[outcome]),
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

/** Bad input and usage are one message; anything else is a defect and shows its stack. */
function complain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode;
  console.error(error instanceof InvalidBindingDocument ? error.message : error);
  return 1;
}
