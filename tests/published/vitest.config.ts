import { defineConfig } from 'vitest/config';

// `attw` runs the TypeScript compiler, which takes a minute on a busy machine.
export default defineConfig({
  test: { name: 'published', include: ['test/**/*.test.ts'], testTimeout: 600_000 },
});
