import { expect, it } from 'vitest';
import { classifyPosts, findAbsences } from '../../src/catch-up/classify-posts.ts';
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
const facts = { known: new Map<string, Entry>(), from: 100, floor: 50, absences: [], oldest: 0, limit: 10 };
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

it('Posts from a time in which the account was not a member are not new, but a later edit counts', () => {
  const absences = [{ from: 150, until: 250 }];
  const posts = [
    aPost('before', 140),
    aPost('absent', 200),
    aPost('absent and edited', 200, { edit_at: 220 }),
    aPost('edited later', 200, { edit_at: 260 }),
    aPost('after', 260),
  ];
  const { fresh, edited, leftOut } = classifyPosts(posts, { ...facts, absences });
  expect(ids(fresh)).toEqual(['before', 'after']);
  expect(ids(edited)).toEqual(['edited later']);
  expect(leftOut).toBe(0);
});

it('An account that joins was absent before, whoever added it', () => {
  const posts = [
    aPost('c', 30, { type: 'system_add_to_channel', user_id: 'me', props: { addedUserId: 'bob' } }),
    aPost('b', 20, { type: 'system_add_to_channel', user_id: 'alice', props: { addedUserId: 'me' } }),
    aPost('d', 40, { type: 'system_join_channel', user_id: 'bob' }),
  ];
  expect(findAbsences(posts, 'me')).toEqual([{ from: Number.NEGATIVE_INFINITY, until: 20 }]);
  expect(findAbsences(posts.slice(2), 'me')).toEqual([]);
});

it('An account that leaves or is removed is absent until it joins again', () => {
  const left = aPost('a', 10, { type: 'system_leave_channel', user_id: 'me' });
  const joined = aPost('b', 20, { type: 'system_join_team', user_id: 'me' });
  const removed = aPost('c', 30, { type: 'system_remove_from_channel', user_id: 'al', props: { removedUserId: 'me' } });
  const added = aPost('d', 40, { type: 'system_add_to_team', user_id: 'al', props: { addedUserId: 'me' } });
  expect(findAbsences([added, removed, joined, left], 'me')).toEqual([
    { from: 10, until: 20 },
    { from: 30, until: 40 },
  ]);
  expect(findAbsences([left], 'me')).toEqual([]);
});
