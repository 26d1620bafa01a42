import { invalidBodyParam } from '../errors.ts';
import { isValidId } from '../ids.ts';
import { lastPostTime } from '../world/last-post-times.ts';
import { insist, mayInChannel } from '../world/permissions.ts';
import { channelPage, postList, postsAfter, postsBefore } from '../world/post-lists.ts';
import { livingPosts } from '../world/posts.ts';
import { postsSince } from '../world/posts-since.ts';
import type { World } from '../world/world.ts';
import { type Answer, type Call, idParam, pageOfCall } from './call.ts';
import type { Route } from './router.ts';

/** The routes of the posts in a channel. */
export const channelPostRoutes: readonly Route[] = [
  { method: 'GET', path: '/channels/:channel_id/posts', handle: list },
  { method: 'GET', path: '/channels/:channel_id/pinned', handle: pinned },
];

function list(call: Call): Answer {
  const { world, userId, query } = call;
  const id = idParam(call, 'channel_id');
  const after = anchor(query, 'after');
  const before = anchor(query, 'before');
  const since = sinceOf(query);
  insist(mayInChannel(world, userId, id, 'read_channel'));
  const page = pageOfCall(call);
  const skipFetchThreads = query.get('skipFetchThreads') === 'true';
  if (since > 0) return { body: postsSince(world, id, since, skipFetchThreads) };
  const etag = etagOf(world, id);
  if (after !== '') return { body: postsAfter(world, id, after, page, skipFetchThreads), etag };
  if (before !== '') return { body: postsBefore(world, id, before, page, skipFetchThreads), etag };
  return { body: channelPage(world, id, page, skipFetchThreads), etag };
}

function pinned(call: Call): Answer {
  const { world, userId } = call;
  const id = idParam(call, 'channel_id');
  insist(mayInChannel(world, userId, id, 'read_channel'));
  return { body: postList(world, { ordered: livingPosts(world, id).filter(({ is_pinned }) => is_pinned) }) };
}

function anchor(query: URLSearchParams, name: 'after' | 'before'): string {
  const id = query.get(name) ?? '';
  if (id !== '' && !isValidId(id)) throw invalidBodyParam(name);
  return id;
}

function sinceOf(query: URLSearchParams): number {
  const since = query.get('since') ?? '';
  if (since !== '' && !/^[+-]?\d+$/.test(since)) throw invalidBodyParam('since');
  return Number(since);
}

/** One version for the whole channel: every change of a post changes it, even for pages that stay the same. */
function etagOf(world: World, channelId: string): string {
  return `${world.traits.release}.${lastPostTime(world, channelId)}`;
}
