import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url));
const ENVIRONMENT = fileURLToPath(new URL('../../.venv', import.meta.url));
/** A copy of the requirements that are installed: written last, so that a broken installation starts anew. */
const INSTALLED = join(ENVIRONMENT, 'installed-requirements.txt');

/** The oldest Python that the pinned requirements are resolved for. */
const OLDEST_PYTHON = '3.10';
const IS_NEW_ENOUGH = `import sys, venv, ensurepip; assert sys.version_info >= (${OLDEST_PYTHON.replace('.', ', ')})`;

/** Thrown where there is no Python to run a lane's program with. The message says what to install. */
class PythonMissing extends Error {
  override readonly name = 'PythonMissing';
}

/** Makes the local virtual environment of the lanes, unless it stands already. Returns its folder of programs. */
async function installPython(program: string): Promise<string> {
  const programs = join(ENVIRONMENT, 'bin');
  if (isInstalled(programs)) return programs;

  try {
    await run('python3', ['-c', IS_NEW_ENOUGH]);
  } catch (cause) {
    throw new PythonMissing(
      `This lane runs ${program} and needs Python ${OLDEST_PYTHON} or newer with its venv module, as python3. ` +
        'Install it (Debian and Ubuntu: apt-get install python3 python3-venv; macOS: brew install python), then run this again.',
      { cause },
    );
  }
  console.log('Installing moto, cfn-lint and ministack into .venv; this takes about a minute, once.');
  rmSync(ENVIRONMENT, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', ENVIRONMENT]);
  const options = ['--quiet', '--disable-pip-version-check', '--require-hashes', '--requirement', REQUIREMENTS];
  await run(join(programs, 'python'), ['-m', 'pip', 'install', ...options]);
  writeFileSync(INSTALLED, readFileSync(REQUIREMENTS));
  return programs;
}

/** Runs a lane and leaves with its exit code; where Python is missing, says so without a stack trace. */
export async function runWithPython(program: string, lane: (programs: string) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await lane(await installPython(program));
  } catch (error) {
    if (!(error instanceof PythonMissing)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** True if exactly these requirements are installed, and the Python they were installed for is still there. */
function isInstalled(programs: string): boolean {
  if (!existsSync(INSTALLED) || !existsSync(join(programs, 'python'))) return false;
  return readFileSync(INSTALLED, 'utf8') === readFileSync(REQUIREMENTS, 'utf8');
}
