import { defineConfig } from 'tsup';
import { banner, entries, target } from './scripts/bundle-options.ts';

// `dist` is the package itself, as it is installed and published: the host wants some modules at its root, and refuses a
// folder whose node_modules points elsewhere. The libraries are bundled, so that it installs where they are not published.
export default defineConfig({
  entry: entries,
  format: ['esm'],
  target,
  dts: { entry: 'src/index.ts' },
  clean: true,
  external: [/^openclaw/],
  // `node:sqlite` has no other name.
  removeNodeProtocol: false,
  noExternal: [/^@clawmost\//, 'valibot'],
  banner: { js: banner },
});
