import { defineConfig } from 'tsup';
import { library } from '../../tsup.base.ts';

// `sqlite` exists with its `node:` in front only, which tsup would take away.
export default defineConfig({ ...library, entry: ['src/index.ts', 'src/sqlite.ts'], removeNodeProtocol: false });
