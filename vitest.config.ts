import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      'packages/*',
      'apps/*',
      'tests/{repository,published,types,mattermost-client,e2e,live,soak}',
      'examples/*',
      'bench',
    ],
  },
});
