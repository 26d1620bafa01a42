import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A configuration of OpenClaw, or a part of one. */
export type OpenClawConfig = { [key: string]: unknown };

/** The folder that holds everything of one OpenClaw, so that the user's own settings are not touched. */
export interface Home {
  readonly dir: string;
  readonly configPath: string;
  /** The environment in which OpenClaw finds only this folder. */
  readonly env: NodeJS.ProcessEnv;
  readConfig(): OpenClawConfig;
  writeConfig(config: OpenClawConfig): void;
}

/** Turns a folder into the home of one OpenClaw. */
export function createHome(dir: string, config: OpenClawConfig, env: NodeJS.ProcessEnv = {}): Home {
  const configPath = join(dir, 'openclaw.json');
  mkdirSync(join(dir, 'workspace'), { recursive: true });
  const home: Home = {
    dir,
    configPath,
    env: {
      ...withoutOurs(process.env),
      HOME: dir,
      OPENCLAW_STATE_DIR: join(dir, 'state'),
      OPENCLAW_CONFIG_PATH: configPath,
      ...env,
    },
    readConfig: () => JSON.parse(readFileSync(configPath, 'utf8')) as OpenClawConfig,
    writeConfig: next => writeFileSync(configPath, JSON.stringify(next, null, 2)),
  };
  home.writeConfig(config);
  return home;
}

/** The command that starts OpenClaw: this Node and the installed package. */
export function openclawCommand(...args: string[]): [string, string[]] {
  const program = fileURLToPath(new URL('../../node_modules/openclaw/openclaw.mjs', import.meta.url));
  return [process.execPath, [program, ...args]];
}

/**
 * The user's own OpenClaw and Mattermost settings must not leak into a gateway of the demo or a test, nor the variables
 * of a test runner, with which OpenClaw logs nothing.
 */
function withoutOurs(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ours = /^(OPENCLAW_|MATTERMOST_|OPENAI_|VITEST|NODE_ENV$)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ours.test(name)));
}
