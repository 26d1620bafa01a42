import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Mattermost, startMattermost } from '@clawmost/mm-testserver';
import { expect, it, onTestFinished } from 'vitest';

const program = fileURLToPath(new URL('../mention-bot.ts', import.meta.url));
const timeoutMs = 60_000;

async function office() {
  const mattermost = await startMattermost();
  onTestFinished(() => mattermost.stop());
  const team = mattermost.addTeam('acme');
  const [alice, bob, claw] = [team.addPerson('alice'), team.addPerson('bob'), team.addBot('claw')];
  const ops = team.addChannel('ops', { members: [alice, bob, claw] });
  const folder = mkdtempSync(join(tmpdir(), 'mention-bot-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const start = () => startBot(mattermost, claw.token, join(folder, 'bot.sqlite'));
  const answers = () => mattermost.posts(ops).filter(({ user_id }) => user_id === claw.id);
  return { mattermost, alice, bob, claw, ops, start, answers };
}

interface Bot {
  readonly process: ChildProcess;
  readonly exited: Promise<unknown[]>;
  readonly errors: string[];
}

/** Starts the bot as its users do; resolves when it says that it is ready. */
async function startBot(mattermost: Mattermost, token: string, file: string): Promise<Bot> {
  const env = { ...process.env, MATTERMOST_URL: mattermost.url, MATTERMOST_TOKEN: token, BOT_FILE: file };
  const bot = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(bot, 'exit');
  onTestFinished(async () => {
    bot.kill('SIGKILL');
    await exited;
  });
  const errors: string[] = [];
  createInterface(bot.stderr).on('line', line => errors.push(line));
  const lines = createInterface(bot.stdout);
  await new Promise<void>((resolve, reject) => {
    lines.on('line', line => line === '@claw is ready' && resolve());
    bot.once('exit', () => reject(new Error(errors.join('\n'))));
  });
  return { process: bot, exited, errors };
}

it('The bot answers mentions and direct messages in a thread, and nothing else', async () => {
  const { mattermost, alice, claw, ops, start, answers } = await office();
  await start();
  await alice.says('@clawdia, not you', { in: ops });
  await alice.says('`@claw` in code', { in: ops });
  const asked = await alice.says('@Claw how are things?', { in: ops });
  const answer = await alice.sees({ from: claw, in: ops, thread: asked, timeoutMs });
  expect(answer.message).toBe('You said: how are things?');
  await alice.says('and tomorrow?', { in: ops, thread: asked });
  await alice.sees({ from: claw, in: ops, thread: asked, matching: /^You went on: and tomorrow\?$/, timeoutMs });
  await alice.says('@claw', { in: ops });
  await alice.sees({ from: claw, in: ops, matching: /^You called\?$/, timeoutMs });
  const direct = mattermost.directChannel(alice, claw);
  await alice.says('hello', { in: direct });
  expect((await alice.sees({ from: claw, in: direct, timeoutMs })).message).toBe('You said: hello');
  expect(answers()).toHaveLength(3);
});

it('The bot answers once what was written before it was killed and while it was gone', async () => {
  const { mattermost, alice, claw, ops, start, answers } = await office();
  const first = await start();
  // The post is created, and the bot is killed before it learns that.
  const answered = mattermost.faults.holdAnswer({ by: claw, method: 'POST', path: '/posts', times: 1 });
  await alice.says('@claw one', { in: ops });
  await answered.met;
  first.process.kill('SIGKILL');
  await first.exited;
  answered.lift();
  await alice.says('@claw two', { in: ops });
  await start();
  await alice.sees({ from: claw, in: ops, matching: /^You said: two$/, timeoutMs });
  await alice.says('@claw three', { in: ops });
  await alice.sees({ from: claw, in: ops, matching: /^You said: three$/, timeoutMs });
  expect(
    answers()
      .map(({ message }) => message)
      .sort(),
  ).toEqual(['You said: one', 'You said: three', 'You said: two']);
});

it('A message that always fails does not hold up the others', async () => {
  const { alice, bob, claw, ops, start } = await office();
  await start();
  await alice.says('@claw fail', { in: ops });
  await bob.says('@claw hello', { in: ops });
  await bob.sees({ from: claw, in: ops, matching: /^You said: hello$/, timeoutMs });
});

it('The bot exits with code 1 and says why when its token is refused', async () => {
  const { mattermost, claw, start } = await office();
  const { exited, errors } = await start();
  mattermost.revoke(claw.token);
  await mattermost.restart();
  expect(await exited).toEqual([1, null]);
  expect(errors.at(-1)).toMatch(/refuses the token/);
});

it('The bot exits with code 0 when it is told to', async () => {
  const { start } = await office();
  const bot = await start();
  bot.process.kill('SIGTERM');
  expect(await bot.exited).toEqual([0, null]);
});
