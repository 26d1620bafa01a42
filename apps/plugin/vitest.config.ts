import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Tests wait for events. The limit is for a test that waits for an event which never comes.
  test: { name: 'plugin', include: ['test/**/*.test.ts'], testTimeout: 120_000 },
});
