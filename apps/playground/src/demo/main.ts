// `npm run demo`: a Mattermost, a real OpenClaw gateway with the plugin, a model, and a way to talk to the bot.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gatewayConfig } from '../openclaw/config.ts';
import { freePort, startGateway } from '../openclaw/gateway.ts';
import { createHome } from '../openclaw/home.ts';
import { configureMattermost, installPlugin } from '../openclaw/install.ts';
import { pluginFolder } from '../plugin-folder.ts';
import { openModel } from './model.ts';
import { createProgress } from './progress.ts';
import { runPrompt } from './prompt.ts';
import { setScene } from './scene.ts';
import { playScript } from './script.ts';
import { openServer } from './server.ts';

const { values: flags } = parseArgs({
  args: process.argv.slice(2).filter(argument => argument !== '--'),
  options: { once: { type: 'boolean', default: false }, verbose: { type: 'boolean', default: false } },
});
const write = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const cleanups: (() => unknown)[] = [];
const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
process.once('SIGINT', () => stopping.abort());

try {
  await run();
} catch (error) {
  write(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  for (const cleanUp of cleanups.reverse()) await cleanUp();
}

async function run(): Promise<void> {
  const { step } = createProgress(write);
  const server = await openServer(process.env);
  cleanups.push(() => server.stop());
  const model = await openModel(process.env);
  cleanups.push(() => model.stop());

  const dir = mkdtempSync(join(tmpdir(), 'clawmost-demo-'));
  cleanups.push(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  const home = createHome(dir, gatewayConfig(dir, await freePort(), model));
  await step('Installing the plugin into OpenClaw', () => installPlugin(home, pluginFolder, stopping.signal));
  configureMattermost(home, openToAll(server));

  const gateway = startGateway(home, line => {
    if (flags.verbose) write(`        ${line}`);
  });
  cleanups.push(() => gateway.stop());
  await step('Starting the OpenClaw gateway (about 12 s)', () =>
    gateway.waitForLog(/signed in to .* as @/, { signal: stopping.signal }),
  );

  const scene = await setScene(server);
  if (scene) cleanups.push(() => scene.person.leave());
  write('');
  write(`  Mattermost  ${server.baseUrl}  (${server.description})`);
  write(`  Model       ${model.description}`);
  write(`  OpenClaw    state in ${dir}, removed when you stop`);
  write('');

  if (!scene) return waitAtServer();
  if (flags.once) {
    await playScript(scene, write);
    return write('\nEvery answer was seen.');
  }
  await runPrompt(scene, write, stopping.signal);
}

/** In the demo the bot answers all people; a real configuration keeps the careful defaults. */
function openToAll({ baseUrl, botToken }: { baseUrl: string; botToken: string }): object {
  return {
    enabled: true,
    baseUrl,
    botToken,
    dmPolicy: 'open',
    allowFrom: ['*'],
    groupPolicy: 'open',
    network: { dangerouslyAllowPrivateNetwork: true },
  };
}

async function waitAtServer(): Promise<void> {
  if (flags.once) throw new Error('--once needs a person to write as: set MATTERMOST_USER_TOKEN.');
  write('Write to the bot in your Mattermost. While this runs, all people there can talk to it. Press Ctrl+C to stop.');
  await new Promise(resolve => stopping.signal.addEventListener('abort', resolve));
}
