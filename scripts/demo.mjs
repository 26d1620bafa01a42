// `npm run demo` on the Node of a fresh machine (20 or newer). It installs only what the demo needs, and starts the demo from
// its sources: on this Node if OpenClaw runs on it, else on the pinned Node 24, which it installs too.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pnpm, root } from './pnpm.mjs';

const startedAt = Date.now();
const isInstalled = existsSync(new URL('node_modules/.pnpm', root));
// What is there already stays: for a whole workspace, the install only looks whether it is complete.
const isWhole = existsSync(new URL('node_modules/tsup', root));
const needsNode = !runsOpenClaw(process.versions.node);

const size = isInstalled ? '' : ' (the first time about 20 s: OpenClaw alone is 95 MB)';
console.log(`  0.0 s  Installing OpenClaw and what the demo needs${size} …`);
const projects = ['@clawmost/playground', '@clawmost/mm-*', ...(needsNode ? ['@clawmost/node24'] : [])];
// Without `--prod`, pnpm installs the tools of the repository too.
const some = ['--prod', ...projects.map(project => `--filter=${project}`)];
// `npm test` verifies the lockfile, with a request for each of its packages.
pnpm('install', '--frozen-lockfile', '--prefer-offline', '--trust-lockfile', ...(isWhole ? [] : some));

const sources = new URL('scripts/run-from-sources.ts', root).href;
const demo = fileURLToPath(new URL('apps/playground/src/demo/main.ts', root));
const child = spawn(
  needsNode ? installedNode() : process.execPath,
  ['--import', sources, demo, ...process.argv.slice(2)],
  {
    env: { ...process.env, DEMO_STARTED_AT: String(startedAt) },
    stdio: 'inherit',
  },
);
// Ctrl+C reaches the demo too, which then tidies up.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('close', code => {
  process.exitCode = code ?? 1;
});

/** Whether OpenClaw runs on a version of Node; package.json has the same range under `engines`. */
function runsOpenClaw(version) {
  const [major, minor] = version.split('.').map(Number);
  return (major === 24 && minor >= 16) || (major === 26 && minor >= 1) || major > 26;
}

function installedNode() {
  const folder = new URL('scripts/node24/node_modules/node/', root);
  const { bin } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'));
  return fileURLToPath(new URL(typeof bin === 'string' ? bin : bin.node, folder));
}
