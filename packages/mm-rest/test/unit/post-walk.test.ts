import fc from 'fast-check';
import { expect, it } from 'vitest';
import { walkPosts, walkThread } from '../../src/post-walk.ts';
import type { Post, PostList } from '../../src/schemas/post.ts';

function listOf(posts: readonly Post[], has_next = false): PostList {
  const order = posts.map(({ id }) => id);
  return {
    order,
    posts: Object.fromEntries(posts.map(post => [post.id, post])),
    next_post_id: '',
    prev_post_id: '',
    has_next,
  };
}

/** A channel as the server pages it: by time alone, so that posts of one millisecond are cut apart. */
function channel(times: readonly number[]) {
  const posts = times.toSorted((a, b) => a - b).map((create_at, index) => ({ id: `p${index}`, create_at }) as Post);
  let pages = 0;
  const page = async (direction: 'after' | 'before', anchor: string | undefined): Promise<PostList> => {
    pages++;
    const at = posts.find(({ id }) => id === anchor)?.create_at;
    const found =
      direction === 'after'
        ? posts.filter(post => at !== undefined && post.create_at > at).slice(0, 200)
        : posts.filter(post => at === undefined || post.create_at < at).slice(-200);
    return listOf(found.toReversed());
  };
  return { posts, page, pages: () => pages };
}

async function ids(posts: AsyncIterable<Post>): Promise<string[]> {
  const seen: string[] = [];
  for await (const { id } of posts) seen.push(id);
  return seen;
}

/** Many posts, now and then several in one millisecond, but never a whole page of them. */
const times = fc.array(fc.nat(5), { minLength: 1, maxLength: 700 }).map(steps => {
  let time = 0;
  let same = 0;
  return steps.map(step => {
    same = step === 0 ? same + 1 : 0;
    time += same > 50 ? 1 : step;
    return time;
  });
});

it('Every post after an anchor comes once, oldest first', async () => {
  await fc.assert(
    fc.asyncProperty(times, async times => {
      const { posts, page } = channel(times);
      const [anchor] = posts;
      const newer = posts.filter(post => post.create_at > (anchor?.create_at ?? 0)).map(({ id }) => id);
      expect(await ids(walkPosts('after', anchor?.id, from => page('after', from)))).toEqual(newer);
    }),
    { numRuns: 50 },
  );
});

it('Every post up to the present comes once, newest first', async () => {
  await fc.assert(
    fc.asyncProperty(times, async times => {
      const { posts, page } = channel(times);
      const all = posts.map(({ id }) => id).reverse();
      expect(await ids(walkPosts('before', undefined, from => page('before', from)))).toEqual(all);
    }),
    { numRuns: 50 },
  );
});

it('A page of posts is fetched only when it is needed', async () => {
  const { page, pages } = channel(Array.from({ length: 1_000 }, (_, index) => index));
  for await (const _ of walkPosts('before', undefined, from => page('before', from))) break;
  expect(pages()).toBe(1);
});

it('A walk ends even when one millisecond holds more than a page', async () => {
  const { page } = channel(Array.from({ length: 500 }, () => 7));
  expect((await ids(walkPosts('before', undefined, from => page('before', from)))).length).toBe(200);
});

it('A walk ends when the server sends two pages in turn', async () => {
  const { posts } = channel(Array.from({ length: 400 }, (_, index) => index));
  const pages = [posts.slice(200).toReversed(), posts.slice(0, 200).toReversed()];
  let fetched = 0;
  const read = ids(walkPosts('before', undefined, async () => listOf(pages[fetched++ % 2]!)));
  expect(await read).toEqual(posts.map(({ id }) => id).reverse());
  expect(fetched).toBe(3);
});

/** A thread as a server pages it: the first post is on every page. */
function thread(times: readonly number[], perPage: number) {
  const posts = times.map((create_at, index) => ({ id: `p${String(index).padStart(4, '0')}`, create_at }) as Post);
  const sorted = posts.toSorted((a, b) => a.create_at - b.create_at || (a.id < b.id ? -1 : 1));
  const fetchThread = async (from: { fromPost: string; fromCreateAt: number } | undefined): Promise<PostList> => {
    const rest = sorted.slice(sorted.findIndex(({ id }) => id === from?.fromPost) + 1);
    return listOf([sorted[0]!, ...rest.slice(0, perPage)], rest.length > perPage);
  };
  return { sorted, fetchThread };
}

it('Every post of a thread comes once, oldest first, whatever the pages', async () => {
  const times = fc.array(fc.nat(50), { minLength: 1, maxLength: 300 });
  await fc.assert(
    fc.asyncProperty(times, fc.integer({ min: 1, max: 100 }), async (times, perPage) => {
      const { sorted, fetchThread } = thread(times, perPage);
      expect(await ids(walkThread(fetchThread))).toEqual(sorted.map(({ id }) => id));
    }),
  );
});

it('A thread that the server sends as a whole, unsorted, is read with one call', async () => {
  const { sorted } = thread([1, 2, 3, 4], 10);
  let fetched = 0;
  const fetchThread = async () => {
    fetched++;
    return listOf(sorted.toReversed());
  };
  expect(await ids(walkThread(fetchThread))).toEqual(sorted.map(({ id }) => id));
  expect(fetched).toBe(1);
});

it('Reading a thread ends when the server sends the same page again', async () => {
  const { sorted } = thread([1, 2, 3], 10);
  expect(await ids(walkThread(async () => listOf(sorted, true)))).toEqual(sorted.map(({ id }) => id));
});
