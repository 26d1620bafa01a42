import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

// For the README tests of all packages.

/** The TypeScript programs of a README, as they are printed. */
export function programsIn(readme: URL): string[] {
  return [...readFileSync(readme, 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code);
}

/**
 * Returns the compiler for programs that lie beside a README, in the strictest settings that users have and against the built
 * packages. It returns the compiler's messages.
 */
export function compilerBeside(readme: URL): (program: string) => string[] {
  const path = fileURLToPath(new URL('readme-program.ts', readme));
  const options: ts.CompilerOptions = {
    ...{ module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, lib: ['lib.es2022.d.ts'], types: ['node'] },
    ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
    ...{ skipLibCheck: true, noEmit: true },
  };
  return program => {
    const host = ts.createCompilerHost(options);
    const { fileExists, readFile } = host;
    host.fileExists = name => name === path || fileExists(name);
    host.readFile = name => (name === path ? program : readFile(name));
    return ts
      .getPreEmitDiagnostics(ts.createProgram([path], options, host))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  };
}
