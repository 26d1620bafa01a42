import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'mm-ws', include: ['test/**/*.test.ts'] },
});
