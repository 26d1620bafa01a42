// The tests of the libraries on another Node: the oldest that they support or, with LIBRARIES_NODE, the program at that
// path. Vitest itself needs a newer Node, but the processes in which it runs the tests do not. Run it with --pool=forks, or
// it starts no processes.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const oldest = fileURLToPath(new URL('tests/node20/node_modules/node/bin/node', import.meta.url));
process.execPath = process.env.LIBRARIES_NODE || oldest;
const version = execFileSync(process.execPath, ['--version'], { encoding: 'utf8' });
// Tests that need `node:sqlite` do not run on Node 20: see packages/mm-inbox/vitest.config.ts.
process.env.TEST_ON_NODE = /^v(\d+)/.exec(version)?.[1];

export default defineConfig({
  test: {
    projects: ['packages/*', 'tests/node20'],
  },
});
