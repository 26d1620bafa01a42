import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'mm-testserver', include: ['test/**/*.test.ts'], testTimeout: 120_000 },
});
