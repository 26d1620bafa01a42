import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A package that a registry offers: a folder that is packed, under another version if one is given. */
export interface OfferedPackage {
  readonly folder: string;
  readonly version?: string;
}

/** An npm registry on loopback. */
export interface Registry {
  /** The environment in which npm and OpenClaw find only this registry. */
  readonly env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

interface Packed {
  readonly manifest: { readonly name: string; readonly version: string };
  readonly bytes: Buffer;
}

/** Starts a registry that offers some packages, each in one version, and knows no others. */
export async function startRegistry(offers: readonly OfferedPackage[]): Promise<Registry> {
  const packages = await Promise.all(offers.map(pack));
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://registry').pathname.slice(1));
    const offered = packages.find(({ manifest }) => path === manifest.name || path === tarballPath(manifest.name));
    if (!offered) return response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
    if (path !== offered.manifest.name) return response.end(offered.bytes);
    response.setHeader('content-type', 'application/json');
    return response.end(JSON.stringify(describe(offered, url)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    // ClawHub is OpenClaw's own registry, which it asks when npm has nothing.
    env: { NPM_CONFIG_REGISTRY: `${url}/`, OPENCLAW_CLAWHUB_URL: 'http://127.0.0.1:9' },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function describe({ manifest, bytes }: Packed, url: string): object {
  const { name, version } = manifest;
  const published = '2026-01-01T00:00:00.000Z';
  const dist = {
    tarball: `${url}/${tarballPath(name)}`,
    integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`,
    shasum: createHash('sha1').update(bytes).digest('hex'),
  };
  return {
    name,
    'dist-tags': { latest: version },
    versions: { [version]: { ...manifest, dist } },
    time: { created: published, modified: published, [version]: published },
  };
}

function tarballPath(name: string): string {
  return `${name}/-/package.tgz`;
}

async function pack({ folder, version }: OfferedPackage): Promise<Packed> {
  const dir = mkdtempSync(join(tmpdir(), 'clawmost-pack-'));
  try {
    const copy = join(dir, 'package');
    copyPackage(folder, copy);
    const manifest = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8'));
    if (version) manifest.version = version;
    writeFileSync(join(copy, 'package.json'), JSON.stringify(manifest));
    await promisify(execFile)('tar', ['-czf', 'package.tgz', 'package'], { cwd: dir });
    return { manifest, bytes: readFileSync(join(dir, 'package.tgz')) };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Copies an installed package as it was published, without what pnpm has linked into it: OpenClaw refuses such links. */
export function copyPackage(folder: string, to: string): void {
  const isOwn = (path: string) => !/node_modules[/\\](\.bin|openclaw)$/.test(path);
  cpSync(folder, to, { recursive: true, dereference: true, filter: isOwn });
}
