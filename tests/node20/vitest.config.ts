import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'node20', include: ['test/**/*.test.ts'] },
});
