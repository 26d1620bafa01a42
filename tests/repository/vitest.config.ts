import { defineConfig } from 'vitest/config';

// Reading every source file takes seconds, and longer on a busy machine.
export default defineConfig({
  test: { name: 'repository', include: ['test/**/*.test.ts'], testTimeout: 120_000 },
});
