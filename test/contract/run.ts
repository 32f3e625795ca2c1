import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runWithPython } from '../python/environment.ts';
import { startMoto } from './moto.ts';
import { WHOLE_RUN } from './unmet-deviations.ts';

// Starts moto, runs the suite against both clouds, and stops it whatever happened.
await runWithPython('moto', async (programs) => {
  const moto = await startMoto(programs);
  try {
    return await runSuite(moto.url, process.argv.slice(2));
  } finally {
    moto.stop();
  }
});

function runSuite(motoUrl: string, filters: readonly string[]): Promise<number> {
  const vitest = join(dirname(fileURLToPath(import.meta.resolve('vitest/package.json'))), 'vitest.mjs');
  const config = fileURLToPath(new URL('vitest.config.ts', import.meta.url));
  const suite = spawn(process.execPath, [vitest, 'run', '--config', config, ...filters], {
    stdio: 'inherit',
    env: { ...process.env, MOTO_URL: motoUrl, ...(filters.length === 0 && { [WHOLE_RUN]: 'yes' }) },
  });
  process.once('exit', () => suite.kill());
  return new Promise((resolve, reject) => {
    suite.once('error', reject);
    suite.once('exit', (code) => resolve(code ?? 1));
  });
}
