import { expect, it } from 'vitest';
import { classifyPosts, joinedAt } from '../../src/catch-up/classify-posts.ts';
import type { Entry } from '../../src/index.ts';
import { aPost } from '../support/posts.ts';

const entry = (key: string, more: Partial<Entry> = {}): [string, Entry] => [
  key,
  {
    ...{ key, kind: 'post', conversation: 'c', channelId: 'c', rootId: '', at: 1, editedAt: 0, adopted: false },
    ...{
      state: 'settled',
      claims: 1,
      failures: 0,
      interruptions: 0,
      dueAt: 0,
      outcome: 'silent',
      code: 'x',
      error: undefined,
    },
    changedAt: 0,
    ...more,
  },
];
const facts = { known: new Map<string, Entry>(), from: 100, floor: 50, oldest: 0, limit: 10 };
const ids = (posts: readonly { id: string }[]) => posts.map(({ id }) => id);

it('New posts are sorted by the time when they were written', () => {
  const { fresh, leftOut } = classifyPosts([aPost('c', 300), aPost('b', 200), aPost('a', 200)], facts);
  expect(ids(fresh)).toEqual(['a', 'b', 'c']);
  expect(leftOut).toBe(0);
});

it('Known posts, and posts from before the floor or the range that was read, are not new', () => {
  const posts = [aPost('known', 200), aPost('past', 50), aPost('earlier', 99), aPost('edge', 100)];
  expect(ids(classifyPosts(posts, { ...facts, known: new Map([entry('known')]) }).fresh)).toEqual(['edge']);
  expect(ids(classifyPosts(posts, { ...facts, floor: 100 }).fresh)).toEqual(['known']);
});

it('Unseen edits are found on known posts and on older ones', () => {
  const known = new Map([entry('seen', { editedAt: 120 }), entry('unseen')]);
  const edited = { edit_at: 120, update_at: 120 };
  const posts = [
    aPost('seen', 90, edited),
    aPost('unseen', 90, edited),
    aPost('old', 60, edited),
    aPost('reacted', 60),
  ];
  const result = classifyPosts(posts, { ...facts, known });
  expect(ids(result.edited)).toEqual(['unseen', 'old']);
  expect(result.fresh).toEqual([]);
});

it('Deleted posts count only when they are unsettled', () => {
  const known = new Map([entry('waits', { state: 'waiting' }), entry('done')]);
  const posts = ['waits', 'done', 'new'].map(id => aPost(id, 200, { delete_at: 300 }));
  expect(classifyPosts(posts, { ...facts, known })).toEqual({
    fresh: [],
    edited: [],
    deleted: ['waits'],
    leftOut: 0,
  });
});

it('Posts that are too old or too many are left out and counted, the oldest first', () => {
  const posts = [aPost('a', 110), aPost('b', 120), aPost('c', 130), aPost('d', 140)];
  expect(classifyPosts(posts, { ...facts, oldest: 115, limit: 2 })).toMatchObject({ leftOut: 2 });
  expect(ids(classifyPosts(posts, { ...facts, oldest: 115, limit: 2 }).fresh)).toEqual(['c', 'd']);
  expect(classifyPosts(posts, { ...facts, limit: 0 })).toMatchObject({ fresh: [], leftOut: 4 });
});

it('The time of joining comes from the post about it, whoever added the account', () => {
  const posts = [
    aPost('a', 10, { type: 'system_join_channel', user_id: 'me' }),
    aPost('b', 20, { type: 'system_add_to_channel', user_id: 'alice', props: { addedUserId: 'me' } }),
    aPost('c', 30, { type: 'system_add_to_channel', user_id: 'me', props: { addedUserId: 'bob' } }),
    aPost('d', 40, { type: 'system_join_channel', user_id: 'bob' }),
  ];
  expect(joinedAt(posts, 'me')).toBe(20);
  expect(joinedAt(posts.slice(2), 'me')).toBeUndefined();
});
