import { configDefaults, defineConfig } from 'vitest/config';

// Node 20 has no `node:sqlite`.
const exclude = process.env['TEST_ON_NODE'] === '20' ? ['test/sqlite/**'] : [];

export default defineConfig({
  test: {
    name: 'mm-inbox',
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...exclude],
    testTimeout: 120_000,
  },
});
