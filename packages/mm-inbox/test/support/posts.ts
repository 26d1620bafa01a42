import { type InboxPost, toInboxPost } from '../../src/post.ts';

/** Makes a post as the server lists it. */
export function aPost(id: string, create_at: number, more: Partial<InboxPost> = {}): InboxPost {
  return toInboxPost({ id, create_at, channel_id: 'c', user_id: 'u', message: `text of ${id}`, ...more });
}
