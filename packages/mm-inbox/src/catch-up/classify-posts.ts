import { type Entry, inWrittenOrder } from '../ledger/entry.ts';
import type { InboxPost } from '../post.ts';

/** What is known before the posts of a channel are classified. */
export interface ChannelFacts {
  /** The ledger's entries of these posts, by id. */
  readonly known: ReadonlyMap<string, Entry>;
  /** The channel was read from this time on. */
  readonly from: number;
  /** Posts written up to then are not new: they are older than the first start, or may have been forgotten since. */
  readonly floor: number;
  /** Posts written before then are too old. */
  readonly oldest: number;
  /** At most this many new posts are taken, the newest. */
  readonly limit: number;
}

/** The posts of a channel, by what must happen to them. */
export interface ClassifiedPosts {
  /** To append, sorted by the time when they were written. */
  readonly fresh: InboxPost[];
  /** Edited since the ledger saw them, or edited and too old to be new. */
  readonly edited: InboxPost[];
  /** Ids of deleted posts that are unsettled. */
  readonly deleted: string[];
  /** The number of new posts that the limits leave out. */
  readonly leftOut: number;
}

/** Sorts the posts of a channel into new, edited, deleted and left out. */
export function classifyPosts(posts: readonly InboxPost[], facts: ChannelFacts): ClassifiedPosts {
  const { known, from, floor, oldest, limit } = facts;
  const fresh: InboxPost[] = [];
  const edited: InboxPost[] = [];
  const deleted: string[] = [];
  for (const post of posts) {
    const entry = known.get(post.id);
    if (post.delete_at > 0) {
      if (entry?.state === 'waiting' || entry?.state === 'running') deleted.push(post.id);
    } else if (entry !== undefined) {
      if (post.edit_at > entry.editedAt) edited.push(post);
    } else if (post.create_at > floor && post.create_at >= from) fresh.push(post);
    else if (post.edit_at > Math.max(floor, from, oldest)) edited.push(post);
  }
  fresh.sort((a, b) => inWrittenOrder({ at: a.create_at, key: a.id }, { at: b.create_at, key: b.id }));
  const young = fresh.filter(({ create_at }) => create_at >= oldest);
  const taken = limit > 0 ? young.slice(-limit) : [];
  return { fresh: taken, edited, deleted, leftOut: fresh.length - taken.length };
}

/**
 * When the account joined the channel, if its posts say so. The account can be added by another user, or join by itself.
 * Nothing that was written before was meant for it.
 */
export function joinedAt(posts: readonly InboxPost[], userId: string): number | undefined {
  const joins = posts.filter(({ type, user_id, props }) => {
    if (type === 'system_add_to_channel') return props['addedUserId'] === userId;
    return type === 'system_join_channel' && user_id === userId;
  });
  return joins.length === 0 ? undefined : Math.max(...joins.map(({ create_at }) => create_at));
}
