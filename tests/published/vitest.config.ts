import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'published', include: ['test/**/*.test.ts'] },
});
