// Builds the package into a folder, from the sources of the libraries and without declarations: in a second, for the demo.
//   pnpm run bundle <folder>
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { librarySource, playground } from '../../../scripts/library-sources.ts';
import { banner, entries, target } from './bundle-options.ts';
import { writePackage } from './package-files.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('expected the folder into which to build');
await build({
  absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
  entryPoints: entries,
  outdir: resolve(folder),
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target,
  banner: { js: banner },
  external: ['openclaw', 'openclaw/*'],
  nodePaths: [`${playground}/node_modules`],
  logLevel: 'warning',
  plugins: [
    {
      name: 'libraries',
      setup({ onResolve }) {
        onResolve({ filter: /^@clawmost\// }, ({ path }) => ({ path: librarySource(path) }));
      },
    },
  ],
});
writePackage(resolve(folder));
