import { defineConfig } from 'tsup';
import { library } from '../../tsup.base.ts';

const entry = ['src/index.ts'];

export default defineConfig({ ...library, entry: [...entry, 'src/cli.ts'], dts: { entry } });
