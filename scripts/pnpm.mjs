// The pinned pnpm, on the Node of a fresh machine (20 or newer).
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The folder of the repository. */
export const root = new URL('..', import.meta.url);

const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));

/** The package manager with its version. */
export const packageManager = manifest.packageManager;

/** Runs pnpm, and ends this process when it fails. */
export function pnpm(...args) {
  const insidePnpm = process.env.npm_config_user_agent?.startsWith('pnpm/');
  const [command, ...prefix] = insidePnpm ? ['pnpm'] : ['npx', '--yes', packageManager];
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
