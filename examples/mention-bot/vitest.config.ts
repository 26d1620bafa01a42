import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'mention-bot', include: ['test/**/*.test.ts'], testTimeout: 120_000 },
});
