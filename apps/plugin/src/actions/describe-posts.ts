import type { Post } from '@clawmost/mm-rest';
import type { ReadyAccount } from '../server/ready-account.ts';
import { namesOf } from './people.ts';

/** Posts as the agent reads them, in the same order. */
export async function describePosts(
  account: Pick<ReadyAccount, 'lookUp'>,
  posts: readonly Post[],
): Promise<readonly object[]> {
  const names = await namesOf(
    account,
    posts.map(({ user_id }) => user_id),
  );
  return posts.map(post => {
    const { id, user_id, root_id, message, create_at, edit_at, is_pinned, type, metadata } = post;
    const files = (metadata?.files ?? []).map(({ id, name, size, mime_type }) => ({ id, name, size, type: mime_type }));
    return {
      ...{ id, author: { id: user_id, name: names.get(user_id) }, text: message },
      ...{ timestampMs: create_at, timestampUtc: new Date(create_at).toISOString() },
      ...(root_id && { threadId: root_id }),
      ...(edit_at > 0 && { editedAtUtc: new Date(edit_at).toISOString() }),
      ...(is_pinned && { isPinned: true }),
      ...(type && { type }),
      ...(files.length > 0 && { files }),
    };
  });
}
