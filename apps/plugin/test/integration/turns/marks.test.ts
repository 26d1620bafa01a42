import type { OpenClawConfig } from 'openclaw/plugin-sdk/channel-core';
import { expect, it, onTestFinished, vi } from 'vitest';
import { acknowledge } from '../../../src/turns/acknowledge.ts';
import { openStatusReactions } from '../../../src/turns/status-reactions.ts';
import type { TurnRequest } from '../../../src/turns/turn.ts';
import { markWhileWaiting } from '../../../src/turns/waiting-mark.ts';
import { markRunning, openAccount } from '../../support/account.ts';
import { turnRequest } from '../../support/turn-request.ts';
import { openStory, patience, repeat } from '../../support/turn-story.ts';

const bob = { speaker: { id: 'bob', name: 'Bob' } };

/** A running account, and the reactions on alice's question. */
async function open() {
  const opened = await openAccount();
  const { account, question } = opened;
  markRunning(account);
  const reactions = async () => (await account.rest.reactions.list(question.id)).map(({ emoji_name }) => emoji_name);
  return {
    ...opened,
    request: (more: Partial<TurnRequest> = {}) => turnRequest(question.id, more),
    /** Waits until these reactions are on the question. */
    see: (...names: string[]) => vi.waitUntil(async () => `${await reactions()}` === `${names}`, patience),
  };
}

it('A post that is to be answered has the reaction of the settings, until it is answered', async () => {
  const { account, request, see } = await open();
  const done = acknowledge({ messages: { ackReaction: '👀' } }, account.accountId, request());
  await see('eyes');
  done();
  await see();
});

it('messages.removeAckAfterReply false: the reaction stays', async () => {
  const { account, request, see, mattermost } = await open();
  const messages = { ackReaction: ':tada:', removeAckAfterReply: false };
  acknowledge({ messages }, account.accountId, request())();
  await see('tada');
  expect(mattermost.requests.filter(({ method }) => method === 'DELETE')).toEqual([]);
});

it.each<readonly [string, OpenClawConfig['messages'], Partial<TurnRequest>, boolean]>([
  ['a mention, by default', {}, {}, true],
  ['a message without a mention, by default', {}, { wasMentioned: false }, false],
  ['a direct message, by default', {}, { kind: 'direct' }, false],
  ['a direct message, with the scope "direct"', { ackReactionScope: 'direct' }, { kind: 'direct' }, true],
  ['a message without a mention, with "group-all"', { ackReactionScope: 'group-all' }, { wasMentioned: false }, true],
  ['a mention, with "off"', { ackReactionScope: 'off' }, {}, false],
  ['a mention, with an empty reaction', { ackReaction: '' }, {}, false],
  ['a request to stop', { ackReactionScope: 'all' }, { isStop: true }, false],
])('messages.ackReactionScope decides about %s', async (_, messages, request, isMarked) => {
  const { account, mattermost, ...opened } = await open();
  acknowledge({ messages } as OpenClawConfig, account.accountId, opened.request(request));
  const added = () => mattermost.requests.filter(({ method, path }) => method === 'POST' && /reactions$/.test(path));
  if (isMarked) await vi.waitUntil(() => added().length === 1, patience);
  expect(added()).toHaveLength(isMarked ? 1 : 0);
});

it('A reaction that the server refuses is logged, and nothing else happens', async () => {
  const { account, request, mattermost, claw } = await open();
  mattermost.faults.answer({ path: '/reactions', by: claw }, { status: 403 });
  const done = acknowledge({ messages: { ackReaction: '👀' } }, account.accountId, request());
  await vi.waitUntil(
    () => account.lines.some(line => /a reaction on post .* could not be changed/.test(line)),
    patience,
  );
  done();
});

it('What is not a post, such as a click, gets no reaction', async () => {
  const { account, mattermost } = await open();
  acknowledge({ messages: { ackReaction: '👀' } }, account.accountId, turnRequest('click:1'))();
  expect(mattermost.requests.filter(({ path }) => /reactions/.test(path))).toEqual([]);
});

it('messages.statusReactions: reactions show what the agent does, and are taken off in the end', async () => {
  const { account, request, see } = await open();
  const messages = { ackReaction: '👀', statusReactions: { enabled: true } };
  const { callbacks, end } = openStatusReactions({ messages }, account.accountId, request());
  const told: string[] = [];
  const { onAgentRunStart, onToolStart } = callbacks({ onToolStart: ({ name = '' }) => void told.push(name) });
  onAgentRunStart?.('run');
  await see('brain');
  void onToolStart?.({ name: 'image', phase: 'start' });
  await vi.waitUntil(async () => told.length === 1);
  end(true);
  await see('white_check_mark');
  await see();
});

it('messages.statusReactions: without the setting, what the agent does shows no reactions', async () => {
  const { account, request, mattermost } = await open();
  const { callbacks, end } = openStatusReactions({ messages: { ackReaction: '👀' } }, account.accountId, request());
  expect(callbacks({})).toEqual({});
  end(true);
  expect(mattermost.requests.filter(({ path }) => /reactions/.test(path))).toEqual([]);
});

it('A post that waits for less than 5 s behind another turn is not marked, nor is any where reactions are off', async () => {
  const { account, request, mattermost } = await open();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const endWait = markWhileWaiting({}, account.accountId, request());
  vi.advanceTimersByTime(4_900);
  endWait();
  markWhileWaiting({ messages: { ackReactionScope: 'off' } }, account.accountId, request());
  vi.advanceTimersByTime(10_000);
  vi.useRealTimers();
  expect(mattermost.requests.filter(({ path }) => /reactions/.test(path))).toEqual([]);
});

it('Two posts that wait for longer are marked, and both lose their marks when one turn begins for them', async () => {
  const story = await openStory();
  const { say, said, mattermost } = story;
  const model = Promise.withResolvers<void>();
  const { answer, host, gate } = await story.start(async (text, writing) => {
    if (text === 'first') await model.promise;
    return repeat(text, writing);
  });
  Object.assign(host.records, { entry: () => ({ queueMode: 'collect', finished: [] }) });
  const calls = (method: string) =>
    mattermost.requests.filter(request => request.method === method && /reactions/.test(request.path)).length;
  const first = answer(await say('first'));
  await vi.waitUntil(() => host.asked.length === 1, patience);
  const posts = [await say('second'), await say('third')];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const waiting = posts.map(post => answer(post, bob));
  while (gate.allTurns().length < 3) await vi.advanceTimersByTimeAsync(10);
  await vi.advanceTimersByTimeAsync(5_000);
  vi.useRealTimers();
  await vi.waitUntil(() => calls('POST') === 2, patience);
  model.resolve();
  expect(await Promise.all([first, ...waiting])).toEqual([
    'answered: delivered',
    'joined: collected',
    'answered: delivered',
  ]);
  await vi.waitUntil(() => calls('DELETE') === 2, patience);
  expect(said()).toEqual(['You said: first', 'You said: second\nthird']);
});
