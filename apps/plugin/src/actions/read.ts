import type { Post, PostList } from '@clawmost/mm-rest';
import { type ActionCall, placeOfCall, postOfCall, textOf } from './call.ts';
import { describePosts } from './describe-posts.ts';

const usualLimit = 60;
const mostPosts = 200;

/** Reads posts of a channel, of one thread with `threadId`, or one post with `messageId`. */
export async function read(call: ActionCall): Promise<object> {
  const limit = limitOf(call);
  const [before, after] = [textOf(call, 'before'), textOf(call, 'after')];
  if (before !== undefined && after !== undefined) throw new Error('before, after: expected one of them, got both');
  const { channelId, rootId } = await placeOfCall(call);
  if (textOf(call, 'messageId') !== undefined) {
    return { ok: true, channelId, messages: await describePosts(call.account, [await postOfCall(call)]) };
  }
  const threadId = textOf(call, 'threadId') ?? rootId;
  if (threadId !== undefined) return readThread(call, { channelId, threadId, before, after, limit });
  const { posts } = call.account.rest;
  const { signal } = call.account;
  const page = { perPage: limit, skipFetchThreads: true };
  const list = before
    ? await posts.before(channelId, before, page, { signal })
    : after
      ? await posts.after(channelId, after, page, { signal })
      : await posts.page(channelId, page, { signal });
  const hasMore = (after ? list.next_post_id : list.prev_post_id) !== '';
  return { ok: true, channelId, messages: await describePosts(call.account, inOrder(list)), hasMore };
}

interface ThreadRead {
  readonly channelId: string;
  readonly threadId: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly limit: number;
}

/** The newest posts of a thread, the newest first, as in a channel. */
async function readThread(
  call: ActionCall,
  { channelId, threadId, before, after, limit }: ThreadRead,
): Promise<object> {
  const { rest, signal } = call.account;
  const named = await rest.posts.get(threadId, { signal });
  if (named.channel_id !== channelId) {
    throw new Error(`The thread ${threadId} is not in the channel ${channelId}, which the target names.`);
  }
  const all: Post[] = [];
  for await (const post of rest.posts.allInThread(named.root_id || named.id, { signal })) all.push(post);
  const at = (id: string | undefined, otherwise: number) => {
    const index = id === undefined ? otherwise : all.findIndex(post => post.id === id);
    if (index < 0) throw new Error(`The post ${id} is not in the thread ${threadId}.`);
    return index;
  };
  const wanted = after === undefined ? all.slice(0, at(before, all.length)) : all.slice(at(after, 0) + 1);
  const posts = after === undefined ? wanted.slice(-limit) : wanted.slice(0, limit);
  const messages = await describePosts(call.account, posts.toReversed());
  return { ok: true, channelId, threadId: named.root_id || named.id, messages, hasMore: wanted.length > posts.length };
}

function inOrder({ order, posts }: PostList): Post[] {
  return order.flatMap(id => posts[id] ?? []);
}

/** @throws Error when it is not a whole number above 0; a number above the limit of the server becomes that limit */
export function limitOf({ params }: Pick<ActionCall, 'params'>): number {
  const { limit } = params;
  if (limit === undefined || limit === null || limit === '') return usualLimit;
  const count = Number(limit);
  if (!Number.isInteger(count) || count < 1) throw new Error(`limit: expected a whole number from 1 to ${mostPosts}`);
  return Math.min(count, mostPosts);
}
