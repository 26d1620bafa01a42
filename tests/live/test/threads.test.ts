import { path, postListSchema } from '@clawmost/mm-rest';
import { beforeAll, expect, it } from 'vitest';
import { words } from './support/listen.ts';
import { useStage } from './support/stage.ts';

const stage = useStage();
const said = words(1, 230);
/** The ids of the thread, root first. */
const ids: string[] = [];

beforeAll(async () => {
  const { channelId } = stage.seeded;
  for (const message of said) {
    const [root_id = ''] = ids;
    ids.push((await stage.person.posts.create({ channel_id: channelId, message, root_id })).id);
  }
});

/** One page of the thread, as the server sends it. */
async function page(query: Record<string, string | number>) {
  const route = path`/posts/${ids[0]!}/thread`;
  const { order, posts } = await stage.bot.request({ method: 'GET', path: route, query, schema: postListSchema });
  return { order: [...new Set(order)], posts };
}

it('A thread of several pages is read from its first post to its last, each once', async () => {
  const read: string[] = [];
  for await (const { message } of stage.bot.posts.allInThread(ids[0]!)) read.push(message);
  expect(read).toEqual(said);
});

it('A page of a thread goes on behind a post and repeats the first post, or is the whole thread', async () => {
  const first = await page({ perPage: 10, direction: 'down' });
  // Before 9.11 the server knows no pages here.
  if (first.order.length === ids.length) return;
  const read = first.order.length;
  expect(first.order.sort()).toEqual(ids.slice(0, read).sort());
  const { id, create_at } = first.posts[ids[read - 1]!]!;
  const second = await page({ perPage: 10, direction: 'down', fromPost: id, fromCreateAt: create_at });
  const replies = second.order.filter(each => each !== ids[0]);
  expect(second.order).toContain(ids[0]);
  expect(replies.sort()).toEqual(ids.slice(read, read + replies.length).sort());
  expect(replies.length).toBeGreaterThan(5);
});
