import { defineConfig } from 'vitest/config';

// Each file runs a gateway of its own, which takes a core and 700 MB: one after the other.
export default defineConfig({
  test: {
    name: 'e2e',
    include: ['test/**/*.test.ts'],
    fileParallelism: false,
    maxConcurrency: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
