import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { read } from './support/sources.ts';

interface LockedPackage {
  os?: string[];
  cpu?: string[];
}

const packages = parseAllDocuments(read('pnpm-lock.yaml'))
  .map(document => document.toJS() as { packages?: Record<string, LockedPackage> })
  .flatMap(({ packages: locked }) => Object.entries(locked ?? {}));

/** A native package's name without the part that says for which system it was built. */
function family(name: string): string {
  return name.replace(/[-./](linux|darwin|win32|windows|android|freebsd)\b.*$/, '');
}

/** Native by design for some systems only: rollup itself asks for it on Linux only. */
const notEverywhere = ['@napi-rs/lzma'];

describe('The lockfile', () => {
  // A registry can lag behind: a package whose binaries for a system are missing there is locked without them, and
  // installing with a frozen lockfile then fails on that system.
  it('The lockfile holds every native package for Linux, macOS and Windows', () => {
    const families = new Map<string, Set<string>>();
    for (const [key, { os }] of packages) {
      if (!os || os.some(system => system.startsWith('!'))) continue;
      const name = family(key.slice(0, key.lastIndexOf('@')));
      for (const system of os) families.set(name, (families.get(name) ?? new Set()).add(system));
    }
    expect(families.size).toBeGreaterThan(0);
    const incomplete = [...families]
      .filter(([name]) => !notEverywhere.includes(name))
      .filter(([, systems]) => systems.has('linux') || systems.size > 1)
      .filter(([, systems]) => !['linux', 'darwin', 'win32'].every(system => systems.has(system)))
      .map(([name, systems]) => `${name}: only ${[...systems].join(', ')}`);
    expect(incomplete).toEqual([]);
  });

  it('The lockfile names no registry', () => {
    expect(read('pnpm-lock.yaml')).not.toMatch(/tarball: http/);
  });
});
