import { availableParallelism } from 'node:os';
import { mergeConfig } from 'vitest/config';
import config from './vitest.config.ts';

// The tests that take minutes: settings one by one, outages, a busy agent, the command line; and those that also run on a real
// Mattermost. Nothing else runs beside them, and a gateway waits more than it computes once it has started, so that more of
// them can run than there are cores.
export default mergeConfig(config, {
  test: {
    include: ['{long,live}/**/*.test.ts'],
    maxWorkers: Math.min(4, availableParallelism() + 1),
  },
});
