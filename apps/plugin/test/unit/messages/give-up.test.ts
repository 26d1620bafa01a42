import type { Entry } from '@clawmost/mm-inbox';
import { expect, it } from 'vitest';
import type { Answer } from '../../../src/answers/post-answer.ts';
import type { InboundPost } from '../../../src/messages/facts.ts';
import { createGiveUp } from '../../../src/messages/give-up.ts';
import { ids, judgeWith, postWith, sourcesWith } from '../../support/inbound-facts.ts';

/** Gives a post up, and returns what was said and noted. */
async function giveUp(post: Partial<InboundPost>, kind = 'post') {
  const said: Answer[] = [];
  const codes: string[] = [];
  const onDead = createGiveUp({
    sources: sourcesWith(),
    judge: judgeWith({ groupPolicy: 'open', dmPolicy: 'open', allowFrom: ['*'] }),
    notes: { silent: () => {}, ended: (_, code) => void codes.push(code) },
    say: async answer => {
      said.push(answer);
      return [];
    },
  });
  await onDead({ entry: { kind } as Entry, payload: postWith(post) });
  return { said, codes };
}

it('a person whose message cannot be answered is told so where it was written', async () => {
  const { said, codes } = await giveUp({ id: 'p1', root_id: 'thread' });
  expect(codes).toEqual(['gave-up']);
  expect(said).toMatchObject([{ channelId: ids.town, rootId: 'thread', deliveryId: 'gave-up:p1', answers: [] }]);
  expect(said[0]?.text).toMatch(/^⚠️ I could not answer this message, .* p1\.$/);
});

it('nobody is told of a message that was not meant for the bot', async () => {
  const { said, codes } = await giveUp({ message: 'hello everybody' });
  expect(said).toEqual([]);
  expect(codes).toEqual(['gave-up']);
});

it('what is not a post is left to the log', async () => {
  expect(await giveUp({}, 'click')).toEqual({ said: [], codes: [] });
});
