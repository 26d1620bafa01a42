import { mergeConfig } from 'vitest/config';
import config from './vitest.config.ts';

// With the stories that take long: outages, a busy agent, and the command line.
export default mergeConfig(config, { test: { include: ['long/**/*.test.ts'] } });
