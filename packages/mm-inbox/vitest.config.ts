import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'mm-inbox', include: ['test/**/*.test.ts'], testTimeout: 30_000 },
});
