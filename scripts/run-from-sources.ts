// With `node --import`, the program gets the libraries of this repository from their sources: nothing has to be built. What the
// plugin imports may be installed in the playground alone, as `npm run demo` does.
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { librarySource, playground } from './library-sources.ts';

registerHooks({
  resolve(specifier, context, next) {
    const source = librarySource(specifier);
    if (source !== undefined) return { url: pathToFileURL(source).href, shortCircuit: true };
    try {
      return next(specifier, context);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND' || specifier.startsWith('.')) throw error;
      return next(specifier, { ...context, parentURL: pathToFileURL(`${playground}/package.json`).href });
    }
  },
});
