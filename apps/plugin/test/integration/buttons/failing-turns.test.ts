import type { Handle } from '@clawmost/mm-inbox';
import { expect, it } from 'vitest';
import { createAnswerClick } from '../../../src/buttons/answer-click.ts';
import type { Click } from '../../../src/buttons/click.ts';
import { texts } from '../../../src/texts.ts';
import { createRules } from '../../../src/turns/rules.ts';
import { openAccount } from '../../support/account.ts';
import { loadOpenClaw } from '../../support/openclaw.ts';

const { channel: channelRuntime } = await loadOpenClaw();

it('A click that fails in every attempt is told to the person once, in the thread of the post', async () => {
  const { account, ops, alice, question, posts } = await openAccount({
    channelRuntime,
    section: { groupPolicy: 'open' },
  });
  const judge = { account, rulesFor: createRules(account), paired: { approved: async () => [] } };
  const answer = async () => {
    throw new Error('the model is down');
  };
  const handle = createAnswerClick({ account, judge, answer });
  const click: Click = {
    ...{ id: 'c', postId: question.id, channelId: ops.id, rootId: question.id, userId: alice.id, userName: 'alice' },
    ...{ label: 'Yes', meaning: { do: 'say', value: 'yes' }, isLast: false, at: Date.now() },
  };
  const turn = { signal: account.signal, source: 'live', release: () => {} };
  for (const attempt of [1, 2, 3, 4, 5]) {
    const attempted = handle(click, { ...turn, attempt } as unknown as Parameters<Handle<unknown>>[1]);
    await expect(attempted).rejects.toThrow('the model is down');
    expect(posts()).toHaveLength(attempt < 5 ? 0 : 1);
  }
  expect(posts()).toMatchObject([{ message: texts.gaveUpClick('Yes'), root_id: question.id }]);
});
