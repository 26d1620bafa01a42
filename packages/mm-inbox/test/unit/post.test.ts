import { expect, it } from 'vitest';
import { isPost, toInboxPost } from '../../src/post.ts';

it('A handler gets every field of a post, whatever the server left out or sent as null', () => {
  const post = toInboxPost({ id: 'p', channel_id: 'c', create_at: 5, ...{ file_ids: null, props: null } });
  expect(post).toEqual({
    ...{ id: 'p', channel_id: 'c', create_at: 5, update_at: 5, edit_at: 0, delete_at: 0 },
    ...{ user_id: '', root_id: '', original_id: '', message: '', type: '', pending_post_id: '', is_pinned: false },
    ...{ props: {}, file_ids: [], metadata: { files: [], embeds: [], emojis: [], reactions: [] } },
  });
});

it('A handler gets the names of the files and every field that the inbox does not know', () => {
  const metadata = { files: [{ id: 'f', name: 'a.txt', width: 7 }], embeds: [{ type: 'link' }], priority: {} };
  const post = toInboxPost({
    id: 'p',
    channel_id: 'c',
    create_at: 5,
    ...{ metadata, file_ids: ['f'], remote_id: 'r' },
  });
  expect(post.metadata).toEqual({
    files: [
      {
        ...{ id: 'f', name: 'a.txt', extension: '', size: 0, mime_type: '' },
        ...{ width: 7, height: 0, has_preview_image: false },
      },
    ],
    embeds: [{ type: 'link' }],
    emojis: [],
    reactions: [],
    priority: {},
  });
  expect([post.file_ids, post['remote_id']]).toEqual([['f'], 'r']);
});

it('A value without an id, a channel or a time is not a post', () => {
  expect([null, 'p', {}, { id: 'p', channel_id: 'c' }, { id: '', channel_id: 'c', create_at: 1 }].some(isPost)).toBe(
    false,
  );
});
