import fc from 'fast-check';
import { expect, it } from 'vitest';
import { walkPosts } from '../../src/post-walk.ts';
import type { Post, PostList } from '../../src/schemas/post.ts';

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
    const order = found.map(({ id }) => id).reverse();
    return { order, posts: Object.fromEntries(found.map(post => [post.id, post])), next_post_id: '', prev_post_id: '' };
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
