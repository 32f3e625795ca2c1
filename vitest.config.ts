import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/contract/**'],
    // Half of the time is synthesis and imports: a core that is kept free is a core wasted.
    maxWorkers: '100%',
    // Importing CDK and synthesizing templates would else be done again in every file.
    isolate: false,
    // A fault the SDK retries waits for real milliseconds; nothing else in a test may take time.
    testTimeout: 20_000,
  },
});
