import { expect, it, vi } from 'vitest';
import type { NativeCommand } from '../../../src/turns/turn.ts';
import { turnRequest } from '../../support/turn-request.ts';
import { begin, openStory, patience, repeat, thinks } from '../../support/turn-story.ts';

const old = { isCommand: true, mayCommand: true, timestamp: Date.now() - 11 * 60_000 };
const { route } = turnRequest('any');
const inOwnSession = { ...route, sessionKey: 'agent:main:mattermost:slash:alice' };

function native(isHarmless: boolean): NativeCommand {
  const caller = { responseUrl: '', userId: 'alice' };
  return { name: 'status', targetSessionKey: route.sessionKey, isHarmless, caller, audience: 'channel' };
}

it('/new that a catch-up finds more than ten minutes late is not carried out, and its author is told once', async () => {
  const { say, said, start } = await openStory();
  const first = await start(repeat);
  const post = await say('/new');
  const job = { source: 'caught-up' as const };
  expect(await first.answer(post, { ...old, text: '/new', job })).toBe('answered: command-too-late');
  expect(await first.answer(post, { ...old, text: '/new', job })).toBe('answered: delivered');
  expect(first.host.asked).toEqual([]);
  expect(said()).toEqual([expect.stringMatching(/^You sent `\/new` more than 10 minutes ago/)]);
});

it('A stop word that a catch-up finds late stops nothing, and a message that it finds late is answered', async () => {
  const { say, said, start } = await openStory();
  const { answer, host } = await start(repeat);
  const job = { source: 'caught-up' as const };
  const stop = { isStop: true, timestamp: old.timestamp, text: 'stop', job };
  expect(await answer(await say('stop'), stop)).toBe('answered: command-too-late');
  expect(await answer(await say('hello'), { timestamp: old.timestamp, job })).toBe('answered: delivered');
  expect(host.asked).toEqual(['hello']);
  expect(said()).toHaveLength(2);
});

it('A command that comes in time is carried out, however long it waited before', async () => {
  const { say, said, start } = await openStory();
  const { answer } = await start(repeat);
  expect(await answer(await say('/new'), { ...old, text: '/new' })).toBe('answered: delivered');
  expect(said()).toEqual(['You said: /new']);
});

it.each([
  [true, 'run again', 'answered: delivered', /^You said/],
  [false, 'not repeated, and the caller is told', 'answered: command-interrupted', /I was restarted while I ran/],
])('After a kill, a slash command whose isHarmless is %s is %s', async (isHarmless, _what, outcome, text) => {
  const { say, said, alice, claw, mattermost, start } = await openStory();
  const first = await start(thinks);
  const post = await say('/status');
  const more = { isCommand: true, mayCommand: true, text: '/status', route: inOwnSession };
  const nativeCommand = { ...native(isHarmless), caller: { responseUrl: '', userId: alice.id } };
  begin(first.answer(post, { ...more, nativeCommand }));
  await vi.waitUntil(() => first.host.dispatched.length === 1, patience);
  const disk = first.kill();
  // OpenClaw does not record its own commands.
  disk.clear();
  const second = await start(repeat, disk);
  expect(await second.answer(post, { ...more, nativeCommand })).toBe(outcome);
  const alone = mattermost.posts(mattermost.directChannel(alice, claw)).map(({ message }) => message);
  expect([...said(), ...alone].filter(message => text.test(message))).toHaveLength(1);
  // What became of a change is for the caller alone.
  expect(alone).toHaveLength(isHarmless ? 0 : 1);
});
