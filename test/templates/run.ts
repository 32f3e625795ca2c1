import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cdk } from '../deploy/cdk.ts';
import { runWithPython } from '../python/environment.ts';
import { EXCEPTIONS } from './exceptions.ts';
import { type Variant, variants } from './variants.ts';

/** Synthesizing takes one core for most of its time. */
const AT_ONCE = 2;

// Synthesizes every variant by the real command line and lets cfn-lint judge the templates, warnings included.
await runWithPython('cfn-lint', async (programs) => {
  const folder = mkdtempSync(join(tmpdir(), 'templates-'));
  try {
    const waiting = [...variants().entries()];
    const failed: string[] = [];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [index, variant] = next;
        // oxlint-disable-next-line no-await-in-loop -- as many at once as there are workers
        if (!(await synthesize(variant, join(folder, String(index))))) failed.push(variant.name);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const templates = templatesIn(folder);
    const clean = await lint(join(programs, 'cfn-lint'), templates);
    const problems = [...failed.map((name) => `${name} does not synthesize`), ...(clean ? [] : ['cfn-lint objects'])];
    console.log(`${templates.length} templates: ${problems.length === 0 ? 'clean' : problems.join('; ')}`);
    return problems.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

async function synthesize({ name, context }: Variant, output: string): Promise<boolean> {
  const options = Object.entries(context).flatMap(([key, value]) => ['--context', `${key}=${value}`]);
  const { code, output: printed } = await cdk(['synth', '--quiet', '--output', output, ...options]);
  console.log(code === 0 ? `synthesized ${name}` : `NOT SYNTHESIZED ${name}:\n${printed}`);
  return code === 0;
}

/** The templates of all variants that came so far as to have one; nested stacks, should there be any, included. */
function templatesIn(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.template.json')).map((file) => join(folder, file));
}

/** Prints what cfn-lint says; true if it says nothing. Its exit code tells of warnings and of remarks too. */
function lint(program: string, templates: readonly string[]): Promise<boolean> {
  if (templates.length === 0) return Promise.resolve(true);
  for (const { ruleId, reason } of EXCEPTIONS) console.log(`not asked for ${ruleId}: ${reason}`);
  const ignored = EXCEPTIONS.flatMap(({ ruleId }) => ['--ignore-checks', ruleId]);
  return new Promise((resolve) => {
    execFile(program, [...ignored, '--', ...templates], { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (stdout !== '' || stderr !== '') console.log(`${stdout}${stderr}`);
      resolve(error === null);
    });
  });
}
