import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readPages } from '../../src/catch-up/read-pages.ts';
import type { InboxPost } from '../../src/index.ts';
import type { PageReader, PostPage } from '../../src/rest.ts';
import { aPost } from '../support/posts.ts';

const call = { signal: new AbortController().signal };

/** Lists posts as the server does: those of one millisecond in another order each time. */
function server(posts: Map<string, InboxPost>, random: () => number, meanwhile: (calls: number) => void = () => {}) {
  const state = { calls: 0, sizes: [] as number[] };
  const list = (anchor: string | undefined, page: number, perPage: number): PostPage => {
    meanwhile(++state.calls);
    state.sizes.push(perPage);
    const end =
      anchor === undefined ? Number.POSITIVE_INFINITY : (posts.get(anchor)?.create_at ?? Number.NEGATIVE_INFINITY);
    const found = [...posts.values()]
      .filter(({ create_at }) => create_at < end)
      .map(post => ({ post, tie: random() }))
      .sort((a, b) => b.post.create_at - a.post.create_at || a.tie - b.tie)
      .map(({ post }) => post);
    const shown = found.slice(page * perPage, (page + 1) * perPage);
    return {
      order: shown.map(({ id }) => id),
      posts: Object.fromEntries(shown.map(post => [post.id, post])),
      prev_post_id: found[(page + 1) * perPage]?.id ?? '',
    };
  };
  const reader: PageReader = {
    page: async (_, { page, perPage }) => list(undefined, page, perPage),
    before: async (_, anchor, { page, perPage }) => list(anchor, page, perPage),
  };
  return { reader, state };
}

function channel(count: number, at: (index: number) => number): Map<string, InboxPost> {
  return new Map(Array.from({ length: count }, (_, index) => [`p${index}`, aPost(`p${index}`, at(index))]));
}

it('Pages contain every post once, however many share a millisecond at the edges', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: 3 }), { minLength: 150, maxLength: 700 }), fc.nat(), async (gaps, seed) => {
      let at = 0;
      const times = gaps.map(gap => (at += gap === 3 ? 1 : 0));
      const posts = channel(times.length, index => 1_000 + (times[index] as number));
      let n = seed;
      const random = (): number => {
        n = (n * 16_807 + 11) % 2_147_483_647;
        return n / 2_147_483_647;
      };
      const { reader } = server(posts, random);
      const read = await readPages(reader, { channelId: 'c', from: 0, limit: 1_000 }, call);
      expect(read.isComplete).toBe(true);
      expect(new Set(read.posts.map(({ id }) => id))).toEqual(new Set(posts.keys()));
      expect(read.posts).toHaveLength(posts.size);
    }),
    { numRuns: 40 },
  );
});

it('Pages are read no further back than requested', async () => {
  const { reader, state } = server(
    channel(1_000, index => index),
    () => 0,
  );
  const read = await readPages(reader, { channelId: 'c', from: 700, limit: 1_000 }, call);
  expect(read.isComplete).toBe(true);
  expect(read.posts.filter(({ create_at }) => create_at >= 700)).toHaveLength(300);
  expect(state.calls).toBe(2);
});

it('Reading stops at the limit and reports that posts are missing', async () => {
  const { reader } = server(
    channel(1_000, index => index),
    () => 0,
  );
  const read = await readPages(reader, { channelId: 'c', from: 0, limit: 300 }, call);
  expect(read.isComplete).toBe(false);
  expect(read.posts[0]?.id).toBe('p999');
  expect(read.posts.length).toBeGreaterThanOrEqual(300);
});

it('Reading continues from another post when the anchor was removed for good', async () => {
  const posts = channel(500, index => index);
  const { reader } = server(
    posts,
    () => 0,
    calls => {
      // Removes the anchor of the second page before that is read.
      if (calls === 2) for (const index of [300, 301, 302]) posts.delete(`p${index}`);
    },
  );
  const read = await readPages(reader, { channelId: 'c', from: 0, limit: 1_000 }, call);
  const ids = new Set(read.posts.map(({ id }) => id));
  expect([...posts.keys()].filter(id => !ids.has(id))).toEqual([]);
});

it('A smaller page is requested when the threads make a page too large', async () => {
  const { reader, state } = server(
    channel(120, index => index),
    () => 0,
  );
  const tooLarge = Object.assign(new Error('too large'), { code: 'unexpected-response' });
  const picky: PageReader = {
    ...reader,
    page: async (channelId, wanted, call) => {
      if (wanted.perPage > 50) throw tooLarge;
      return reader.page(channelId, wanted, call);
    },
  };
  const read = await readPages(picky, { channelId: 'c', from: 0, limit: 1_000 }, call);
  expect(read.posts).toHaveLength(120);
  expect(state.sizes[0]).toBe(50);
});

it('An empty channel has no pages', async () => {
  const { reader } = server(new Map(), () => 0);
  const read = await readPages(reader, { channelId: 'c', from: 0, limit: 10 }, call);
  expect(read).toEqual({ posts: [], isComplete: true });
});
