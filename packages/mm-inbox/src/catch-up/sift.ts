import { type Entry, inWrittenOrder } from '../ledger/entry.ts';
import type { InboxPost } from '../post.ts';

/** What is known before the posts of a channel are sifted. */
export interface SiftFacts {
  /** What the ledger has of the posts, by id. */
  readonly known: ReadonlyMap<string, Entry>;
  /** From when on the channel was read. */
  readonly from: number;
  /** Nothing written up to then is new: it was there before the very first start, or may have been forgotten since. */
  readonly floor: number;
  /** Posts written before then are too old. */
  readonly oldest: number;
  /** So many new posts are taken at most, the newest. */
  readonly limit: number;
}

/** What the posts of a channel mean. */
export interface Sifted {
  /** To be appended, in the order in which they were written. */
  readonly fresh: InboxPost[];
  /** Edited, and known before or too old to be new. */
  readonly edited: InboxPost[];
  /** Deleted, in case they still wait. */
  readonly deleted: string[];
  /** How many new posts the bounds leave out. */
  readonly leftOut: number;
}

/** Tells what is new among the posts of a channel from what is known, edited, deleted, or out of bounds. */
export function sift(posts: readonly InboxPost[], facts: SiftFacts): Sifted {
  const { known, from, floor, oldest, limit } = facts;
  const fresh: InboxPost[] = [];
  const edited: InboxPost[] = [];
  const deleted: string[] = [];
  for (const post of posts) {
    const entry = known.get(post.id);
    const editedAt = post.edit_at ?? 0;
    if (post.delete_at > 0) {
      if (entry?.state === 'waiting' || entry?.state === 'running') deleted.push(post.id);
    } else if (entry !== undefined) {
      if (editedAt > entry.editedAt) edited.push(post);
    } else if (post.create_at > floor && post.create_at >= from) fresh.push(post);
    else if (editedAt > Math.max(floor, from, oldest)) edited.push(post);
  }
  fresh.sort((a, b) => inWrittenOrder({ at: a.create_at, key: a.id }, { at: b.create_at, key: b.id }));
  const young = fresh.filter(({ create_at }) => create_at >= oldest);
  const taken = limit > 0 ? young.slice(-limit) : [];
  return { fresh: taken, edited, deleted, leftOut: fresh.length - taken.length };
}

/**
 * When the account joined the channel, if the posts tell: nothing that was written before was meant to reach it. Somebody
 * else adds it, or it joins by itself.
 */
export function joinedAt(posts: readonly InboxPost[], userId: string): number | undefined {
  const joins = posts.filter(({ type, user_id, props }) => {
    if (type === 'system_add_to_channel') return props?.['addedUserId'] === userId;
    return type === 'system_join_channel' && user_id === userId;
  });
  return joins.length === 0 ? undefined : Math.max(...joins.map(({ create_at }) => create_at));
}
