import { expect, it } from 'vitest';
import { markerProps } from '../../../src/answers/marker.ts';
import { uploadFiles } from '../../../src/answers/media/upload-files.ts';
import { outboundSends } from '../../../src/answers/outbound-adapter.ts';
import { reconcileUnknownSend } from '../../../src/answers/reconcile.ts';
import { markRunning, openAccount } from '../../support/account.ts';
import { openMediaFolder } from '../../support/media-folder.ts';

async function openSends(options: Parameters<typeof openAccount>[0] = {}) {
  const stage = await openAccount(options);
  markRunning(stage.account);
  const folder = openMediaFolder();
  const { cfg, ops, posts } = stage;
  return {
    ...stage,
    ...folder,
    send: { cfg, to: `channel:${ops.id}`, text: 'Look.', mediaLocalRoots: [folder.outbound] },
    files: () => posts().map(post => [post.message, post.metadata?.files?.map(({ name }) => name).sort() ?? []]),
  };
}

it('A send with one file is one post with its caption', async () => {
  const { send, allowed, files, posts } = await openSends();
  const sent = await outboundSends.sendMedia({ ...send, mediaUrl: allowed('a.txt', 'a') });
  expect(files()).toEqual([['Look.', ['a.txt']]]);
  expect(sent).toMatchObject({ channel: 'mattermost', messageId: posts()[0]?.id });
});

it('A payload with several files is one post, in the thread of the reply', async () => {
  const { send, allowed, files, posts, question } = await openSends();
  const mediaUrls = [allowed('a.txt', 'a'), allowed('b.txt', 'b')];
  const reply = { replyToId: question.id, replyToIdSource: 'explicit' } as const;
  await outboundSends.sendPayload({ ...send, ...reply, payload: { text: 'Both.', mediaUrls } });
  expect(files()).toEqual([['Both.', ['a.txt', 'b.txt']]]);
  expect(posts()).toMatchObject([{ root_id: question.id }]);
});

it('The call of a tool that is repeated is one post', async () => {
  const { send, posts } = await openSends();
  const payload = { text: 'Once.', channelData: { mattermost: { key: 'run:message-tool:1' } } };
  await outboundSends.sendPayload({ ...send, payload });
  await outboundSends.sendPayload({ ...send, payload });
  expect(posts()).toHaveLength(1);
});

it('Who can be told is told which file cannot be sent, and nothing is posted', async () => {
  const { send, allowed, posts, attempts } = await openSends({ maxFileSize: 10 });
  const big = allowed('big.txt', 'x'.repeat(11));
  const payload = { text: 'Look.', mediaUrls: ['/etc/passwd', big] };
  await expect(outboundSends.sendPayload({ ...send, payload })).rejects.toMatchObject({
    name: 'FilesNotSentError',
    message:
      'Nothing was sent. ⚠️ I could not attach `passwd`: I may not send files from that place. ' +
      '⚠️ I could not attach `big.txt`: it is larger than the 10 bytes that this server accepts.',
  });
  const operator = { gatewayClientScopes: ['operator.write'], deliveryQueueId: 'q1' };
  await expect(outboundSends.sendMedia({ ...send, ...operator, mediaUrl: '/etc/passwd' })).rejects.toThrow('passwd');
  expect([posts(), attempts()]).toEqual([[], 0]);
});

it('What OpenClaw’s queue sends arrives without a file that cannot be sent, and says so', async () => {
  const { send, files } = await openSends();
  await outboundSends.sendMedia({ ...send, deliveryQueueId: 'cron:1', mediaUrl: '/etc/passwd' });
  expect(files()).toEqual([['Look.\n\n⚠️ I could not attach `passwd`: I may not send files from that place.', []]]);
});

it('A delivery of the queue that is repeated has its files once', async () => {
  const { send, allowed, files } = await openSends();
  const message = { ...send, text: '', deliveryQueueId: 'q1', mediaUrl: allowed('a.txt', 'a') };
  const first = await outboundSends.sendMedia(message);
  expect(await outboundSends.sendMedia(message)).toEqual(first);
  const other = await outboundSends.sendMedia({ ...message, deliveryPartIndex: 1 });
  expect(other.messageId).not.toBe(first.messageId);
  expect(files()).toEqual([
    ['', ['a.txt']],
    ['', ['a.txt']],
  ]);
});

it('Files alone are enough, and nothing at all is refused before a request', async () => {
  const { send, allowed, files, attempts } = await openSends();
  await outboundSends.sendPayload({ ...send, text: '', payload: { mediaUrls: [allowed('a.txt', 'a')] } });
  expect(files()).toEqual([['', ['a.txt']]]);
  const before = attempts();
  for (const text of ['', '  \n', '\u00a0']) {
    await expect(outboundSends.sendText({ ...send, text })).rejects.toThrow('There is nothing to send');
  }
  expect(attempts()).toBe(before);
});

it('After a crash a send of the queue with files is found by its posts', async () => {
  const { send, cfg, ops, allowed, posts } = await openSends({ maxPostSize: 10 });
  const payload = { text: 'one two three four', mediaUrls: [allowed('a.txt', 'a')] };
  const queued = {
    cfg,
    channel: 'mattermost',
    queueId: 'q1',
    to: `channel:${ops.id}`,
    enqueuedAt: Date.now(),
    retryCount: 1,
  };
  const reconcile = () => reconcileUnknownSend({ ...queued, payloads: [payload] } as never, 0);
  await outboundSends.sendPayload({ ...send, deliveryQueueId: 'q1', payload });
  expect(await reconcile()).toMatchObject({ status: 'sent', messageId: posts()[0]?.id });
});

it('Of a send of the queue that was posted in part, the rest is posted when its files are known', async () => {
  const { cfg, ops, account, allowed, files, stores } = await openSends({ maxPostSize: 10 });
  const payload = { text: 'one two three four', mediaUrls: [allowed('a.txt', 'a')] };
  const queued = {
    cfg,
    channel: 'mattermost',
    queueId: 'q1',
    to: `channel:${ops.id}`,
    enqueuedAt: Date.now(),
    retryCount: 1,
  };
  const reconcile = () => reconcileUnknownSend({ ...queued, payloads: [payload] } as never, 0);
  const props = markerProps({ delivery: 'q1', answers: [], part: 1, of: 2, state: 'final' });
  await account.rest.posts.create({ channel_id: ops.id, message: 'one two', props });
  expect(await reconcile()).toMatchObject({ status: 'unresolved' });
  const [file] = await uploadFiles(account, ops.id, [{ is: 'memory', name: 'b.txt', content: new Uint8Array(1) }]);
  const pending = { channelId: ops.id, rootId: undefined, text: payload.text, deliveryId: 'q1', answers: [] };
  await stores.pendingAnswers.addAnswer({ ...pending, files: file ? [file] : [], createdAt: Date.now() });
  expect(await reconcile()).toMatchObject({ status: 'sent' });
  expect(files()).toEqual([
    ['one two', []],
    ['three four', ['b.txt']],
  ]);
});
