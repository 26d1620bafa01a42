// `npm run demo`: a Mattermost, a real OpenClaw gateway with the plugin, a model, and a way to talk to the bot.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gatewayConfig } from '../openclaw/config.ts';
import { freePort, startGateway } from '../openclaw/gateway.ts';
import { createHome } from '../openclaw/home.ts';
import { configureMattermost, linkPlugin } from '../openclaw/install.ts';
import { buildPlugin } from './build-plugin.ts';
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
  const { step } = createProgress(write, Number(process.env['DEMO_STARTED_AT'] ?? Date.now()));
  const dir = mkdtempSync(join(tmpdir(), 'clawmost-demo-'));
  cleanups.push(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  const pluginFolder = join(dir, 'plugin');
  const built = step('Building the plugin', () => buildPlugin(pluginFolder, stopping.signal));
  built.catch(() => {});
  const server = await openServer(process.env);
  cleanups.push(() => server.stop());
  const model = await openModel(process.env);
  cleanups.push(() => model.stop());
  const home = createHome(dir, gatewayConfig(dir, await freePort(), model));
  linkPlugin(home, pluginFolder);
  configureMattermost(home, openToAll(server));
  await built;

  const gateway = startGateway(home, line => {
    if (flags.verbose) write(`        ${line}`);
  });
  cleanups.push(() => gateway.stop());
  const started = step('Starting the OpenClaw gateway (about 12 s)', () =>
    gateway.waitForLog(/signed in to .* as @/, { signal: stopping.signal }),
  );
  started.catch(() => {});
  const scene = await setScene(server);
  if (scene) cleanups.push(() => scene.person.leave());
  await started;
  write('');
  write(`  Mattermost  ${server.baseUrl}  (${server.description})`);
  write(`  Model       ${model.description}`);
  write(`  OpenClaw    state in ${dir}, removed when you stop`);
  write('');

  if (!scene) return waitAtServer();
  if (flags.once) {
    await step('Talking to the bot', () => playScript(scene, write));
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
