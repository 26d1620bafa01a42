import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'mm-slash-registry', include: ['test/**/*.test.ts'], testTimeout: 120_000 },
});
