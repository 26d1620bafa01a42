import { fileURLToPath } from 'node:url';

/** The built plugin of this repository. */
export const pluginFolder: string = fileURLToPath(new URL('../../plugin/dist', import.meta.url));
