import { createTypingCallbacks } from 'openclaw/plugin-sdk/channel-outbound';
import { expect, it, onTestFinished, vi } from 'vitest';
import { showTyping } from '../../../src/turns/typing.ts';
import { markRunning, openAccount } from '../../support/account.ts';
import { turnRequest } from '../../support/turn-request.ts';
import { openStory, patience, thinks } from '../../support/turn-story.ts';

it('Typing is shown in the thread of the question', async () => {
  const { mattermost, account, alice, claw, ops, question } = await openAccount();
  markRunning(account);
  const { route, ...request } = turnRequest(question.id, { channel: ops as never });
  await showTyping(account.accountId, { ...request, route: { ...route, threadId: question.id } });
  await alice.seesTyping({ from: claw, in: ops, thread: question });
  expect(mattermost.requests.filter(({ path }) => /typing$/.test(path))).toHaveLength(1);
});

it('Typing that the server refuses does not fail, so that OpenClaw goes on with it', async () => {
  const { mattermost, account, claw, ops } = await openAccount();
  markRunning(account);
  mattermost.faults.answer({ path: /typing$/, by: claw }, { status: 403 });
  await showTyping(account.accountId, turnRequest('post', { channel: ops as never }));
  expect(account.lines).toEqual([expect.stringContaining('typing could not be shown')]);
});

it('OpenClaw shows typing for as long as a turn lasts, and not only for a minute', async () => {
  const { say, start, mattermost } = await openStory();
  const { answer, host } = await start(thinks);
  const plans: Parameters<typeof host.inbound.dispatch>[0][] = [];
  const { dispatch } = host.inbound;
  Object.assign(host.inbound, {
    dispatch: (plan: (typeof plans)[number]) => dispatch(plans[plans.push(plan) - 1] ?? plan),
  });
  answer(await say('think')).catch(() => {});
  await vi.waitUntil(() => plans.length === 1, patience);
  const typing = plans[0]?.replyPipeline?.typing;
  if (!typing) expect.fail('the turn says how typing is shown');
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout', 'Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const starts = vi.fn(async () => {});
  const callbacks = createTypingCallbacks({ ...typing, start: starts });
  await callbacks.onReplyStart();
  await vi.advanceTimersByTimeAsync(166_000);
  const before = starts.mock.calls.length;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(starts.mock.calls.length).toBeGreaterThan(before);
  callbacks.onCleanup?.();
  vi.useRealTimers();
  expect(mattermost.requests.length).toBeGreaterThan(0);
});
