import { type InboxPost, toInboxPost } from '../post.ts';
import type { CallOptions, PageReader, PageRequest, PostPage } from '../rest.ts';

/** The posts of several pages. */
export interface Pages {
  /** Newest first, each once. Some may be older than requested. */
  readonly posts: InboxPost[];
  /** Whether all posts since the requested time are among them. */
  readonly isComplete: boolean;
}

/** Which pages to read. */
export interface PagesRequest {
  readonly channelId: string;
  /** Posts written before this time are not needed. */
  readonly from: number;
  /** Reading may stop after this many posts. */
  readonly limit: number;
}

/** The largest page that the server sends, and smaller ones for the case that such a page is too large to read. */
const pageSizes = [200, 50, 10];

/**
 * Reads a channel backwards from its newest post. Each page starts at a post of the page before (the anchor) and not at
 * a page number, so that posts that are written or deleted meanwhile shift nothing.
 *
 * The server compares times only: it lists no post of the anchor's own millisecond. So the anchor is the oldest post of
 * the second-oldest millisecond, and posts that come twice count once. `@clawmost/mm-rest` walks channels by the same
 * rule in its own code, because the packages do not depend on each other.
 */
export async function readPages(reader: PageReader, wanted: PagesRequest, call: CallOptions): Promise<Pages> {
  const { channelId, from, limit } = wanted;
  const read = new Map<string, InboxPost>();
  const missing = new Set<string>();
  let anchor: InboxPost | undefined;
  let page = 0;
  for (;;) {
    const { list, perPage } = await readPage(reader, channelId, anchor, page, call);
    const posts = postsOf(list);
    for (const post of posts) read.set(post.id, post);
    const all = [...read.values()].sort((a, b) => b.create_at - a.create_at);
    const oldest = all.at(-1);
    const hasOlder = anchor !== undefined && oldest !== undefined && anchor.create_at > oldest.create_at;
    if (anchor !== undefined && page === 0 && posts.length === 0 && hasOlder) {
      // We have read an older post, so the anchor was removed for good: the server lists nothing for an unknown anchor.
      missing.add(anchor.id);
      anchor = chooseAnchor(all, missing);
      continue;
    }
    const isEnd = posts.length < perPage && list.prev_post_id === '';
    if (oldest === undefined || isEnd) return { posts: all, isComplete: true };
    if (oldest.create_at < from) return { posts: all, isComplete: true };
    if (all.length >= limit) return { posts: all, isComplete: false };
    const next = chooseAnchor(all, missing);
    if (next === undefined || next.id === anchor?.id) page += 1;
    else {
      anchor = next;
      page = 0;
    }
  }
}

/** The oldest post that is not of the oldest millisecond: all posts that have not been read are older than it. */
function chooseAnchor(newestFirst: readonly InboxPost[], missing: ReadonlySet<string>): InboxPost | undefined {
  const oldest = newestFirst.at(-1);
  return newestFirst.findLast(({ id, create_at }) => create_at !== oldest?.create_at && !missing.has(id));
}

/** Every page carries the whole threads of its posts. When that is too large to read, a smaller page is requested. */
async function readPage(
  reader: PageReader,
  channelId: string,
  anchor: InboxPost | undefined,
  page: number,
  call: CallOptions,
): Promise<{ readonly list: PostPage; readonly perPage: number }> {
  const read = (wanted: PageRequest): Promise<PostPage> =>
    anchor === undefined ? reader.page(channelId, wanted, call) : reader.before(channelId, anchor.id, wanted, call);
  const [largest = 0, ...smaller] = pageSizes;
  try {
    return { list: await read({ page, perPage: largest }), perPage: largest };
  } catch (error) {
    if (!isUnreadable(error) || page > 0) throw error;
    for (const perPage of smaller) {
      const list = await read({ page, perPage }).catch(failure => {
        if (isUnreadable(failure) && perPage !== smaller.at(-1)) return undefined;
        throw failure;
      });
      if (list !== undefined) return { list, perPage };
    }
    throw error;
  }
}

function isUnreadable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'unexpected-response';
}

/** The posts that were asked for, without other posts of their threads and without kept copies of edited posts. */
export function postsOf(list: PostPage): InboxPost[] {
  return list.order
    .flatMap(id => list.posts[id] ?? [])
    .map(toInboxPost)
    .filter(({ original_id }) => !original_id);
}
