import { channelMember } from './channel-members.ts';
import {
  channelPage,
  nearestAfter,
  nearestBefore,
  neighbours,
  type PostList,
  postList,
  postsOfThreads,
} from './post-lists.ts';
import { indexAfter, livingPosts, repliesTo } from './posts.ts';
import type { World } from './world.ts';

/** How many posts to show around the first unread post. */
export interface AroundUnread {
  readonly before: number;
  /** Includes the first unread post. */
  readonly after: number;
}

/** The posts around a user's first unread post; the newest page when all or none are read. */
export function postsAroundUnread(
  world: World,
  channelId: string,
  userId: string,
  { before, after }: AroundUnread,
  skipFetchThreads: boolean,
): PostList {
  const posts = livingPosts(world, channelId);
  const { last_viewed_at } = channelMember(world, channelId, userId);
  const unread = last_viewed_at === 0 ? undefined : posts[indexAfter(posts, last_viewed_at)];
  if (!unread) return channelPage(world, channelId, { page: 0, perPage: before }, skipFetchThreads);
  const newer = nearestAfter(posts, unread, { page: 0, perPage: after - 1 });
  const older = nearestBefore(posts, unread, { page: 0, perPage: before });
  const ordered = [...newer, unread, ...older];
  const root = world.posts.get(unread.root_id || unread.id);
  const thread = [...(root ? [root] : []), ...repliesTo(world, unread.root_id || unread.id)];
  return postList(world, {
    ordered,
    others: [...(skipFetchThreads ? [] : thread), ...postsOfThreads(world, [...newer, ...older], skipFetchThreads)],
    ...neighbours(posts, ordered),
  });
}
