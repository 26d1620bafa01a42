import { type Mattermost, startMattermost } from '@clawmost/mm-testserver';
import { expect, it, onTestFinished } from 'vitest';
import { successAfterMs } from '../../src/backoff.ts';
import { createClock } from '../support/clock.ts';
import { record } from '../support/record.ts';

/** A server with a bot and a person in one channel, and the bot's socket, signed in. */
async function start(version: '5.37' | '6.7', pingIntervalMs = 1_000) {
  const mattermost: Mattermost = await startMattermost({ version });
  onTestFinished(() => mattermost.stop());
  const team = mattermost.addTeam('acme');
  const [alice, claw] = [team.addPerson('alice'), team.addBot('claw')];
  const ops = team.addChannel('ops', { members: [alice, claw] });
  const recorded = record({ baseUrl: mattermost.url, token: claw.token, pingIntervalMs });
  await recorded.heard('ready');
  const says = async (from: number, to: number): Promise<void> => {
    for (let at = from; at <= to; at += 1) await alice.says(`${at}`, { in: ops });
  };
  const cut = (): void => {
    for (const socket of claw.sockets) socket.cut();
  };
  return { mattermost, alice, claw, ops, says, cut, ...recorded };
}

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => String(from + at));

it.each(['5.37', '6.7'] as const)(
  'On %s, the socket gets what was said while it was away, once and in order',
  async version => {
    const { mattermost, claw, says, cut, heard, messages, story } = await start(version);
    await says(1, 3);
    await heard('posted', 3);
    const away = mattermost.faults.hold({ by: claw, path: '/websocket', times: 1 });
    cut();
    await away.met;
    await says(4, 60);
    away.lift();
    await heard('posted', 60);
    expect(messages()).toEqual(numbers(1, 60));
    expect(story()).toEqual(['ready', 'gap', 'disconnected', 'ready']);
  },
);

it('A gap is reported when more was said while the socket was away than the server keeps (256)', async () => {
  const { mattermost, claw, says, cut, heard, messages } = await start('6.7');
  await says(1, 1);
  await heard('posted');
  const away = mattermost.faults.hold({ by: claw, path: '/websocket', times: 1 });
  cut();
  await away.met;
  await says(2, 300);
  away.lift();
  expect(await heard('gap', 2)).toMatchObject({ reason: 'not-resumed' });
  await says(301, 301);
  await expect.poll(() => messages().at(-1)).toBe('301');
  expect(new Set(messages()).size).toBe(messages().length);
});

it('A gap is reported when the server was restarted', async () => {
  const { mattermost, says, heard, messages } = await start('6.7');
  await mattermost.restart();
  await heard('ready', 2);
  expect(await heard('gap', 2)).toMatchObject({ reason: 'not-resumed' });
  await says(1, 1);
  await expect.poll(() => messages()).toEqual(['1']);
});

it.each(['5.37', '6.7'] as const)(
  'On %s, the socket stops when its token is revoked while connected',
  async version => {
    const { mattermost, claw, heard, log } = await start(version, 100);
    mattermost.revoke(claw.token);
    expect((await heard('stopped')).error?.code).toBe('token-refused');
    expect(log.join()).not.toContain(claw.token);
  },
);

it('The socket stops when the bot is disabled while connected', async () => {
  const { claw, heard } = await start('6.7', 100);
  claw.disable();
  expect((await heard('stopped')).error?.code).toBe('token-refused');
});

it('The socket gets a new connection when the bot was disabled for a moment', async () => {
  const { claw, says, heard, messages } = await start('6.7', 500);
  claw.disable();
  claw.enable();
  expect((await heard('disconnected')).error.code).toBe('signed-out');
  await heard('ready', 2);
  await says(1, 1);
  await expect.poll(() => messages()).toEqual(['1']);
});

it('A half-open connection is left, and a gap is reported', async () => {
  const { claw, heard } = await start('6.7', 300);
  for (const socket of claw.sockets) socket.freeze();
  expect((await heard('disconnected')).error.code).toBe('unresponsive');
  await heard('ready', 2);
  expect(await heard('gap', 2)).toMatchObject({ reason: 'not-resumed' });
});

it('A connection that is cut again and again after 2 s reconnects within 250 ms each time, and loses nothing', async () => {
  const mattermost: Mattermost = await startMattermost();
  onTestFinished(() => mattermost.stop());
  const team = mattermost.addTeam('acme');
  const [alice, claw] = [team.addPerson('alice'), team.addBot('claw')];
  const ops = team.addChannel('ops', { members: [alice, claw] });
  const clock = createClock();
  const testing = { sleep: clock.sleep, random: () => 0.999 };
  const { socket, heard, messages } = record({ baseUrl: mattermost.url, token: claw.token, testing });
  for (let cut = 1; cut <= 8; cut += 1) {
    await heard('ready', cut);
    await clock.advanceOnce(successAfterMs);
    await expect.poll(() => socket.attempts).toBe(0);
    for (const connected of claw.sockets) connected.cut();
    await alice.says(`${cut}`, { in: ops });
    const { retryInMs, attempt } = await heard('disconnected', cut);
    expect(attempt).toBe(1);
    expect(retryInMs).toBeLessThanOrEqual(250);
    await clock.advanceOnce(retryInMs);
  }
  await heard('posted', 8);
  expect(messages()).toEqual(numbers(1, 8));
});
