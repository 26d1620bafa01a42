import type { Post } from '@clawmost/mm-rest';
import type { ReadyAccount } from '../../server/ready-account.ts';
import { type ContextRequest, scopeOf } from '../request.ts';

/** How many posts are read at most, which is the server's own limit for one page. */
const mostPosts = 200;

/** How many replies are read in addition to the limit, because some of them do not count. */
const spare = 50;

const postId = /^[a-z0-9]{26}$/;

/** How long a message waits for the history before it is answered without. */
const call = { timeoutMs: 5_000, maxAttempts: 3 };

/**
 * Reads the posts before a message, oldest first, in one request: of its thread with the first post, or of its channel
 * without the replies in threads.
 *
 * @throws the client's errors: what could not be read is not empty
 */
export async function readEarlier(
  { rest, signal }: Pick<ReadyAccount, 'rest' | 'signal'>,
  request: ContextRequest,
  limit: number,
): Promise<Post[]> {
  const scope = scopeOf(request);
  const last = request.posts.at(-1);
  if (scope === 'none' || last === undefined || limit === 0) return [];
  const options = { ...call, signal };
  // A click or a slash command is not a post: all posts of the channel come before it.
  const isPost = postId.test(last);
  if (scope === 'thread') {
    const end = { id: isPost ? last : '', create_at: request.timestamp };
    return rest.posts.beforeInThread(request.route.threadId ?? '', end, Math.min(limit + spare, mostPosts), options);
  }
  const page = { perPage: mostPosts, skipFetchThreads: true };
  const { order, posts } = isPost
    ? await rest.posts.before(request.channel.id, last, page, options)
    : await rest.posts.page(request.channel.id, page, options);
  const found = order.flatMap(id => posts[id] ?? []).filter(({ root_id }) => root_id === '');
  return found.sort((one, other) => one.create_at - other.create_at);
}
