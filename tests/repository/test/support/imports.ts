import { posix } from 'node:path';
import ts from 'typescript';
import { listFiles, read } from './sources.ts';

/** An import or re-export of a source file. */
export interface Import {
  /** The file, relative to the top of the repository. */
  readonly file: string;
  /** What it names, such as `./post.ts` or `ws`. */
  readonly name: string;
  /** True for `import type`, `export type` and `import('…')` in a type: no module is loaded for it. */
  readonly isType: boolean;
}

/** Every module that a source file names: statically, in a dynamic import, or in a type. */
export function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest);
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, isType: boolean): void => {
    if (specifier && ts.isStringLiteralLike(specifier)) found.push({ file, name: specifier.text, isType });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    } else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, node.isTypeOnly);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, true);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const packageSources = new Map(
  listFiles('packages/*/package.json', 'apps/*/package.json').map(manifest => {
    const folder = posix.dirname(manifest);
    const { name, exports = {} } = JSON.parse(read(manifest)) as { name: string; exports?: Record<string, unknown> };
    return [name, { folder, exports }];
  }),
);

/** The source file of this repository that an import loads; `undefined` for Node's modules and other packages. */
export function resolveImport({ file, name }: Import): string | undefined {
  if (name.startsWith('.')) return posix.join(posix.dirname(file), name);
  const packageName = name.split('/', 2).join('/');
  const target = packageSources.get(packageName);
  if (!target) return undefined;
  const exported = target.exports[`.${name.slice(packageName.length)}`] as string | { default?: string } | undefined;
  const path = typeof exported === 'string' ? exported : exported?.default;
  if (path === undefined) throw new Error(`${file}: ${packageName} does not export ${name}`);
  return posix.join(target.folder, path.replace(/^\.\/dist\/(.*)\.js$/, './src/$1.ts'));
}

/** Which nodes each node leads to. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Makes a graph of pairs; a node that leads to itself is left out. */
export function toGraph(edges: Iterable<readonly [from: string, to: string]>): Graph {
  const graph = new Map<string, Set<string>>();
  for (const [from, to] of edges) {
    if (from !== to) graph.set(from, (graph.get(from) ?? new Set()).add(to));
  }
  return graph;
}

/** One path that comes back to where it began, such as `['a', 'b', 'a']`, for every group of nodes that has one. */
export function findCycles(graph: Graph): string[][] {
  const finished = new Set<string>();
  const path: string[] = [];
  const cycles: string[][] = [];
  const visit = (node: string): void => {
    const start = path.indexOf(node);
    if (start >= 0) cycles.push([...path.slice(start), node]);
    if (start >= 0 || finished.has(node)) return;
    path.push(node);
    for (const next of graph.get(node) ?? []) visit(next);
    path.pop();
    finished.add(node);
  };
  for (const node of graph.keys()) visit(node);
  return cycles;
}
