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
  /** Posts written in these times were not meant for the account. */
  readonly absences: readonly Absence[];
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
  const { known, from, floor, absences, oldest, limit } = facts;
  const fresh: InboxPost[] = [];
  const edited: InboxPost[] = [];
  const deleted: string[] = [];
  for (const post of posts) {
    const entry = known.get(post.id);
    if (post.delete_at > 0) {
      if (entry?.state === 'waiting' || entry?.state === 'running') deleted.push(post.id);
    } else if (entry !== undefined) {
      if (post.edit_at > entry.editedAt) edited.push(post);
    } else {
      const absence = absences.find(one => one.from <= post.create_at && post.create_at <= one.until);
      if (!absence && post.create_at > floor && post.create_at >= from) fresh.push(post);
      else if (post.edit_at > Math.max(floor, from, oldest, absence?.until ?? 0)) edited.push(post);
    }
  }
  fresh.sort((a, b) => inWrittenOrder({ at: a.create_at, key: a.id }, { at: b.create_at, key: b.id }));
  const young = fresh.filter(({ create_at }) => create_at >= oldest);
  const taken = limit > 0 ? young.slice(-limit) : [];
  return { fresh: taken, edited, deleted, leftOut: fresh.length - taken.length };
}

/** A time in which the account was not a member of a channel, ends included. */
export interface Absence {
  readonly from: number;
  readonly until: number;
}

/**
 * The times in which the account was not a member of the channel, according to the server's posts about joining and
 * leaving. Nothing that was written then was meant for it. An account that joins was absent before, unless an earlier
 * post says otherwise.
 */
export function findAbsences(posts: readonly InboxPost[], userId: string): Absence[] {
  const changes = posts.filter(post => membershipChange(post, userId) !== undefined);
  changes.sort((a, b) => a.create_at - b.create_at);
  const absences: Absence[] = [];
  let leftAt: number | undefined = Number.NEGATIVE_INFINITY;
  for (const post of changes) {
    if (membershipChange(post, userId) === 'left') leftAt = post.create_at;
    else if (leftAt !== undefined) {
      absences.push({ from: leftAt, until: post.create_at });
      leftAt = undefined;
    }
  }
  return absences;
}

/** Whether a post of the server says that the account joined or left, by itself or by another user. */
function membershipChange({ type, user_id, props }: InboxPost, userId: string): 'joined' | 'left' | undefined {
  switch (type) {
    case 'system_add_to_channel':
    case 'system_add_to_team':
      return props['addedUserId'] === userId ? 'joined' : undefined;
    case 'system_join_channel':
    case 'system_join_team':
      return user_id === userId ? 'joined' : undefined;
    case 'system_remove_from_channel':
      return props['removedUserId'] === userId ? 'left' : undefined;
    case 'system_leave_channel':
    case 'system_leave_team':
    case 'system_remove_from_team':
      return user_id === userId ? 'left' : undefined;
    default:
      return undefined;
  }
}
