import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'mm-rest', include: ['test/**/*.test.ts'] },
});
