import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'mm-ws',
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
