import { readPages } from './catch-up/read-pages.ts';
import { type InboxPost, type ServerPost, toInboxPost } from './post.ts';
import { shapeOf } from './repeat.ts';
import type { PageReader } from './rest.ts';
import type { Turn } from './turn.ts';

/** The REST calls that a reply needs; a client of `@clawmost/mm-rest` has them. */
export interface ReplyRest {
  /** Calls about posts. */
  readonly posts: PageReader & {
    /** Creates a post. */
    create(
      post: {
        channel_id: string;
        root_id: string;
        message: string;
        props: Record<string, unknown>;
        file_ids: string[];
        pending_post_id: string;
      },
      call: { readonly signal?: AbortSignal | undefined },
    ): Promise<ServerPost>;
  };
}

/** What a reply says. */
export interface ReplyContent {
  /** The text, in Mattermost's Markdown. */
  message: string;
  /** Props of your own, such as attachments. @default none */
  props?: Record<string, unknown> | undefined;
  /** The ids of uploaded files. @default none */
  file_ids?: string[] | undefined;
}

/** Where a reply goes, and how it is recognised. */
export interface ReplyOptions {
  /** The bot's own user id. */
  userId: string;
  /**
   * The turn of the post. With it, the call ends when the inbox stops, and from the second attempt on the reply of an
   * earlier attempt is looked for first.
   */
  turn?: Pick<Turn, 'attempt' | 'signal'> | undefined;
  /** A number that distinguishes several replies to one post. @default 1 */
  part?: number | undefined;
  /** The root of the thread; empty for a reply at channel level. @default the thread of the post, else a new one */
  rootId?: string | undefined;
}

/** The prop by which a reply is found again. Other users can set it too, so only the bot's own posts count. */
const replyProp = 'inbox_reply_to';

/** Looking for a reply ends after this many posts in its channel. */
const maxPostsToSearch = 5_000;

/**
 * Replies to a post once. The reply has a key by which the server recognises a repeated call for 30 s, and a prop by which
 * a later attempt finds it. So a process that was killed after it replied does not reply a second time.
 *
 * @throws what the client throws, and an error when it cannot tell whether the reply exists
 */
export async function replyTo(
  rest: ReplyRest,
  post: InboxPost,
  reply: string | ReplyContent,
  options: ReplyOptions,
): Promise<InboxPost> {
  const { userId, turn, part = 1, rootId = post.root_id || post.id } = options;
  if (typeof userId !== 'string' || userId === '') {
    throw new TypeError(`userId: expected the bot's user id, got ${shapeOf(userId)}`);
  }
  if (turn !== undefined && turn.attempt > 1) {
    const earlier = await findReply(rest, post, options);
    if (earlier !== undefined) return earlier;
  }
  const { message, props = {}, file_ids = [] } = typeof reply === 'string' ? { message: reply } : reply;
  const created = await rest.posts.create(
    {
      ...{ channel_id: post.channel_id, root_id: rootId, message, file_ids },
      props: { ...props, [replyProp]: replyName(post, part) },
      pending_post_id: `${userId}:${replyName(post, part)}`,
    },
    { signal: turn?.signal },
  );
  return toInboxPost(created);
}

/**
 * Finds the reply that `replyTo` has made to a post, for example in an earlier process. Reads the channel from its newest
 * post back to the post; `undefined` when there is no reply or it was deleted.
 *
 * @throws Error when the channel has more than 5,000 newer posts
 */
export async function findReply(
  rest: Pick<ReplyRest, 'posts'>,
  post: InboxPost,
  { userId, turn, part = 1 }: ReplyOptions,
): Promise<InboxPost | undefined> {
  const signal = turn?.signal ?? new AbortController().signal;
  const wanted = { channelId: post.channel_id, from: post.create_at, limit: maxPostsToSearch };
  const { posts, isComplete } = await readPages(rest.posts, wanted, { signal });
  const reply = posts.find(({ user_id, props }) => user_id === userId && props[replyProp] === replyName(post, part));
  if (reply === undefined && !isComplete) {
    throw new Error(`more than ${maxPostsToSearch} posts follow ${post.id}: whether it has a reply is unknown`);
  }
  return reply;
}

function replyName(post: InboxPost, part: number): string {
  return `${post.id}:${part}`;
}
