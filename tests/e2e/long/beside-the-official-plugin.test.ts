import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Bot, type Channel, type Mattermost, type Person, startMattermost } from '@clawmost/mm-testserver';
import {
  configureMattermost,
  createHome,
  freePort,
  type Gateway,
  gatewayConfig,
  type Home,
  pluginFolder,
  runOpenClaw,
  type StandIn,
  standInModel,
  startGateway,
  startStandIn,
} from '@clawmost/playground';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accountFile } from '../test/support/account-file.ts';
import { accountFor } from '../test/support/open-gateway.ts';
import { copyPackage, type Registry, startRegistry } from '../test/support/registry.ts';
import { timeLimit } from '../test/support/time-limit.ts';

// People who already have a configuration, or the official plugin. A registry of our own offers both plugins, the official
// one under the version of the host, as OpenClaw asks for it.
const readJson = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const hostVersion: string = readJson('../../../node_modules/openclaw/package.json').version;
const officialFolder = fileURLToPath(new URL('../node_modules/@openclaw/mattermost', import.meta.url));
const readme = readFileSync(new URL('../../../apps/plugin/README.md', import.meta.url), 'utf8');

let mattermost: Mattermost;
let registry: Registry;
let model: StandIn;
let alice: Person;
let claw: Bot;
let dm: Channel;
let dir: string;
let gateway: Gateway | undefined;
let printed = '';

beforeAll(async () => {
  mattermost = await startMattermost();
  const team = mattermost.addTeam('acme');
  alice = team.addPerson('alice');
  claw = team.addBot('claw');
  dm = mattermost.directChannel(alice, claw);
  model = await startStandIn();
  registry = await startRegistry([{ folder: pluginFolder }, { folder: officialFolder, version: hostVersion }]);
  dir = mkdtempSync(join(tmpdir(), 'clawmost-official-'));
});

afterEach(async () => {
  await gateway?.stop();
  gateway = undefined;
});

afterAll(async () => {
  await registry?.stop();
  await model?.stop();
  await mattermost?.stop();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

async function makeHome(name: string): Promise<Home> {
  const folder = join(dir, name);
  const endpoint = { baseUrl: model.baseUrl, apiKey: 'none', model: standInModel };
  return createHome(folder, gatewayConfig(folder, await freePort(), endpoint), registry.env);
}

const section = () => ({ ...accountFor(mattermost, claw), enabled: true, dmPolicy: 'open', allowFrom: ['*'] });

async function openclaw(home: Home, ...args: string[]): Promise<void> {
  const { code, stdout, stderr } = await runOpenClaw(home, args, timeLimit);
  printed = stdout + stderr;
  expect(code, printed).toBe(0);
}

/** The command of the README, word for word. */
function installOurs(home: Home): Promise<void> {
  const [, line = ''] = /^openclaw (plugins install \S+ .*)$/m.exec(readme) ?? [];
  return openclaw(home, ...line.split(' '));
}

const installOfficial = (home: Home) =>
  openclaw(home, 'plugins', 'install', '@openclaw/mattermost', '--force', '--accept-capabilities');

/** Starts the gateway and has the bot answer; resolves to the answer. */
async function ask(home: Home, question: string): Promise<{ readonly isOurs: boolean }> {
  gateway = startGateway(home);
  // The official plugin loses what is written before this.
  await gateway.waitForLog(/\[gateway\] ready/);
  await gateway.waitForLog(/signed in to|connected as/);
  await expect.poll(() => claw.sockets.length, timeLimit).toBe(1);
  await alice.says(question, { in: dm });
  const matching = ({ message }: { message: string }) => message === `You said: ${question}`;
  const answer = await alice.sees({ from: claw, in: dm, matching, ...timeLimit });
  // One connection: the other plugin does not run beside it.
  expect(claw.sockets).toHaveLength(1);
  return { isOurs: 'clawmost' in answer.props };
}

const complaint = /upgrade is unfinished|cannot be checked|duplicate plugin id/;

describe('A configuration that was there before the plugin', () => {
  let home: Home;

  beforeAll(async () => {
    home = await makeHome('configured');
    configureMattermost(home, section());
  });

  it('The command of the README replaces the official plugin that OpenClaw installs for the configured channel', async () => {
    await installOurs(home);
    expect(printed).toContain(`@openclaw/mattermost@${hostVersion}`);
    expect(await ask(home, 'who are you?')).toEqual({ isOurs: true });
    expect(gateway?.log.join('\n')).not.toMatch(complaint);
  });

  it('OpenClaw checks the settings and has nothing to complain about', async () => {
    await openclaw(home, 'config', 'validate');
    expect(printed).not.toMatch(complaint);
    const { code, stderr } = await runOpenClaw(
      home,
      ['config', 'set', 'channels.mattermost.dmPolicy', 'no'],
      timeLimit,
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/channels\.mattermost\.dmPolicy: .*"pairing"/);
  });

  it('`openclaw doctor --fix` and `openclaw update repair` keep this plugin', async () => {
    await openclaw(home, 'doctor', '--fix', '--non-interactive');
    await openclaw(home, 'update', 'repair', '--yes');
    expect(await ask(home, 'still you?')).toEqual({ isOurs: true });
    await openclaw(home, 'config', 'validate');
    expect(printed).not.toMatch(complaint);
  });

  it('A list in `plugins.allow` without this plugin does not keep it from running', async () => {
    const { plugins, ...config } = home.readConfig();
    home.writeConfig({ ...config, plugins: { ...(plugins as object), allow: ['memory-core'] } });
    expect(await ask(home, 'and now?')).toEqual({ isOurs: true });
    expect(gateway?.log.join('\n')).not.toMatch(complaint);
    home.writeConfig({ ...config, plugins });
  });

  it('Of two plugins with the same id the one in `plugins.load.paths` runs, and OpenClaw names both', async () => {
    const { plugins, ...config } = home.readConfig();
    const copy = join(home.dir, 'copy-of-the-official-plugin');
    copyPackage(officialFolder, copy);
    home.writeConfig({ ...config, plugins: { ...(plugins as object), load: { paths: [copy] } } });
    gateway = startGateway(home);
    expect(await gateway.waitForLog(/duplicate plugin id/)).toContain(copy);
    await gateway.waitForLog(/only available for trusted plugins.*Plugin "mattermost" loaded from/);
    expect(claw.sockets).toHaveLength(0);
    home.writeConfig({ ...config, plugins });
  });
});

describe('A gateway with the official plugin', () => {
  let home: Home;

  beforeAll(async () => {
    home = await makeHome('official');
    await installOfficial(home);
    configureMattermost(home, section());
  });

  it('The command of the README takes the place of the official plugin', async () => {
    expect(await ask(home, 'the official one?')).toEqual({ isOurs: false });
    await gateway?.stop();
    await installOurs(home);
    expect(await ask(home, 'and you?')).toEqual({ isOurs: true });
    expect(gateway?.log.join('\n')).not.toMatch(complaint);
  });

  // It posts the answer that it finds in OpenClaw's transcript, because the other plugin's post has no marker.
  it.fails('What the official plugin has answered meanwhile is not answered again', async () => {
    await installOfficial(home);
    expect(await ask(home, 'back for a day?')).toEqual({ isOurs: false });
    await gateway?.stop();
    await installOurs(home);
    expect(await ask(home, 'here again?')).toEqual({ isOurs: true });
    const posts = mattermost.posts(dm);
    await accountFile(home).settled(posts.filter(({ message }) => message === 'back for a day?'));
    const said = mattermost.posts(dm).filter(({ user_id }) => user_id === claw.id);
    expect(said.filter(({ message }) => message === 'You said: back for a day?')).toHaveLength(1);
  });
});
