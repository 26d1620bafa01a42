import { fileURLToPath } from 'node:url';

/** The folder of the demo, which has everything that the demo needs. */
export const playground: string = fileURLToPath(new URL('../apps/playground', import.meta.url));

/**
 * The source of a library of this repository, such as `packages/mm-rest/src/index.ts` for `@clawmost/mm-rest`; `undefined`
 * for other modules. Each entry of a library has the name of its source.
 */
export function librarySource(specifier: string): string | undefined {
  const [, name, entry = 'index'] = /^@clawmost\/(mm-[a-z-]+)(?:\/([a-z-]+))?$/.exec(specifier) ?? [];
  return name && fileURLToPath(new URL(`../packages/${name}/src/${entry}.ts`, import.meta.url));
}
