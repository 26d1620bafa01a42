import { toJson } from '../json.ts';
import type { Channel } from './channels.ts';
import { publish } from './events.ts';
import { type PostJson, postJson } from './post-json.ts';
import { repliesTo, type StoredPost } from './posts.ts';
import { userProfile } from './user-json.ts';
import { userById } from './users.ts';
import type { World } from './world.ts';

/** A user who follows a thread. */
export interface ThreadMembership {
  /** In milliseconds since 1970; 0 before the user has seen the thread. */
  lastViewedAt: number;
  unreadMentions: number;
}

/** By the id of the root, then by user id. */
export type ThreadMemberships = Map<string, Map<string, ThreadMembership>>;

/** A thread as a user who follows it sees it. */
export interface ThreadJson {
  readonly id: string;
  readonly reply_count: number;
  readonly last_reply_at: number;
  readonly last_viewed_at: number;
  /** The users who have replied, the latest last. */
  readonly participants: readonly Record<string, unknown>[];
  readonly post: PostJson;
  readonly unread_replies: number;
  readonly unread_mentions: number;
  readonly is_urgent: boolean;
  readonly delete_at: number;
}

/** Who a reply concerns, beside its author. */
export interface Concerned {
  /** The users that the reply mentions. */
  readonly mentioned: readonly string[];
  /** The users that the root mentions. */
  readonly mentionedByRoot: readonly string[];
}

/** Whether users follow threads: collapsed threads exist and are switched on. */
export function followsThreads({ traits, config }: World): boolean {
  return traits.threadEvents && config.CollapsedThreads !== 'disabled';
}

/** Makes users follow the thread of a reply, and publishes `thread_updated` to all who follow it. */
export function announceReply(world: World, channel: Channel, reply: StoredPost, concerned: Concerned): void {
  const root = world.posts.get(reply.root_id);
  if (!root || !followsThreads(world)) return;
  const followers = followersOf(world, root.id);
  const before = new Set(followers.keys());
  if (world.config.ThreadAutoFollow)
    for (const id of participants(root, reply, channel, concerned)) follow(world, root.id, id);
  for (const id of concerned.mentioned) {
    const membership = followers.get(id);
    if (membership) membership.unreadMentions += 1;
  }
  for (const [userId, membership] of followers) {
    if (!world.channelMembers.get(channel.id)?.has(userId)) continue;
    const thread = threadJson(world, root, membership);
    const known = before.has(userId);
    const mentioned = concerned.mentioned.includes(userId) ? 1 : 0;
    if (userId === reply.user_id) Object.assign(membership, { lastViewedAt: world.clock.now(), unreadMentions: 0 });
    publish(world, {
      event: 'thread_updated',
      data: {
        previous_unread_mentions: known ? Math.max(thread.unread_mentions - mentioned, 0) : 0,
        previous_unread_replies: known ? Math.max(thread.unread_replies - 1, 0) : 0,
        thread: toJson(userId === reply.user_id ? { ...thread, unread_replies: 0, unread_mentions: 0 } : thread),
      },
      to: { user_id: userId, team_id: channel.team_id },
    });
  }
}

function participants(root: StoredPost, reply: StoredPost, { type }: Channel, concerned: Concerned): Set<string> {
  const authors = root.props['from_webhook'] === 'true' ? [reply.user_id] : [reply.user_id, root.user_id];
  return new Set([...authors, ...(type === 'D' ? [] : concerned.mentionedByRoot), ...concerned.mentioned]);
}

function followersOf(world: World, rootId: string): Map<string, ThreadMembership> {
  const followers = world.threadMemberships.get(rootId) ?? new Map<string, ThreadMembership>();
  world.threadMemberships.set(rootId, followers);
  return followers;
}

/** Makes a user follow a thread. */
export function follow(world: World, rootId: string, userId: string): ThreadMembership {
  const followers = followersOf(world, rootId);
  const membership = followers.get(userId) ?? { lastViewedAt: 0, unreadMentions: 0 };
  followers.set(userId, membership);
  return membership;
}

/** The JSON of a thread. */
export function threadJson(world: World, root: StoredPost, membership: ThreadMembership): ThreadJson {
  const { lastViewedAt, unreadMentions } = membership;
  const replies = repliesTo(world, root.id);
  const authors = [...new Set(replies.map(({ user_id }) => user_id).reverse())].reverse();
  return {
    id: root.id,
    reply_count: replies.length,
    last_reply_at: replies.at(-1)?.create_at ?? 0,
    last_viewed_at: lastViewedAt,
    participants: authors.map(id => userProfile(world, userById(world, id))),
    post: postJson(world, root, { countReplies: false, withMetadata: false }),
    unread_replies: replies.filter(({ create_at }) => create_at > lastViewedAt).length,
    unread_mentions: unreadMentions,
    is_urgent: false,
    delete_at: 0,
  };
}
