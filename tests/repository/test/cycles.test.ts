import { expect, it } from 'vitest';
import { findCycles, importsOf, resolveImport, toGraph } from './support/imports.ts';
import { listFiles } from './support/sources.ts';

it('No modules of the repository load each other in a circle', () => {
  const edges = listFiles('packages/*/src/*.ts', 'apps/*/src/*.ts', 'common/*.ts')
    .flatMap(importsOf)
    .filter(({ isType }) => !isType)
    .map(found => [found.file, resolveImport(found)] as const)
    .flatMap(([file, target]) => (target === undefined ? [] : [[file, target] as const]));
  const graph = toGraph(edges);
  expect(graph.size).toBeGreaterThan(200);
  // Every edge leads to a file that exists: a wrong resolution would hide a circle.
  const sources = new Set(listFiles('packages/*', 'apps/*', 'common/*'));
  expect(edges.filter(([, target]) => !sources.has(target))).toEqual([]);
  expect(findCycles(graph)).toEqual([]);
});

it('A circle of imports is found, and a diamond is not one', () => {
  const circle = toGraph([
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'd'],
    ['d', 'b'],
  ]);
  expect(findCycles(circle)).toEqual([['b', 'c', 'd', 'b']]);
  const diamond = toGraph([
    ['a', 'b'],
    ['a', 'c'],
    ['b', 'd'],
    ['c', 'd'],
  ]);
  expect(findCycles(diamond)).toEqual([]);
});
