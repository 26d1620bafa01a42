import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Mattermost, startMattermost } from '@clawmost/mm-testserver';
import { expect, it, onTestFinished } from 'vitest';

const program = fileURLToPath(new URL('../echo-bot.js', import.meta.url));
const node20 = fileURLToPath(new URL('../../../tests/node20/node_modules/node/bin/node', import.meta.url));
const timeoutMs = 120_000;

/** Starts the bot as its users do; resolves with its first line of output. */
async function start(mattermost: Mattermost, token: string) {
  const env = { MATTERMOST_URL: mattermost.url, MATTERMOST_TOKEN: token };
  const bot = spawn(node20, [program], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(bot, 'exit');
  onTestFinished(async () => {
    bot.kill();
    await exited;
  });
  const [firstLine] = await once(createInterface(bot.stdout), 'line');
  return { firstLine, errors: createInterface(bot.stderr), exited };
}

/** A server with a person, the bot and a channel of both. */
async function startServer() {
  const mattermost = await startMattermost();
  onTestFinished(() => mattermost.stop());
  const team = mattermost.addTeam('acme');
  const [alice, claw] = [team.addPerson('alice'), team.addBot('claw')];
  return { mattermost, alice, claw, ops: team.addChannel('ops', { members: [alice, claw] }) };
}

it('The echo bot answers mentions in a thread, and direct messages, on Node 20', async () => {
  const { mattermost, alice, claw, ops } = await startServer();
  expect((await start(mattermost, claw.token)).firstLine).toBe('@claw listens');

  await alice.says('not for you', { in: ops });
  const asked = await alice.says('@claw how are things?', { in: ops });
  const answer = await alice.sees({ from: claw, in: ops, thread: asked, timeoutMs });
  expect(answer.message).toBe('You said: @claw how are things?');

  const dm = mattermost.directChannel(alice, claw);
  await alice.says('hello', { in: dm });
  expect((await alice.sees({ from: claw, in: dm, timeoutMs })).message).toBe('You said: hello');
  expect(mattermost.posts(ops).filter(({ user_id }) => user_id === claw.id)).toHaveLength(1);
});

it('The echo bot answers again after its connection was cut', async () => {
  const { mattermost, alice, claw, ops } = await startServer();
  await start(mattermost, claw.token);
  for (const socket of claw.sockets) socket.cut();
  const asked = await alice.says('@claw still there?', { in: ops });
  expect((await alice.sees({ from: claw, in: ops, thread: asked, timeoutMs })).message).toBe(
    'You said: @claw still there?',
  );
});

it('The echo bot says why and exits when its token is revoked while the server restarts', async () => {
  const { mattermost, claw } = await startServer();
  const { errors, exited } = await start(mattermost, claw.token);
  const firstError = once(errors, 'line');
  mattermost.revoke(claw.token);
  await mattermost.restart();
  expect((await firstError)[0]).toMatch(/the server refuses the token/);
  expect(await exited).toEqual([0, null]);
});
