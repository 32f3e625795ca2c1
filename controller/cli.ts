#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import type { BindingDocument } from './binding.ts';
import { InvalidBindingDocument, parseBindingDocument } from './binding-document.ts';
import { wallClock } from './clock.ts';
import { createConnect } from './connect.ts';
import type { OutcomeWord } from './model/outcome.ts';
import { renderReports } from './render.ts';
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

type Options = { readonly json?: true; readonly binding?: string };

const program = new Command('target-sync')
  .version(manifest.version)
  .description('Keeps NLB IP target groups true to the interface VPC endpoints behind them.')
  .addHelpText(
    'after',
    `
Exit codes: 0 in sync, or changed by sync; 2 drift found, waiting or blocked; 1 refused, faulted or bad input.
Credentials, profile and AWS_ENDPOINT_URL come from the standard AWS environment; the Region is the target group's.`,
  )
  .exitOverride();

addCommand('plan', 'Show what a pass would do. Writes nothing, ever.', false);
addCommand('sync', 'Run one pass now.', true);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = complain(error);
}

function addCommand(name: 'plan' | 'sync', description: string, write: boolean): void {
  program
    .command(name)
    .description(description)
    .argument('<file>', 'the binding document, JSON')
    .option('--json', 'print JSON')
    .option('--binding <name>', 'take this binding alone')
    .action((file: string, options: Options) => run(file, options, write));
}

async function run(file: string, { json, binding }: Options, write: boolean): Promise<void> {
  const { bindings } = parseBindingDocument(readDocument(file), file);
  const chosen = choose(bindings, binding, file);
  const outcomes = await sync(chosen, { connect: createConnect(), clock: wallClock, write });
  const reports = outcomes.map(toReport);
  process.stdout.write(
    json === true
      ? `${JSON.stringify({ outcomes: reports }, undefined, 2)}\n`
      : renderReports(reports, process.stdout.columns),
  );
  const codes = reports.map(({ outcome }) => EXIT_CODES[outcome]);
  process.exitCode = codes.includes(1) ? 1 : codes.includes(2) ? 2 : 0;
}

function readDocument(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InvalidBindingDocument(file, [`it cannot be read: ${String(cause)}. Name a JSON file.`]);
  }
}

function choose(
  bindings: BindingDocument['bindings'],
  name: string | undefined,
  file: string,
): BindingDocument['bindings'] {
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
