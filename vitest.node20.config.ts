// The tests of the libraries once more, on the oldest Node that they support: vitest itself needs a newer one, but the
// processes in which it runs the tests do not. Run with --pool=forks, or no processes are started for it.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// What needs `node:sqlite` is tested on newer ones alone: see packages/mm-inbox/vitest.config.ts.
process.env.TEST_ON_NODE = '20';
process.execPath = fileURLToPath(new URL('tests/node20/node_modules/node/bin/node', import.meta.url));

export default defineConfig({
  test: {
    projects: ['packages/*', 'tests/node20'],
  },
});
