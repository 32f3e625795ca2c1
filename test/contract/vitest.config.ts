import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { UnmetDeviations } from './unmet-deviations.ts';

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/contract/*.test.ts'],
    // One moto serves them all, and each test empties it.
    fileParallelism: false,
    // A test may start the command line several times.
    testTimeout: 60_000,
    reporters: ['default', new UnmetDeviations()],
  },
});
