import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { sendText } from '../../../src/answers/send-text.ts';
import type { QueueMode } from '../../../src/host/session-entry.ts';
import type { ReadyAccount } from '../../../src/server/ready-account.ts';
import { openStory, patience, repeat } from '../../support/turn-story.ts';

type Plan = Parameters<ReadyAccount['channelRuntime']['inbound']['dispatch']>[0];

const stop = { isStop: true, text: 'stop' };
const bob = { speaker: { id: 'bob', name: 'Bob' } };

/** A story whose OpenClaw does to a message what the test says. */
async function open(
  dispatch: (plan: Plan, usual: (plan: Plan) => Promise<unknown>) => Promise<unknown>,
  queueMode?: QueueMode,
) {
  const story = await openStory();
  const process = await story.start(repeat);
  const { inbound } = process.host;
  const usual = inbound.dispatch as unknown as (plan: Plan) => Promise<unknown>;
  let calls = 0;
  if (queueMode) Object.assign(process.host.records, { entry: () => ({ queueMode, finished: [] }) });
  Object.assign(inbound, {
    dispatch: (plan: Plan) => {
      calls += 1;
      return dispatch(plan, usual);
    },
  });
  return { ...story, ...process, calls: () => calls };
}

const aborted = ({ replyOptions }: Plan) =>
  new Promise<void>(resolve => replyOptions?.abortSignal?.addEventListener('abort', () => resolve(), { once: true }));

it.each([
  ['throws', async () => Promise.reject(new Error('This operation was aborted'))],
  [
    'drops it',
    async (plan: Plan) => {
      plan.turnAdoptionLifecycle?.onAbandoned?.();
      return { dispatchResult: { counts: {} } };
    },
  ],
  [
    'had put it off',
    async (plan: Plan) => {
      plan.turnAdoptionLifecycle?.onDeferred?.();
      return { dispatchResult: { counts: {} } };
    },
  ],
])('A turn that was stopped does not go again when OpenClaw %s', async (_, end) => {
  const { answer, say, said, calls } = await open(async plan => {
    await aborted(plan);
    return end(plan);
  });
  const answered = answer(await say('hello'));
  await vi.waitUntil(() => calls() === 1, patience);
  expect(await answer(await say('stop'), stop)).toBe('answered: stop-request');
  expect(await answered).toBe('silent: stopped');
  expect([calls(), said()]).toEqual([1, ['⏹️ Stopped.']]);
});

it('A turn that was stopped and that OpenClaw never ends lets the others speak after some minutes', async () => {
  const late = Promise.withResolvers<void>();
  const { answer, say, said, calls, gate } = await open(async (plan, usual) => {
    if (calls() > 1) return usual(plan);
    void late.promise.then(() => plan.delivery.deliver({ text: 'too late' }, { kind: 'final' }));
    return new Promise(() => {});
  });
  const first = answer(await say('hello'));
  await vi.waitUntil(() => calls() === 1, patience);
  const second = answer(await say('and me?'), bob);
  await vi.waitUntil(() => gate.allTurns().length === 2, patience);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  await answer(await say('stop'), stop);
  vi.advanceTimersByTime(5 * 60_000);
  vi.useRealTimers();
  expect(await first).toBe('silent: stopped');
  expect(await second).toBe('answered: delivered');
  late.resolve();
  await nextTurn();
  expect(said()).toEqual(['⏹️ Stopped.', 'You said: and me?']);
});

it('What OpenClaw sends later is not taken for the answer to a queued message that it has dropped', async () => {
  const { answer, say, calls, cfg, ops, posts } = await open(async plan => {
    if (calls() > 1) return { dispatchResult: { counts: {}, deliberateSilentTerminalReply: true } };
    setImmediate(async () => {
      await plan.turnAdoptionLifecycle?.onAdopted();
      plan.turnAdoptionLifecycle?.onAbandoned?.();
    });
    return { dispatchResult: { counts: {}, deferredToActiveRun: 'followup' } };
  });
  await answer(await say('hello'));
  await sendText({ cfg, to: `channel:${ops.id}`, text: 'Good morning!', deliveryQueueId: 'cron' });
  expect(posts().map(({ props }) => props)).toMatchObject([{ clawmost: { delivery: 'cron', answers: [] } }]);
});

it('A message that interrupts one about which OpenClaw does nothing is answered alone', async () => {
  const { answer, say, said, calls, gate } = await open(async (plan, usual) => {
    if (calls() > 1) return usual(plan);
    await aborted(plan);
    plan.turnAdoptionLifecycle?.onDeferred?.();
    return { dispatchResult: { counts: {} } };
  }, 'interrupt');
  const first = answer(await say('first'));
  await vi.waitUntil(() => calls() === 1, patience);
  const second = answer(await say('second'));
  expect(await Promise.all([first, second])).toEqual(['silent: stopped', 'answered: delivered']);
  expect([said(), gate.allTurns()]).toEqual([['You said: second'], []]);
});

it('An answer of which the server takes one text and refuses the other counts as answered in part', async () => {
  const { answer, say, said, mattermost, ops } = await open(async plan => {
    await plan.turnAdoptionLifecycle?.onAdopted();
    await plan.delivery.deliver({ text: 'one' }, { kind: 'final' });
    await mattermost.admin.archives(ops);
    await plan.delivery.deliver({ text: 'two' }, { kind: 'final' }).catch(() => {});
    return { dispatchResult: { counts: { final: 2 } } };
  });
  expect(await answer(await say('hello'))).toBe('answered: delivered-in-part');
  expect(said()).toEqual(['one']);
});

it('An answer is posted when OpenClaw’s transcript cannot be read', async () => {
  const { answer, say, said, host } = await open(async plan => {
    await plan.turnAdoptionLifecycle?.onAdopted();
    for (const text of ['one', 'two']) await plan.delivery.deliver({ text }, { kind: 'final' }).catch(() => {});
    return { dispatchResult: { counts: { final: 2 } } };
  });
  Object.assign(host.records, {
    transcript: () => {
      throw new Error('no such column: seq');
    },
  });
  expect(await answer(await say('hello'))).toBe('answered: delivered');
  expect(said()).toEqual(['one', 'two']);
});
