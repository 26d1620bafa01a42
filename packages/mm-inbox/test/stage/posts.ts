import type { InboxPost } from '../../src/index.ts';

/** A post as the server lists it. */
export function aPost(id: string, create_at: number, more: Partial<InboxPost> = {}): InboxPost {
  return {
    ...{ id, create_at, update_at: create_at, edit_at: 0, delete_at: 0, original_id: '', root_id: '' },
    ...{ channel_id: 'c', user_id: 'u', message: `text of ${id}`, type: '', props: {} },
    ...more,
  };
}
