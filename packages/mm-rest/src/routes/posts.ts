import { describeValue } from '../describe-value.ts';
import type { CallOptions } from '../options.ts';
import { largestPage, type Page, pageQuery } from '../paging.ts';
import { path } from '../path.ts';
import { postsBefore, walkPosts, walkThread } from '../post-walk.ts';
import { listAnswer } from '../schemas/lenient.ts';
import { type Post, type PostList, postListSchema, postSchema } from '../schemas/post.ts';
import { doneSchema } from '../schemas/system.ts';
import type { RouteRequest, Send } from '../send.ts';

/** A post to write. */
export interface NewPost {
  /** The channel; the account must be a member. */
  channel_id: string;
  /** The text, in Markdown: up to `MaxPostSize` code points, see `system.clientConfig()`. */
  message: string;
  /** Replies in the thread of this post, which must be its first one. */
  root_id?: string | undefined;
  /** Up to 10 uploaded files. The server silently drops those of other users and those that are on a post already. */
  file_ids?: readonly string[] | undefined;
  /** Attachments, overrides and your own data. */
  props?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Your own id for this post: a second creation with the same id within 30 s returns the first post instead of writing
   * another. Never use one twice for different posts, and start it with the account's id and a colon, because old
   * servers share these ids among all users.
   * @default a random one
   */
  pending_post_id?: string | undefined;
}

/** A post that only one person sees. */
export type NewEphemeralPost = Pick<NewPost, 'channel_id' | 'message' | 'root_id' | 'props'>;

/** The changes to a post; absent fields stay as they are. */
export interface PostPatch {
  /** The new text. */
  message?: string | undefined;
  /** Replaces all props: those not given again are gone, and props that were read lack the buttons' integrations. */
  props?: Readonly<Record<string, unknown>> | undefined;
  /** Whether it is pinned. */
  is_pinned?: boolean | undefined;
}

/** Which posts of a channel to list. */
export interface PostPage extends Page {
  /**
   * Leaves out the threads. Without it, `posts` also has every other post of the threads that the page's replies belong
   * to; with it, only the first posts of those. `order` has the page's own posts either way.
   * @default false
   */
  skipFetchThreads?: boolean | undefined;
}

/** A search among posts. */
export interface PostSearch {
  /** Words, and Mattermost's own modifiers such as `from:` and `in:`. */
  terms: string;
  /** Whether one of the words is enough. @default false */
  is_or_search?: boolean | undefined;
}

/** Posts. */
export interface PostsRoutes {
  /**
   * Writes a post, once: when the answer to an attempt was lost, it is retried under the same `pending_post_id` for 25 s,
   * and the server, which remembers the id for 30 s, answers with the post that it has. A server that was down meanwhile
   * has forgotten the id: then the call is not retried.
   *
   * @throws HttpError 403 when the channel is unknown or the account is not a member.
   * @throws OutcomeUnknownError when the post may have been written or not.
   * @throws PostGoneError when it was written, and deleted before its answer reached us.
   */
  create(post: NewPost, call?: CallOptions): Promise<Post>;
  /**
   * Writes a post that only one person sees, until they reload.
   * @throws HttpError 403 for bots: only system administrators may, unless the server's permissions were changed.
   */
  createEphemeral(userId: string, post: NewEphemeralPost, call?: CallOptions): Promise<Post>;
  /** @throws HttpError 404 when the post is deleted, 403 or 404 when it never was. */
  get(id: string, call?: CallOptions): Promise<Post>;
  /**
   * Those of up to 1,000 posts that exist and may be read, in no dependable order. Old servers have no such route.
   * @throws HttpError 404 when none of them exists (`app.post.get.app_error`).
   */
  getByIds(ids: readonly string[], call?: CallOptions): Promise<Post[]>;
  /**
   * Changes a message. With `lane: 'preview'`, a newer call for the same post takes the place of one that waits.
   * Two calls for the same post are not kept in order: await one before you make the next.
   *
   * @throws HttpError 403 when it is deleted, unknown or another user's.
   * @throws NotSentError when a newer preview or the final text took its place.
   */
  patch(id: string, patch: PostPatch, call?: CallOptions): Promise<Post>;
  /**
   * Deletes a post, and its replies if it begins a thread.
   * @throws HttpError 403 or 404 when it is gone already; also when the answer to a first attempt was lost.
   */
  delete(id: string, call?: CallOptions): Promise<void>;
  /** The whole thread of a post, in one answer; `id` may be any post of it. Prefer {@link PostsRoutes.allInThread}. */
  thread(id: string, call?: CallOptions): Promise<PostList>;
  /** A page of a channel, the newest posts first. */
  page(channelId: string, page?: PostPage, call?: CallOptions): Promise<PostList>;
  /**
   * The posts that changed after a time in milliseconds: edits, reactions, deleted posts and kept copies of edited ones
   * included. At most 1,000 posts; when more changed, the server leaves some out without saying which. Prefer
   * {@link PostsRoutes.allAfter}.
   */
  since(channelId: string, sinceMs: number, call?: CallOptions): Promise<PostList>;
  /**
   * Posts newer than a post: page 0 holds those next to it, newest first. Misses posts of the very same millisecond,
   * and an unknown post gives an empty list.
   */
  after(channelId: string, postId: string, page?: PostPage, call?: CallOptions): Promise<PostList>;
  /** Posts older than a post: page 0 holds those next to it, newest first. */
  before(channelId: string, postId: string, page?: PostPage, call?: CallOptions): Promise<PostList>;
  /**
   * All posts of a channel that are newer than a post, oldest first, each once, fetched in pages of 200 as you read on;
   * the end is the newest post at that time. Posts that are written or deleted meanwhile do not make others be missed.
   *
   * Newer means a later `create_at`: posts of the anchor's own millisecond are not among them. The anchor may be deleted;
   * an id that never existed gives no posts, and so does the newest post. Deleted posts are left out.
   */
  allAfter(channelId: string, postId: string, call?: CallOptions): AsyncIterable<Post>;
  /**
   * The history of a channel: all its posts, newest first, each once, fetched in pages of 200 as you read on. Stop at the
   * first that you do not want, such as one with a `create_at` that you know. With `beforePostId`, only older posts.
   */
  allBefore(channelId: string, beforePostId?: string, call?: CallOptions): AsyncIterable<Post>;
  /**
   * All posts of a thread, oldest first, each once, fetched in pages of 100 as you read on. Old servers, such as 5.37 and
   * 6.7, send the whole thread in one answer, which `maxResponseBytes` limits.
   */
  allInThread(rootId: string, call?: CallOptions): AsyncIterable<Post>;
  /**
   * The newest posts of a thread that are older than a post of it, oldest first, in one request; the first post of the
   * thread is always among them. Old servers, such as 5.37 and 6.7, send the whole thread for that, which
   * `maxResponseBytes` limits.
   *
   * @param count how many replies at most, from 1 to 200
   */
  beforeInThread(
    rootId: string,
    post: Pick<Post, 'id' | 'create_at'>,
    count: number,
    call?: CallOptions,
  ): Promise<Post[]>;
  /** The pinned posts of a channel. */
  pinned(channelId: string, call?: CallOptions): Promise<PostList>;
  /** Posts of a team that contain words, newest first. */
  search(teamId: string, search: PostSearch, call?: CallOptions): Promise<PostList>;
  /** Pins a post to its channel. */
  pin(id: string, call?: CallOptions): Promise<void>;
  /** Takes a pin off. */
  unpin(id: string, call?: CallOptions): Promise<void>;
}

export function postsRoutes(send: Send): PostsRoutes {
  const walk = (direction: 'after' | 'before', channelId: string, start: string | undefined, call?: CallOptions) =>
    walkPosts(direction, start, anchor => {
      const query = { ...(anchor !== undefined && { [direction]: anchor }), ...wholePage };
      return send(listing(channelId, query), call);
    });

  return {
    create: async (post, call) => {
      const pendingPostId = post.pending_post_id ?? crypto.randomUUID();
      const body = { ...post, pending_post_id: pendingPostId };
      return send({ method: 'POST', path: '/posts', body, pendingPostId, schema: postSchema }, call);
    },
    createEphemeral: async (userId, post, call) =>
      send({ method: 'POST', path: '/posts/ephemeral', body: { user_id: userId, post }, schema: postSchema }, call),
    get: async (id, call) => send({ method: 'GET', path: path`/posts/${id}`, schema: postSchema }, call),
    getByIds: async (ids, call) =>
      ids.length === 0
        ? []
        : send(
            { method: 'POST', path: '/posts/ids', body: ids, idempotent: true, lane: 'read', schema: postsSchema },
            call,
          ),
    patch: async (id, patch, call) =>
      send({ method: 'PUT', path: path`/posts/${id}/patch`, body: patch, idempotent: true, schema: postSchema }, call),
    delete: async (id, call) =>
      send({ method: 'DELETE', path: path`/posts/${id}`, idempotent: true, schema: doneSchema }, call),
    thread: async (id, call) => send({ method: 'GET', path: path`/posts/${id}/thread`, schema: postListSchema }, call),
    page: async (channelId, page = {}, call) => send(listing(channelId, postPageQuery(page)), call),
    since: async (channelId, sinceMs, call) => {
      // The server ignores 0 and answers with the newest page.
      if (!Number.isSafeInteger(sinceMs) || sinceMs < 1) {
        throw new TypeError(`since: expected milliseconds since 1970, 1 or more, got ${describeValue(sinceMs)}`);
      }
      return send(listing(channelId, { since: sinceMs }), call);
    },
    after: async (channelId, postId, page = {}, call) =>
      send(listing(channelId, { after: postId, ...postPageQuery(page) }), call),
    before: async (channelId, postId, page = {}, call) =>
      send(listing(channelId, { before: postId, ...postPageQuery(page) }), call),
    allAfter: (channelId, postId, call) => walk('after', channelId, postId, call),
    allBefore: (channelId, beforePostId, call) => walk('before', channelId, beforePostId, call),
    allInThread: (rootId, call) =>
      walkThread(from => {
        const query = { perPage: threadPage, direction: 'down', ...from };
        return send({ method: 'GET', path: path`/posts/${rootId}/thread`, query, schema: postListSchema }, call);
      }),
    beforeInThread: async (rootId, { id, create_at }, count, call) => {
      if (!Number.isInteger(count) || count < 1 || count > largestPage) {
        throw new TypeError(`count: expected a whole number from 1 to ${largestPage}, got ${describeValue(count)}`);
      }
      const query = { perPage: count, direction: 'up', fromPost: id, fromCreateAt: create_at };
      const route = { method: 'GET', path: path`/posts/${rootId}/thread`, query, schema: postListSchema } as const;
      return postsBefore(await send(route, call), { rootId, id, create_at }, count);
    },
    pinned: async (channelId, call) =>
      send({ method: 'GET', path: path`/channels/${channelId}/pinned`, schema: postListSchema }, call),
    search: async (teamId, search, call) => {
      const body = { is_or_search: false, ...search };
      const route = path`/teams/${teamId}/posts/search`;
      return send({ method: 'POST', path: route, body, idempotent: true, lane: 'read', schema: postListSchema }, call);
    },
    pin: async (id, call) =>
      send({ method: 'POST', path: path`/posts/${id}/pin`, idempotent: true, schema: doneSchema }, call),
    unpin: async (id, call) =>
      send({ method: 'POST', path: path`/posts/${id}/unpin`, idempotent: true, schema: doneSchema }, call),
  };
}

/** So many of the longest posts fit into the default of `maxResponseBytes`. */
const threadPage = 100;

const postsSchema = listAnswer(postSchema);

/** The other posts of the threads are not needed, so the server need not fetch them. */
const wholePage = postPageQuery({ perPage: largestPage, skipFetchThreads: true });

function postPageQuery({ skipFetchThreads = false, ...page }: PostPage): Record<string, number | boolean> {
  return { ...pageQuery(page), ...(skipFetchThreads && { skipFetchThreads }) };
}

function listing(channelId: string, query: Record<string, string | number | boolean>): RouteRequest<PostList> {
  return { method: 'GET', path: path`/channels/${channelId}/posts`, query, schema: postListSchema };
}
