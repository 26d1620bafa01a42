import type { Post } from '@clawmost/mm-rest';
import { type Gateway, startGateway } from '@clawmost/playground';
import { startProxy, type UnreliableProxy } from '@clawmost/tests-live/support/proxy';
import type { Account } from '@clawmost/tests-live/support/seed';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type AccountFile, accountFile } from '../test/support/account-file.ts';
import { accountFor, type OpenGateway, openGateway } from '../test/support/open-gateway.ts';
import { timeLimit } from '../test/support/time-limit.ts';
import { openScene, type Scene } from './support/scene.ts';

// One bot goes through one trouble after the other, behind a proxy that breaks its connections.
let scene: Scene;
let proxy: UnreliableProxy;
let open: OpenGateway;
let gateway: Gateway;
let file: AccountFile;
let alice: Account;
let claw: Account;
let channel: string;

/** The model waits for these when a message asks it to think. */
const thoughts = { restart: Promise.withResolvers<void>(), kill: Promise.withResolvers<void>() };

beforeAll(async () => {
  scene = await openScene();
  proxy = await startProxy(scene.server.url);
  ({ person: alice, bot: claw, channelId: channel } = scene.seeded);
  open = await openGateway({
    channel: {
      ...accountFor({ url: proxy.url }, claw),
      ...{ dmPolicy: 'open', allowFrom: ['*'], groupPolicy: 'open' },
    },
    answer: async ({ text }) => {
      if (text === 'think of a restart') await thoughts.restart.promise;
      if (text === 'think of a kill') await thoughts.kill.promise;
      return `You said: ${text}`;
    },
    configure: config => ({ ...config, messages: { queue: { mode: 'followup' } } }),
  });
  ({ gateway } = open);
  file = accountFile(open.home);
  await gateway.waitForLog(/signed in to/);
});

afterAll(async () => {
  for (const { resolve } of Object.values(thoughts)) resolve();
  await gateway?.stop();
  await open?.close();
  await proxy?.close();
  await scene?.close();
});

const ask = (message: string) => scene.says(alice, `@${claw.username} ${message}`, { in: channel });

/** Resolves when the agent works on a message. */
const isThinking = (message: string) =>
  vi.waitUntil(() => open.model.calls.some(({ text }) => text === message), timeLimit);

/** Each of these posts has been answered, once and in order; nothing else has been said since the first. */
async function expectOnce(first: Post, posts: readonly Post[], messages: readonly string[]): Promise<void> {
  const texts = messages.map(message => `You said: ${message}`);
  await scene.seesAnswers(first, claw, texts);
  for (const outcome of await file.settled(posts)) expect(outcome).toBe('answered: delivered');
  expect((await scene.answersAfter(first, claw)).map(({ message }) => message)).toEqual(texts);
}

/** Alice writes, then `trouble` passes; each of her messages is answered once and in order. */
async function expectAnswered(messages: readonly string[], trouble: () => Promise<unknown>): Promise<void> {
  const posts = [];
  for (const message of messages) posts.push(await ask(message));
  await trouble();
  const [first] = posts;
  if (!first) throw new Error('There are no messages.');
  await expectOnce(first, posts, messages);
}

it('The bot answers before the troubles begin', async () => {
  await expectAnswered(['zero'], async () => {});
});

it('Messages that people write while the socket is cut are answered afterwards, once each and in order', async () => {
  const mend = proxy.cutSockets();
  await expectAnswered(['one', 'two', 'three'], async () => mend());
});

it('An answer is posted once when the response to its creation was lost', async () => {
  const lost = proxy.loseResponse('POST', '/api/v4/posts');
  await expectAnswered(['four'], () => lost);
});

it('A message whose agent works while the server restarts, and those after the restart, are answered once', async ({
  skip,
}) => {
  const { restart } = scene.server;
  if (!restart) return skip('this run cannot restart the server; MATTERMOST_LIVE_RESTART can be a command that does');
  const thinking = await ask('think of a restart');
  await isThinking('think of a restart');
  await restart();
  const more = await ask('five');
  thoughts.restart.resolve();
  await expectOnce(thinking, [thinking, more], ['think of a restart', 'five']);
});

it('A message whose agent worked when the gateway was killed, and those written meanwhile, are answered once', async () => {
  const thinking = await ask('think of a kill');
  await isThinking('think of a kill');
  await gateway.kill();
  thoughts.kill.resolve();
  const more = [await ask('six'), await ask('seven')];
  gateway = startGateway(open.home);
  await expectOnce(thinking, [thinking, ...more], ['think of a kill', 'six', 'seven']);
});
