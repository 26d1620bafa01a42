import { defineConfig } from 'tsup';

// `dist` is the package itself, as it is installed and published: the host wants some modules at its root, and refuses a
// folder whose node_modules points elsewhere. The libraries are bundled, so that it installs where they are not published.
export default defineConfig({
  entry: ['src/index.ts', 'src/setup-entry.ts', 'src/*-api.ts'],
  format: ['esm'],
  target: 'node24',
  dts: { entry: 'src/index.ts' },
  clean: true,
  external: [/^openclaw/],
  // `node:sqlite` has no other name.
  removeNodeProtocol: false,
  noExternal: [/^@clawmost\//, 'valibot'],
  // `ws` is CommonJS and asks for Node's own modules with `require`, which an ES module does not have.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});
