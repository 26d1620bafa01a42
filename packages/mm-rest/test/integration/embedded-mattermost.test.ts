import { type MattermostOptions, startMattermost } from '@clawmost/mm-testserver';
import { expect, it, onTestFinished } from 'vitest';
import { createBudget, createRestClient, type Post } from '../../src/index.ts';

/** A server with a bot and a person in one channel, and the bot's client. */
async function start(options: MattermostOptions = {}) {
  const mattermost = await startMattermost(options);
  onTestFinished(() => mattermost.stop());
  const team = mattermost.addTeam('acme');
  const [alice, claw] = [team.addPerson('alice'), team.addBot('claw')];
  const ops = team.addChannel('ops', { members: [alice, claw] });
  const rest = createRestClient({ baseUrl: mattermost.url, token: claw.token, budget: createBudget() });
  return { mattermost, alice, claw, ops, rest };
}

const numbers = (count: number) => Array.from({ length: count }, (_, at) => `${at}`);

it('Sixty posts to a server that takes ten a second all get through', async () => {
  const { rest, ops } = await start({ rateLimit: { PerSec: 10, MaxBurst: 10 } });
  await rest.users.me();
  const posts = numbers(60).map(message => rest.posts.create({ channel_id: ops.id, message }));
  const refused = (await Promise.allSettled(posts)).filter(({ status }) => status === 'rejected');
  expect(refused).toEqual([]);
});

it('A first burst of 1,000 calls to a server without a limit all get through', async () => {
  const { rest, ops } = await start();
  const calls = numbers(1_000).map(() => rest.channels.get(ops.id));
  const refused = (await Promise.allSettled(calls)).filter(({ status }) => status === 'rejected');
  expect(refused).toEqual([]);
});

it.each(['5.37', '6.7', '11.1'] as const)(
  'On %s, a thread is read with every post once, oldest first',
  async version => {
    const { rest, ops } = await start({ version });
    const root = await rest.posts.create({ channel_id: ops.id, message: 'root' });
    for (const message of numbers(120)) await rest.posts.create({ channel_id: ops.id, root_id: root.id, message });
    const read: Post[] = [];
    for await (const post of rest.posts.allInThread(root.id)) read.push(post);
    expect(read.map(({ message }) => message)).toEqual(['root', ...numbers(120)]);
  },
);

it.each(['5.37', '6.7', '11.1'] as const)(
  'On %s, the end of a thread before a post is read in one request, oldest first, with the first post of the thread',
  async version => {
    const { mattermost, rest, ops } = await start({ version });
    const root = await rest.posts.create({ channel_id: ops.id, message: 'root' });
    for (const message of numbers(9)) await rest.posts.create({ channel_id: ops.id, root_id: root.id, message });
    const last = await rest.posts.create({ channel_id: ops.id, root_id: root.id, message: 'last' });
    await rest.posts.create({ channel_id: ops.id, root_id: root.id, message: 'later' });
    const before = mattermost.requests.length;
    const read = await rest.posts.beforeInThread(root.id, last, 3);
    expect(mattermost.requests).toHaveLength(before + 1);
    expect(read.map(({ message }) => message)).toEqual(['root', ...numbers(9).slice(-3)]);
    await expect(rest.posts.beforeInThread(root.id, last, 201)).rejects.toThrow(/count: expected/);
  },
);

it('A post that is read back has its files typed, with the size of a picture', async () => {
  const { rest, ops } = await start();
  const gif = Buffer.from('R0lGODlhAgADAIAAAAAAAP///yH5BAEAAAAALAAAAAACAAMAAAIChF8AOw==', 'base64');
  const files = await rest.files.upload(ops.id, [
    { name: 'dot.gif', content: gif },
    { name: 'a.txt', content: 'text' },
  ]);
  const { id } = await rest.posts.create({ channel_id: ops.id, message: '', file_ids: files.map(file => file.id) });
  const { metadata } = await rest.posts.get(id);
  expect(metadata.files.map(({ name, width, height }) => `${name} ${width}x${height}`).sort()).toEqual([
    'a.txt 0x0',
    'dot.gif 2x3',
  ]);
});

it('A create whose answer was lost is written once', async () => {
  const { mattermost, rest, claw, ops } = await start();
  mattermost.faults.loseAnswer({ by: claw, path: '/posts', times: 1 });
  const post = await rest.posts.create({ channel_id: ops.id, message: 'once' });
  const all: Post[] = [];
  for await (const one of rest.posts.allBefore(ops.id)) if (one.message === 'once') all.push(one);
  expect(all.map(({ id }) => id)).toEqual([post.id]);
});
