import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'mm-hmac-buttons', include: ['test/**/*.test.ts'], testTimeout: 120_000 },
});
