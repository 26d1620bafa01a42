import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'echo-bot', include: ['test/**/*.test.ts'], testTimeout: 300_000 },
});
