import { fileURLToPath } from 'node:url';

/** The plugin as it is built in this repository. */
export const pluginFolder: string = fileURLToPath(new URL('../../plugin/dist', import.meta.url));
