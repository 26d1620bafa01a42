/** The modules that the host loads by name. */
export const entries: string[] = ['src/index.ts', 'src/setup-entry.ts', 'src/*-api.ts'];

/** The Node of the host. */
export const target = 'node24';

/** `ws` is CommonJS and asks for Node's own modules with `require`, which an ES module does not have. */
export const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
