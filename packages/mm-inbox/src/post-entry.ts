import type { NewEntry } from './ledger/entry.ts';
import type { InboxPost } from './post.ts';

/** A post, as the ledger takes it; with `silent`, only to be remembered. */
export function postEntry(post: InboxPost, conversation: (post: InboxPost) => string, silent?: string): NewEntry {
  return {
    key: post.id,
    kind: 'post',
    conversation: conversation(post),
    channelId: post.channel_id,
    rootId: post.root_id ?? '',
    at: post.create_at,
    editedAt: post.edit_at ?? 0,
    payload: post,
    silent,
  };
}
