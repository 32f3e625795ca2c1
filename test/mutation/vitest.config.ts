import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The unit tables of the decisions: they need no cloud, and have to tell every mutant from the planner by themselves. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/controller/plan/*.test.ts'],
    isolate: false,
  },
});
