import { defineConfig } from 'vitest/config';

// Each file runs a gateway of its own, which takes a core while it starts, and 700 MB: two at a time.
export default defineConfig({
  test: {
    name: 'e2e',
    include: ['test/**/*.test.ts'],
    maxWorkers: 2,
    maxConcurrency: 2,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
