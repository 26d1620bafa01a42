import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The files of a worker share its modules: loading OpenClaw's again for each file took most of the time. What a test starts
  // or sets, it ends or sets back.
  // Tests wait for events. The limit is for a test that waits for an event which never comes.
  test: {
    ...{ name: 'plugin', include: ['test/**/*.test.ts'], testTimeout: 120_000 },
    ...{ isolate: false, setupFiles: ['test/support/fresh-process.ts'] },
  },
});
