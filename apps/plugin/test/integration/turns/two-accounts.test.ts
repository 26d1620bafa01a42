import { expect, it, vi } from 'vitest';
import { createRecovery } from '../../../src/recovery/recover.ts';
import type { ReadyAccount } from '../../../src/server/ready-account.ts';
import { texts } from '../../../src/texts.ts';
import { SessionGate } from '../../../src/turns/session-gate.ts';
import type { TurnRequest } from '../../../src/turns/turn.ts';
import { accountOf, markRunning, openAccount } from '../../support/account.ts';
import { type Model, startFakeHost } from '../../support/fake-host.ts';
import { turnRequest } from '../../support/turn-request.ts';
import { patience } from '../../support/turn-story.ts';

/** Two bots of one gateway in one channel, with the same agent: OpenClaw keeps one session of the channel for both. */
async function open(model: Model) {
  const { mattermost, team, alice, claw } = await openAccount();
  const robo = team.addBot('robo');
  const lab = team.addChannel('lab', { members: [alice, claw, robo] });
  const host = startFakeHost(model);
  const gate = new SessionGate();
  async function start(bot: typeof robo) {
    const account = await accountOf({ baseUrl: mattermost.url, botToken: bot.token });
    const ready: ReadyAccount = {
      ...{ ...account, accountId: bot.username },
      channelRuntime: { ...account.channelRuntime, inbound: host.inbound },
    };
    markRunning(ready);
    const takenOver = { isReadable: true, interrupted: new Map() };
    const recover = createRecovery(ready, host.records, takenOver, gate);
    return async (post: { id: string; create_at: number }, text: string, more: Partial<TurnRequest> = {}) => {
      const channel = { id: lab.id, name: 'lab' } as TurnRequest['channel'];
      const times = { writtenAt: post.create_at, timestamp: post.create_at };
      const request = turnRequest(post.id, { channel, ...times, text, ...more });
      const job = { signal: ready.signal, onStarted: () => {}, attempt: 1, source: 'live' as const };
      const { outcome, code } = await recover(request, job);
      return `${outcome}: ${code}`;
    };
  }
  return {
    ...{ host, gate, claw: await start(claw), robo: await start(robo) },
    say: (text: string) => alice.says(text, { in: lab }),
    /** What the bots have said, by name. */
    said: (name: 'claw' | 'robo') =>
      mattermost
        .posts(lab)
        .filter(({ user_id }) => user_id === { claw, robo }[name].id)
        .map(({ message }) => message),
  };
}

it('Each of two accounts answers a message that calls both', async () => {
  const model = Promise.withResolvers<string>();
  const { say, said, host, gate, claw, robo } = await open(() => model.promise);
  const post = await say('@claw @robo what is it?');
  const first = claw(post, 'what is it?');
  await vi.waitUntil(() => host.asked.length === 1, patience);
  const second = robo(post, 'what is it?');
  await vi.waitUntil(() => gate.allTurns().length === 2, patience);
  model.resolve('It is 5.');
  expect(await Promise.all([first, second])).toEqual(['answered: delivered', 'answered: delivered']);
  expect([said('claw'), said('robo')]).toEqual([['It is 5.'], ['It is 5.']]);
});

it('Each of two accounts that are asked to stop says so', async () => {
  const { say, said, host, claw, robo } = await open(() => new Promise(() => {}));
  const first = claw(await say('@claw hello'), 'hello');
  await vi.waitUntil(() => host.asked.length === 1, patience);
  const bob = { speaker: { id: 'bob', name: 'Bob' }, isStop: true };
  const stop = await say('@claw @robo stop');
  await Promise.all([claw(stop, 'stop', bob), robo(stop, 'stop', bob)]);
  expect([said('claw'), said('robo')]).toEqual([[texts.notYoursToStop], [texts.notYoursToStop]]);
  await claw(await say('@claw stop'), 'stop', { isStop: true });
  expect(await first).toBe('silent: stopped');
});

it('A message to one bot is not taken as the answer to the question of another bot that shares its session', async () => {
  const model = Promise.withResolvers<string>();
  const { say, host, gate, claw, robo } = await open(() => model.promise);
  const first = claw(await say('to claw'), 'to claw');
  await vi.waitUntil(() => gate.allTurns().some(({ isStarted }) => isStarted), patience);
  const [turn] = gate.allTurns();
  if (turn) turn.hasQuestion = true;
  const second = robo(await say('to robo'), 'to robo');
  await vi.waitUntil(() => gate.allTurns().length === 2, patience);
  expect(host.dispatched).toHaveLength(1);
  model.resolve('done');
  expect(await Promise.all([first, second])).toEqual(['answered: delivered', 'answered: delivered']);
});
