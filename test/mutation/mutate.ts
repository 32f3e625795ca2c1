import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';
import { LIKELY_KILLER_FIRST } from './likely-killer-first.ts';

/** What is ignored by git and may be deleted at any time: the sandbox, the compiled code of Vitest, the report. */
const SCRATCH = 'dist/mutation';

/** The report for the eyes: every mutant in its place, with the tests that killed it. */
export const REPORT = `${SCRATCH}/report.html`;

type Options = ConstructorParameters<typeof Stryker>[0];

const OPTIONS: Options = {
  // All that decides: the planner, and the predicates of the model that it rests on. No mutator is left out: a word may
  // be a tag, a state or a code, and a reason or a remedy that is empty is a defect too.
  mutate: ['controller/plan/*.ts', 'controller/model/{cross-zone,instant,ip,reading,target}.ts'],
  plugins: [fileURLToPath(new URL('likely-killer-first.ts', import.meta.url))],
  testRunner: LIKELY_KILLER_FIRST,
  // A path below the project: Stryker looks it up in its copy.
  vitest: { configFile: relative('', fileURLToPath(new URL('vitest.config.ts', import.meta.url))), related: false },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // Each worker lives for a moment: with room enough it never has to collect its garbage.
  testRunnerNodeArgs: ['--min-semi-space-size=32', '--max-semi-space-size=64'],
  // TypeScript 7 has no API for programs; Stryker would use that of a version before to look into a tsconfig.
  tsconfigFile: 'none.json',
  // The sandbox holds what the tables read, so that an edit elsewhere disturbs no run.
  ignorePatterns: [
    '**',
    '!package.json',
    '!controller/**',
    '!test/controller/builders*.ts',
    '!test/controller/plan/**',
    '!test/mutation/**',
  ],
  tempDirName: `${SCRATCH}/sandbox`,
  cleanTempDir: 'always',
  reporters: ['html'],
  htmlReporter: { fileName: REPORT },
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its type is a const enum, which cannot be imported
  logLevel: 'warn' as NonNullable<Options['logLevel']>,
};

/** A mutant, and what became of it. */
export type Mutant = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

/** Mutates the planner in every way that Stryker knows, and runs the unit tables on each mutant. */
export function mutate(): Promise<readonly Mutant[]> {
  // A worker starts for each mutant, and would compile Vitest each time.
  process.env['NODE_COMPILE_CACHE'] ??= resolve(SCRATCH, 'compiled');
  return new Stryker(OPTIONS).runMutationTest();
}
