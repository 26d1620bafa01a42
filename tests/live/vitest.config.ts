import { defineConfig } from 'vitest/config';

// All files share a real server, so they run one after the other. The plugin's test starts a gateway, which takes minutes
// on a busy machine.
export default defineConfig({
  test: {
    name: 'live',
    include: ['test/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
});
