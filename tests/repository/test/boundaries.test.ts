import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Import, importsOf, resolveImport } from './support/imports.ts';
import { listFiles, read } from './support/sources.ts';

const host = 'tests/repository/node_modules/openclaw';
const hostExports = JSON.parse(read(`${host}/package.json`)).exports as Record<string, unknown>;
const documented = read(`${host}/docs/plugins/sdk-subpaths.md`);

function openclawImports(...patterns: string[]): Import[] {
  return listFiles(...patterns)
    .filter(file => read(file).includes('openclaw'))
    .flatMap(importsOf)
    .filter(({ name }) => name === 'openclaw' || name.startsWith('openclaw/'));
}

describe('The boundary to OpenClaw', () => {
  it('Only the plugin imports from OpenClaw', () => {
    expect(openclawImports('*.ts', '*.js', '*.mjs').filter(({ file }) => !file.startsWith('apps/plugin/'))).toEqual([]);
  });

  it('The plugin imports only documented subpaths of OpenClaw that have types', () => {
    const used = openclawImports('apps/plugin/*.ts', 'apps/plugin/*.js');
    expect(used.length).toBeGreaterThan(5);
    const wrong = used.filter(({ name }) => {
      const exported = hostExports[name.replace('openclaw', '.')] as { types?: string } | undefined;
      return !exported?.types || !documented.includes(name.replace('openclaw/', ''));
    });
    expect(wrong).toEqual([]);
  });
});

describe('The libraries', () => {
  const libraries = listFiles('packages/*/package.json').map(file => JSON.parse(read(file)));

  it('Every library runs on Node 20 and newer', () => {
    for (const { name, engines } of libraries) expect({ name, engines }).toEqual({ name, engines: { node: '>=20' } });
  });

  it('The libraries need only ws, ofetch and valibot at run time', () => {
    const needed = libraries.flatMap(library => Object.keys(library.dependencies ?? {}));
    // Declarations mention the types of `ws`, so these types are installed with the library; nothing loads them.
    const allowed = ['ws', '@types/ws', 'ofetch', 'valibot'];
    expect([...new Set(needed)].filter(name => !allowed.includes(name))).toEqual([]);
  });

  it('No library imports another one', () => {
    const crossing = listFiles('packages/*/src/*.ts')
      .flatMap(importsOf)
      .filter(({ name }) => name.startsWith('@clawmost/'));
    expect(crossing).toEqual([]);
  });
});

describe('The sources that several libraries have in common', () => {
  it('A library reaches outside its folder only into common', () => {
    const outside = listFiles('packages/*/src/*.ts')
      .flatMap(importsOf)
      .filter(({ name }) => name.startsWith('.'))
      .map(found => ({ from: found.file.split('/')[1], target: resolveImport(found) ?? '' }))
      .filter(({ from, target }) => !target.startsWith(`packages/${from}/`) && !target.startsWith('common/'));
    expect(outside).toEqual([]);
  });

  it('They import nothing but each other and Node', () => {
    const imports = listFiles('common/*.ts').flatMap(importsOf);
    expect(imports.length).toBeGreaterThan(1);
    const leadsOut = (found: Import) =>
      found.name.startsWith('.') ? !resolveImport(found)?.startsWith('common/') : !found.name.startsWith('node:');
    expect(imports.filter(leadsOut)).toEqual([]);
  });
});

describe('The packages', () => {
  it('The plugin bundles the libraries, so that it can be installed before they are published', () => {
    const { dependencies = {} } = JSON.parse(read('apps/plugin/package.json'));
    expect(Object.keys(dependencies).filter(name => name.startsWith('@clawmost/'))).toEqual([]);
  });

  it('Every package has a README', () => {
    const folders = listFiles('packages/*/package.json', 'apps/*/package.json').map(dirname);
    const readmes = listFiles('packages/*/README.md', 'apps/*/README.md').map(dirname);
    expect(folders.filter(folder => !readmes.includes(folder))).toEqual([]);
  });
});
