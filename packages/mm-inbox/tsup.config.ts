import { defineConfig } from 'tsup';
import { library } from '../../tsup.base.ts';

// `node:sqlite` has no name without `node:`, which tsup would remove.
export default defineConfig({
  ...library,
  entry: ['src/index.ts', 'src/sqlite.ts', 'src/ledger-suite.ts'],
  removeNodeProtocol: false,
});
