import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'mm-rest',
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
