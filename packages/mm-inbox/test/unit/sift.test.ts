import { describe, expect, it } from 'vitest';
import { joinedAt, sift } from '../../src/catch-up/sift.ts';
import type { Entry } from '../../src/index.ts';
import { aPost } from '../stage/posts.ts';

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

describe('sifting', () => {
  it('takes what is new, as it was written', () => {
    const { fresh, leftOut } = sift([aPost('c', 300), aPost('b', 200), aPost('a', 200)], facts);
    expect(ids(fresh)).toEqual(['a', 'b', 'c']);
    expect(leftOut).toBe(0);
  });

  it('leaves alone what is known, or was written before the very first start or what was read', () => {
    const posts = [aPost('known', 200), aPost('past', 50), aPost('earlier', 99), aPost('edge', 100)];
    expect(ids(sift(posts, { ...facts, known: new Map([entry('known')]) }).fresh)).toEqual(['edge']);
    expect(ids(sift(posts, { ...facts, floor: 100 }).fresh)).toEqual(['known']);
  });

  it('takes edits that it has not seen, of known posts and of older ones', () => {
    const known = new Map([entry('seen', { editedAt: 120 }), entry('unseen')]);
    const edited = { edit_at: 120, update_at: 120 };
    const posts = [
      aPost('seen', 90, edited),
      aPost('unseen', 90, edited),
      aPost('old', 60, edited),
      aPost('reacted', 60),
    ];
    const result = sift(posts, { ...facts, known });
    expect(ids(result.edited)).toEqual(['unseen', 'old']);
    expect(result.fresh).toEqual([]);
  });

  it('takes deleted posts for what waits, and for nothing else', () => {
    const known = new Map([entry('waits', { state: 'waiting' }), entry('done')]);
    const posts = ['waits', 'done', 'new'].map(id => aPost(id, 200, { delete_at: 300 }));
    expect(sift(posts, { ...facts, known })).toEqual({ fresh: [], edited: [], deleted: ['waits'], leftOut: 0 });
  });

  it('counts what is too old or too much, the oldest first', () => {
    const posts = [aPost('a', 110), aPost('b', 120), aPost('c', 130), aPost('d', 140)];
    expect(sift(posts, { ...facts, oldest: 115, limit: 2 })).toMatchObject({ leftOut: 2 });
    expect(ids(sift(posts, { ...facts, oldest: 115, limit: 2 }).fresh)).toEqual(['c', 'd']);
    expect(sift(posts, { ...facts, limit: 0 })).toMatchObject({ fresh: [], leftOut: 4 });
  });
});

describe('joining', () => {
  it('is told by the post about it, by whomever', () => {
    const posts = [
      aPost('a', 10, { type: 'system_join_channel', user_id: 'me' }),
      aPost('b', 20, { type: 'system_add_to_channel', user_id: 'alice', props: { addedUserId: 'me' } }),
      aPost('c', 30, { type: 'system_add_to_channel', user_id: 'me', props: { addedUserId: 'bob' } }),
      aPost('d', 40, { type: 'system_join_channel', user_id: 'bob' }),
    ];
    expect(joinedAt(posts, 'me')).toBe(20);
    expect(joinedAt(posts.slice(2), 'me')).toBeUndefined();
  });
});
