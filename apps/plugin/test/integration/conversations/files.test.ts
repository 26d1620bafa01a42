import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { openConversation } from '../../support/conversation.ts';
import { loadOpenClaw } from '../../support/openclaw.ts';

const openclaw = await loadOpenClaw();

const gif = Buffer.from('R0lGODlhAgADAIAAAAAAAP///yH5BAEAAAAALAAAAAACAAMAAAIChF8AOw==', 'base64');

/** A channel in which bob writes as well. On its server each moment comes once, so that files have an order. */
async function open(section: object = {}) {
  let at = Date.now();
  const now = () => {
    at += 1;
    return at;
  };
  const story = await openConversation(openclaw, { section, server: { now } });
  const bob = story.team.addPerson('bob');
  story.ops.add(bob);
  return { ...story, story, bob };
}

it('A picture reaches the agent as a file that it can read, with its type and the name that the person gave it', async () => {
  const { story, alice, ops, receive } = await open();
  const files = [{ name: 'Büro “1”.gif', content: gif }];
  const post = await alice.says('@claw what is this?', { in: ops, files });
  await receive(post);
  const [file] = story.lastContext().media ?? [];
  expect(file).toMatchObject({
    contentType: 'image/gif',
    fileName: 'Büro “1”.gif',
    messageId: post.id,
    sizeBytes: gif.length,
  });
  expect(await readFile(file?.path ?? '')).toEqual(gif);
  expect(story.lastContext().message.bodyForAgent).toBe('what is this?');
});

it('A post with files only is a message, and all its files come in the order of the post', async () => {
  const { story, mattermost, alice, claw, receive } = await open({ dmPolicy: 'open', allowFrom: ['*'] });
  const direct = mattermost.directChannel(alice, claw);
  const names = ['a.txt', 'b.txt', 'c.txt'];
  const post = await alice.says('', { in: direct, files: names.map(name => ({ name, content: name })) });
  expect(await receive(post)).toBe('delivered');
  expect(story.lastContext().media?.map(({ fileName }) => fileName)).toEqual(names);
  expect(story.lastContext().message.bodyForAgent).toBe('');
});

it('A name that leads out of a folder is only a name', async () => {
  const { story, alice, ops, receive } = await open();
  const files = [{ name: '../../.ssh/id', content: 'x' }];
  await receive(await alice.says('@claw look', { in: ops, files }));
  const [file] = story.lastContext().media ?? [];
  expect(basename(file?.path ?? '')).not.toContain('..');
  expect(file?.path).toContain('/media/inbound/');
});

it('mediaMaxMb: a larger file is not fetched; the agent and the log name it, and the others come', async () => {
  const { story, mattermost, alice, ops, account, receive } = await open({ mediaMaxMb: 0.001 });
  const files = [
    { name: 'large.log', content: 'x'.repeat(2_000) },
    { name: 'small.txt', content: 'small' },
  ];
  await receive(await alice.says('@claw compare', { in: ops, files }));
  expect(story.lastContext().media?.map(({ fileName }) => fileName)).toEqual(['small.txt']);
  expect(story.lastContext().message.bodyForAgent).toBe(
    'compare\n\n[attachment unavailable] "large.log" (larger than 0.001 MiB)',
  );
  expect(account.lines.join('\n')).toMatch(/file \w{26} of post \w{26} was not given to the agent \(larger than/);
  expect(mattermost.requests.filter(({ path }) => /\/files\/\w{26}$/.test(path))).toHaveLength(1);
});

it('A file that the server does not give is named, and the message is answered', async () => {
  const { story, mattermost, alice, claw, ops, receive } = await open();
  const post = await alice.says('@claw look', { in: ops, files: [{ name: 'a.txt', content: 'a' }] });
  mattermost.faults.answer(
    { by: claw, path: `/files/${post.file_ids?.[0]}` },
    { status: 404, body: '{"id":"x","status_code":404}' },
  );
  expect(await receive(post)).toBe('delivered');
  expect(story.lastContext().media).toBeUndefined();
  expect(story.lastContext().message.bodyForAgent).toBe('look\n\n[attachment unavailable] "a.txt" (it was deleted)');
});

it('Posts that one person writes in quick succession keep all their files, each with its own post', async () => {
  const { story, alice, ops, receive, account } = await open();
  Object.assign(account.config(), { messages: { inbound: { debounceMs: 300 } } });
  const one = await alice.says('@claw first', { in: ops });
  const two = await alice.says('@claw second', { in: ops, files: [{ name: 'b.txt', content: 'b' }] });
  const codes = await Promise.all([receive(one), receive(two)]);
  expect(codes.toSorted()).toEqual(['delivered', 'delivered']);
  const given = story.host.contexts.flatMap(({ media }) => media ?? []);
  expect(given.map(({ fileName, messageId }) => [fileName, messageId])).toEqual([['b.txt', two.id]]);
});

it('The picture on the first post of a thread comes with a later question in the thread', async () => {
  const { story, alice, ops, receive } = await open();
  const root = await alice.says('', { in: ops, files: [{ name: 'pic.gif', content: gif }] });
  await receive(await alice.says('@claw what is this?', { in: ops, thread: root }));
  expect(story.lastContext().media).toMatchObject([{ fileName: 'pic.gif', messageId: root.id }]);
  expect(story.lastContext().supplemental?.quote).toMatchObject({ body: '[files: pic.gif]' });
  await receive(await alice.says('@claw and its colour?', { in: ops, thread: root }));
  expect(story.lastContext().media).toBeUndefined();
});

it('The picture of a person who may not talk to the bot does not come with the question of another', async () => {
  const { story, alice, bob, ops, receive, account } = await open({ groupPolicy: 'allowlist' });
  Object.assign(account.settings.config, { groupAllowFrom: [alice.id] });
  const root = await bob.says('', { in: ops, files: [{ name: 'pic.gif', content: gif }] });
  await receive(await alice.says('@claw what is this?', { in: ops, thread: root }));
  expect(story.lastContext().media).toBeUndefined();
});

it('Of many files in a thread the newest five come', async () => {
  const { story, alice, bob, ops, receive } = await open();
  const names = Array.from({ length: 10 }, (_, at) => `${at}.txt`);
  const root = await bob.says('logs', { in: ops, files: names.map(name => ({ name, content: name })) });
  await receive(await alice.says('@claw look', { in: ops, thread: root }));
  expect(story.lastContext().media?.map(({ fileName }) => fileName)).toEqual(names.slice(-5));
  expect(story.lastContext().supplemental?.quote?.body).toContain('0.txt, 1.txt');
});
