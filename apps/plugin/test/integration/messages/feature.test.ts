import type { DeadLetter, Handle, InboxPost } from '@clawmost/mm-inbox';
import type { Post } from '@clawmost/mm-testserver';
import { expect, it } from 'vitest';
import { readMarker } from '../../../src/answers/marker.ts';
import { turnName } from '../../../src/host/transcript.ts';
import { startMessages } from '../../../src/messages/feature.ts';
import { texts } from '../../../src/texts.ts';
import type { TurnRequest } from '../../../src/turns/turn.ts';
import { openAccount } from '../../support/account.ts';
import { loadOpenClaw } from '../../support/openclaw.ts';

const openclaw = await loadOpenClaw();

/** The messages of an account, with OpenClaw's own routes and admission; the requests for turns are collected. */
async function open(section: object = { groupPolicy: 'open' }) {
  const stage = await openAccount({ section, channelRuntime: openclaw.channel });
  const requests: TurnRequest[] = [];
  const feature = startMessages(
    stage.account,
    async request => {
      requests.push(request);
      return { outcome: 'answered', code: 'delivered' };
    },
    { approved: async () => [], giveCode: async () => 'pairing-code-posted' },
  );
  const { posts: handling } = feature;
  if (!handling) expect.fail('the feature handles posts');
  const turn = { signal: stage.account.signal, attempt: 1, source: 'live', release: () => {} };
  return {
    ...{ ...stage, requests },
    accept: (post: Post) => handling.accept(inboxPost(post), { source: 'live' }),
    handle: (post: Post) => handling.handle(inboxPost(post), turn as unknown as Parameters<Handle>[1]),
    giveUp: (post: Post, kind = 'post') =>
      handling.onDead({ entry: { kind }, payload: inboxPost(post) } as unknown as DeadLetter),
  };
}

const inboxPost = (post: Post) => ({ ...post, delete_at: 0 }) as unknown as InboxPost;

it('A post that mentions the bot becomes a request for a turn, which OpenClaw has admitted', async () => {
  const { accept, handle, question, ops, alice, requests, stores } = await open();
  expect(await accept(question)).toBe(true);
  expect(await handle(question)).toEqual({ outcome: 'answered', code: 'delivered' });
  const [request] = requests;
  expect(request).toMatchObject({
    ...{ id: question.id, text: 'what is it?', to: `channel:${ops.id}`, speaker: { id: alice.id } },
    ...{ admission: { ingress: { admission: 'dispatch' } } },
    route: { agentId: 'main', sessionKey: `agent:main:mattermost:channel:${ops.id}` },
  });
  expect(request && turnName({ ...request, accountId: 'default' })).toMatch(/^channel-user:v1:/);
  expect(await stores.decisions.about(question.id)).toMatchObject([{ code: 'delivered', userId: alice.id }]);
});

it('A person whose id is not on the list is not answered in a channel, and the log says which setting to change', async () => {
  const { accept, question, account, stores } = await open({ groupPolicy: 'allowlist', groupAllowFrom: ['someone'] });
  expect(await accept(question)).toEqual({ silent: 'group-not-listed' });
  expect(await stores.decisions.about(question.id)).toMatchObject([{ code: 'group-not-listed' }]);
  expect(account.lines.join('\n')).toContain('channels.mattermost.groupAllowFrom');
});

it('A direct message of a stranger is given a pairing code, because OpenClaw asks for a pairing too', async () => {
  const { handle, mattermost, alice, claw, requests } = await open({});
  const post = await alice.says('hello', { in: mattermost.directChannel(alice, claw) });
  expect(await handle(post)).toEqual({ outcome: 'silent', code: 'pairing-code-posted' });
  expect(requests).toEqual([]);
});

it('A person whose message was given up is told so in its thread, in a post that is not an answer', async () => {
  const { giveUp, alice, ops, question, claw, posts, stores } = await open();
  const post = await alice.says('@claw and now?', { in: ops, thread: question });
  await giveUp(post);
  const [notice] = posts();
  expect(notice).toMatchObject({ root_id: question.id, message: texts.gaveUp(post.id) });
  expect(notice && readMarker(notice, claw.id)).toMatchObject({ answers: [], delivery: `gave-up:${post.id}` });
  expect(await stores.decisions.about(post.id)).toMatchObject([{ code: 'gave-up' }]);
});

it('The pending turn of a message that was given up is closed', async () => {
  const { giveUp, question, ops, stores } = await open();
  await stores.pendingAnswers.openTurn({
    ...{ id: question.id, posts: [question.id], messageId: question.id, to: `channel:${ops.id}`, channelId: ops.id },
    ...{ rootId: undefined, session: { agentId: 'main', sessionKey: 's' }, isCommand: false, startedAt: 1 },
  });
  await giveUp(question);
  expect(await stores.pendingAnswers.unfinishedTurns()).toEqual([]);
});

it('A message that was given up and was not for the bot brings no notice', async () => {
  const { giveUp, alice, ops, posts, stores } = await open();
  const post = await alice.says('hello everyone', { in: ops });
  await giveUp(post);
  expect(posts()).toEqual([]);
  expect(await stores.decisions.about(post.id)).toMatchObject([{ code: 'gave-up' }]);
});

it('A given-up entry that is not a post brings no notice', async () => {
  const { giveUp, question, posts, stores } = await open();
  await giveUp(question, 'click');
  expect(posts()).toEqual([]);
  expect(await stores.decisions.about(question.id)).toEqual([]);
});
