import { expect, it, vi } from 'vitest';
import { turnRequest } from '../../../support/turn-request.ts';
import { openStory, patience } from '../../../support/turn-story.ts';

type Options = Parameters<typeof openStory>[0];

/** Asks, waits until the preview is there, lets something happen, and then the model gives its answer. */
async function tell(
  happens: (story: Story) => Promise<unknown> | unknown,
  options: Options & { inThread?: true } = {},
) {
  const story = await openStory(options);
  const { say, said, stores, alice, ops } = story;
  const { answer } = await story.start(async (_, { writes }) => {
    writes('The first half');
    await vi.waitUntil(() => said().includes('The first half'), patience);
    await happens(story);
    return 'The first half and the second.';
  });
  const question = await say('hello');
  const root = await alice.says('a topic', { in: ops });
  const { route } = turnRequest(question.id, { channel: { id: ops.id } as never });
  const threadId = options.inThread ? root.id : undefined;
  const outcome = await answer(question, { route: { ...route, threadId } });
  await vi.waitUntil(async () => (await stores.previews.list()).length === 0, patience);
  return { ...story, outcome, root };
}

type Story = Awaited<ReturnType<typeof openStory>>;

const edits = { method: 'PUT', path: /^\/posts\/\w+\/patch$/ };
const json = { 'content-type': 'application/json' };

it('When the thread is deleted while its answer grows, nothing is posted anywhere, and nothing is left', async () => {
  const { outcome, said, mattermost } = await tell(
    async ({ mattermost, ops }) => {
      const root = mattermost.posts(ops).find(({ message }) => message === 'a topic');
      if (root) await mattermost.admin.deletes(root);
    },
    { inThread: true },
  );
  expect(outcome).toBe('silent: thread-gone');
  expect(said()).toEqual([]);
  const creations = mattermost.requests.filter(({ method, path }) => method === 'POST' && path === '/api/v4/posts');
  expect(creations.filter(({ username }) => username === 'claw')).toHaveLength(2);
});

it('When a server plugin refuses the text of the last edit, the answer is not sent in another shape', async () => {
  const id = 'Post rejected by plugin. contains a secret';
  const { outcome, said, mattermost } = await tell(({ mattermost }) =>
    mattermost.faults.answer(edits, { status: 400, headers: json, body: JSON.stringify({ id, message: id }) }),
  );
  expect(outcome).toBe('silent: answer-refused');
  expect(said()).toEqual([]);
  const creations = mattermost.requests.filter(({ method, path }) => method === 'POST' && path === '/api/v4/posts');
  expect(creations.filter(({ username }) => username === 'claw')).toHaveLength(1);
});

it('When the time for edits is over, the answer is a new post, and the preview is deleted', async () => {
  const { outcome, said } = await tell(({ mattermost }) => {
    const id = 'api.post.update_post.permissions_time_limit.app_error';
    mattermost.faults.answer(edits, { status: 400, headers: json, body: JSON.stringify({ id, message: id }) });
  });
  expect(outcome).toBe('answered: delivered');
  expect(said()).toEqual(['The first half and the second.']);
});

it('An edit to which the server does not reply cannot undo the answer when the server carries it out late', async () => {
  const story = await openStory();
  const { mattermost, say, said, stores } = story;
  const { answer } = await story.start(async (_, { writes }) => {
    writes('The first half');
    await vi.waitUntil(() => said().includes('The first half'), patience);
    const held = mattermost.faults.hold({ ...edits, times: 1 });
    writes('The first half and');
    await held.met;
    void vi.waitUntil(() => said().includes('The first half and the second.'), patience).then(() => held.lift());
    return 'The first half and the second.';
  });
  expect(await answer(await say('hello'))).toBe('answered: delivered');
  await vi.waitUntil(async () => (await stores.previews.list()).length === 0, patience);
  expect(said()).toEqual(['The first half and the second.']);
});
