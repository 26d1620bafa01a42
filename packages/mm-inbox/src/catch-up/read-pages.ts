import type { InboxPost } from '../post.ts';
import type { InboxCall, InboxPage, InboxPostList, InboxRest } from '../rest.ts';

/** What was read, page by page. */
export interface Pages {
  /** Newest first, each once; some may be older than what was asked for. */
  readonly posts: InboxPost[];
  /** Whether everything down to the time that was asked for is among them. */
  readonly complete: boolean;
}

/** Which pages to read. */
export interface PagesWanted {
  readonly channelId: string;
  /** Posts written before this time are not needed. */
  readonly from: number;
  /** So many posts are enough. */
  readonly limit: number;
}

/** The most that the server puts on a page, and what to fall back to when such a page is too large to read. */
const pageSizes = [200, 50, 10];

/**
 * Reads a channel backwards from its newest post. Each page hangs on a post of the one before and not on a page number,
 * so that what is written or deleted meanwhile shifts nothing.
 *
 * The server compares times alone: of the anchor's own millisecond it lists nothing. So the anchor is not the oldest
 * post that was read but the oldest of another millisecond, and what comes twice for that counts once.
 */
export async function readPages(rest: InboxRest, wanted: PagesWanted, call: InboxCall): Promise<Pages> {
  const { channelId, from, limit } = wanted;
  const read = new Map<string, InboxPost>();
  const gone = new Set<string>();
  let anchor: InboxPost | undefined;
  let page = 0;
  for (;;) {
    const { list, perPage } = await readPage(rest, channelId, anchor, page, call);
    const posts = listed(list);
    for (const post of posts) read.set(post.id, post);
    const all = [...read.values()].sort((a, b) => b.create_at - a.create_at);
    const oldest = all.at(-1);
    const expected = anchor !== undefined && oldest !== undefined && anchor.create_at > oldest.create_at;
    if (anchor !== undefined && page === 0 && posts.length === 0 && expected) {
      // There is something older, for we have it: the anchor was removed for good, and an unknown one lists nothing.
      gone.add(anchor.id);
      anchor = anchorAmong(all, gone);
      continue;
    }
    const end = posts.length < perPage && list.prev_post_id === '';
    if (oldest === undefined || end) return { posts: all, complete: true };
    if (oldest.create_at < from) return { posts: all, complete: true };
    if (all.length >= limit) return { posts: all, complete: false };
    const next = anchorAmong(all, gone);
    if (next === undefined || next.id === anchor?.id) page += 1;
    else {
      anchor = next;
      page = 0;
    }
  }
}

/** The oldest post that has an older one beside it: whatever is missing is older than it. */
function anchorAmong(newestFirst: readonly InboxPost[], gone: ReadonlySet<string>): InboxPost | undefined {
  const oldest = newestFirst.at(-1);
  return newestFirst.findLast(({ id, create_at }) => create_at !== oldest?.create_at && !gone.has(id));
}

/** Long threads come along with every page; where that is more than can be read, a smaller page is asked for. */
async function readPage(
  rest: InboxRest,
  channelId: string,
  anchor: InboxPost | undefined,
  page: number,
  call: InboxCall,
): Promise<{ readonly list: InboxPostList; readonly perPage: number }> {
  const read = (wanted: InboxPage): Promise<InboxPostList> =>
    anchor === undefined
      ? rest.posts.page(channelId, wanted, call)
      : rest.posts.before(channelId, anchor.id, wanted, call);
  const [full = 0, ...smaller] = pageSizes;
  try {
    return { list: await read({ page, perPage: full }), perPage: full };
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

/** The posts of a list that were asked for: without the other posts of their threads, and without kept old versions. */
export function listed(list: InboxPostList): InboxPost[] {
  return list.order.flatMap(id => list.posts[id] ?? []).filter(({ original_id }) => !original_id);
}
