import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  configureMattermost,
  createHome,
  freePort,
  type Gateway,
  gatewayConfig,
  installPlugin,
  type Person,
  pluginFolder,
  type StandIn,
  signIn,
  standInModel,
  startGateway,
  startStandIn,
} from '@clawmost/playground';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Seed, seed } from './support/seed.ts';
import { openServer, type ServerUnderTest } from './support/server.ts';

const dir = mkdtempSync(join(tmpdir(), 'clawmost-live-'));
let server: ServerUnderTest;
let seeded: Seed;
let model: StandIn;
let gateway: Gateway;
let person: Person;

beforeAll(async () => {
  server = await openServer();
  seeded = await seed(server);
  model = await startStandIn();
  const endpoint = { baseUrl: model.baseUrl, apiKey: 'none', model: standInModel };
  const home = createHome(dir, gatewayConfig(dir, await freePort(), endpoint));
  await installPlugin(home, pluginFolder);
  configureMattermost(home, {
    enabled: true,
    baseUrl: server.url,
    botToken: seeded.bot.token,
    allowFrom: [seeded.person.id],
    dmPolicy: 'allowlist',
    network: { dangerouslyAllowPrivateNetwork: true },
  });
  gateway = startGateway(home);
  await gateway.waitForLog(/signed in/);
  person = await signIn(server.url, seeded.person.token);
});

afterAll(async () => {
  await person?.leave();
  await gateway?.stop();
  await model?.stop();
  if (server?.real) await seeded?.remove();
  await server?.close();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

async function ask(channelId: string, message: string, rootId?: string) {
  const place = { label: 'here', channelId, ...(rootId && { rootId }) };
  const answer = person.nextPost(place, seeded.bot.id, 300_000);
  answer.catch(() => {});
  const asked = await person.say(place, message);
  return { asked, answer: await answer };
}

describe('The plugin', () => {
  it('The plugin answers a direct message', async () => {
    const dm = await person.rest.channels.getDirect(seeded.person.id, seeded.bot.id);
    const { answer } = await ask(dm.id, 'hello');
    expect(answer.message).toBe('You said: hello');
  });

  it('The plugin answers a mention in a channel and in a thread', async () => {
    const { asked, answer } = await ask(seeded.channelId, `@${seeded.bot.username} how are you?`);
    expect(answer.message).toBe('You said: how are you?');
    const threaded = await ask(seeded.channelId, `@${seeded.bot.username} and here?`, asked.id);
    expect(threaded.answer).toMatchObject({ message: 'You said: and here?', root_id: asked.id });
  });
});
