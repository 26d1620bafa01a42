import { configDefaults, defineConfig } from 'vitest/config';

// `node:sqlite`, on which the entry of that name stands, came after Node 20.
const exclude = process.env['TEST_ON_NODE'] === '20' ? ['test/sqlite/**'] : [];

export default defineConfig({
  test: {
    name: 'mm-inbox',
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...exclude],
    testTimeout: 30_000,
  },
});
