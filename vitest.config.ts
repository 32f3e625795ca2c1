import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/contract/**'],
    // A fault the SDK retries waits for real milliseconds; nothing else in a test may take time.
    testTimeout: 20_000,
  },
});
