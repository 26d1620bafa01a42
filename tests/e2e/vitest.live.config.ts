import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

// The plugin on the server that the environment names, else on an embedded one: `npm run live -- --plugin`. One file after
// the other, because one of them restarts the server.
export default defineConfig({
  test: { ...config.test, name: 'live plugin', include: ['live/**/*.test.ts'], fileParallelism: false },
});
