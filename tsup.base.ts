import type { Options } from 'tsup';

/** How every library is built: ESM for Node 20 and newer, with declarations. */
export const library: Options = {
  entry: ['src/index.ts'],
  format: ['esm'],
  target: 'node20',
  dts: true,
  sourcemap: true,
  clean: true,
};
