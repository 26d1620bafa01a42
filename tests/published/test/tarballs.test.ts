import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const here = fileURLToPath(new URL('../', import.meta.url));
const folders = ['packages', 'apps']
  .flatMap(group => readdirSync(join(root, group)).map(name => join(root, group, name)))
  .filter(folder => !readManifest(folder).private);

function readManifest(folder: string): { name: string; private?: boolean } {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

async function pnpm(cwd: string, ...args: string[]): Promise<string> {
  const { stdout } = await run('pnpm', args, { cwd, maxBuffer: 16 * 1024 * 1024 });
  return stdout;
}

let packed: string;
beforeAll(() => {
  packed = mkdtempSync(join(tmpdir(), 'clawmost-packed-'));
});
afterAll(() => rmSync(packed, { recursive: true, force: true }));

describe.each(folders.map(folder => ({ name: readManifest(folder).name, folder })))('$name', ({ name, folder }) => {
  const tarball = () => join(packed, `${name.replace('@', '').replace('/', '-')}.tgz`);

  it(`${name} can be packed`, async () => {
    await pnpm(folder, 'pack', '--out', tarball());
    expect(readdirSync(packed)).toContain(tarball().slice(packed.length + 1));
  });

  it(`publint accepts the tarball of ${name}`, async () => {
    await pnpm(here, 'exec', 'publint', '--strict', tarball());
  });

  it(`attw resolves ${name} and its types from an ES module`, async () => {
    const report = await pnpm(here, 'exec', 'attw', tarball(), '--profile', 'esm-only');
    // Without any types it succeeds.
    expect(report).not.toContain('does not contain types');
  });
});
