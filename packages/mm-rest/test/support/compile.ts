import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** What the compiler says about a program that lies beside the README, in the strictest settings that users have. */
export function compile(program: string): string[] {
  const file = fileURLToPath(new URL('../../readme.ts', import.meta.url));
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2024,
    lib: ['lib.es2024.d.ts'],
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = name => name === file || fileExists(name);
  host.readFile = name => (name === file ? program : readFile(name));
  host.getSourceFile = (name, target) =>
    name === file ? ts.createSourceFile(name, program, target) : getSourceFile.call(host, name, target);
  const found = ts.getPreEmitDiagnostics(ts.createProgram([file], options, host));
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
