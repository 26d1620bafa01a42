// Runs on the Node of a fresh machine (20 or newer): fetches the pinned pnpm and lets it install, which brings the pinned
// Node 24; then runs the root script that the command line names on Node 24. CALLER_NODE names the first one.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const { packageManager } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
const insidePnpm = process.env.npm_config_user_agent?.startsWith('pnpm/');
const [command, ...prefix] = insidePnpm ? ['pnpm'] : ['npx', '--yes', packageManager];

function pnpm(...args) {
  const { status } = spawnSync(command, [...prefix, ...args], {
    cwd: root,
    env: {
      ...process.env,
      DO_NOT_TRACK: '1',
      TURBO_TELEMETRY_DISABLED: '1',
      NPM_CONFIG_UPDATE_NOTIFIER: 'false',
      CALLER_NODE: process.execPath,
    },
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}

const [script, ...rest] = process.argv.slice(2);
console.log(`Installing with ${packageManager} (the first time about 20 s: OpenClaw alone is 95 MB) …`);
pnpm('install', '--frozen-lockfile', '--prefer-offline');
pnpm('run', script, ...rest);
