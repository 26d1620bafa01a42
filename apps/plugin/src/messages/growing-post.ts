import { setTimeout as sleep } from 'node:timers/promises';
import type { InboxPost } from '@clawmost/mm-inbox';
import { HttpError, type RestClient } from '@clawmost/mm-rest';
import { isPreview } from '../answers/marker.ts';

/** Between two looks at a post that grows. */
const lookMs = 1_000;

/** A post that has not been finished after this time stays as it is: the bot that wrote it may have ended. */
const longestMs = 15 * 60_000;

/** Reads a post; resolves to `undefined` when it is deleted. */
export type ReadPost = (id: string) => Promise<InboxPost | undefined>;

/** Returns what reads the posts of a server. */
export function createReadPost(
  rest: { readonly posts: Pick<RestClient['posts'], 'get'> },
  signal: AbortSignal,
): ReadPost {
  return async id => {
    try {
      return await rest.posts.get(id, { signal });
    } catch (error) {
      if (error instanceof HttpError && error.status === 404 && error.id !== undefined) return undefined;
      throw error;
    }
  };
}

/**
 * Waits until another bot has finished a post that it shows while it writes it, so that half a sentence is not answered.
 * Resolves to the whole post, and to `undefined` when it is deleted.
 */
export async function whenWritten(
  post: InboxPost,
  read: ReadPost,
  signal: AbortSignal,
): Promise<InboxPost | undefined> {
  const until = performance.now() + longestMs;
  let current: InboxPost | undefined = post;
  while (current && isPreview(current) && performance.now() < until) {
    await sleep(lookMs, undefined, { signal });
    current = await read(post.id);
  }
  return current;
}
