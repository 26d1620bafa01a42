import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsOf, listFiles, read } from './sources.ts';

const host = 'tests/repository/node_modules/openclaw';
const hostExports = JSON.parse(read(`${host}/package.json`)).exports as Record<string, unknown>;
const documented = read(`${host}/docs/plugins/sdk-subpaths.md`);

function openclawImports(...patterns: string[]): { file: string; name: string }[] {
  return listFiles(...patterns)
    .flatMap(file => importsOf(read(file)).map(name => ({ file, name })))
    .filter(({ name }) => name === 'openclaw' || name.startsWith('openclaw/'));
}

describe('the boundary to OpenClaw', () => {
  it('is crossed by the plugin alone', () => {
    expect(openclawImports('*.ts', '*.js', '*.mjs').filter(({ file }) => !file.startsWith('apps/plugin/'))).toEqual([]);
  });

  it('is crossed only on subpaths that have types and are documented', () => {
    const used = openclawImports('apps/plugin/*.ts', 'apps/plugin/*.js');
    expect(used.length).toBeGreaterThan(5);
    const wrong = used.filter(({ name }) => {
      const exported = hostExports[name.replace('openclaw', '.')] as { types?: string } | undefined;
      return !exported?.types || !documented.includes(name.replace('openclaw/', ''));
    });
    expect(wrong).toEqual([]);
  });
});

describe('the libraries', () => {
  const libraries = listFiles('packages/*/package.json').map(file => JSON.parse(read(file)));

  it('run on Node 20', () => {
    for (const { name, engines } of libraries) expect({ name, engines }).toEqual({ name, engines: { node: '>=20' } });
  });

  it('need nothing at run time but ws, ofetch and valibot', () => {
    const needed = libraries.flatMap(library => Object.keys(library.dependencies ?? {}));
    // Declarations mention the types of `ws`, so its types travel with them; they are nothing at run time.
    const allowed = ['ws', '@types/ws', 'ofetch', 'valibot'];
    expect([...new Set(needed)].filter(name => !allowed.includes(name))).toEqual([]);
  });

  it('do not import each other', () => {
    const crossing = listFiles('packages/*/src/*.ts')
      .flatMap(file => importsOf(read(file)).map(name => ({ file, name })))
      .filter(({ name }) => name.startsWith('@clawmost/'));
    expect(crossing).toEqual([]);
  });
});

describe('the plugin', () => {
  it('carries the libraries inside it, so that it installs where they are not published', () => {
    const { dependencies = {} } = JSON.parse(read('apps/plugin/package.json'));
    expect(Object.keys(dependencies).filter(name => name.startsWith('@clawmost/'))).toEqual([]);
  });
});

describe('every package', () => {
  it('has a README', () => {
    const folders = listFiles('packages/*/package.json', 'apps/*/package.json').map(dirname);
    const readmes = listFiles('packages/*/README.md', 'apps/*/README.md').map(dirname);
    expect(folders.filter(folder => !readmes.includes(folder))).toEqual([]);
  });
});
